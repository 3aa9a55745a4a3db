import { readFileSync } from 'node:fs'
import path from 'node:path'

const LIST = path.resolve(import.meta.dirname, '../node_modules/lucide-react/dist/esm/lucide-react.mjs')
const IMPORT = /import\s*\{([^}]*)\}\s*from\s*["']lucide-react["'];?/g

/**
 * A Vite plugin that imports each icon from its own file, where sources say `import { House } from 'lucide-react'`. By that list of
 * all icons, Rollup would put those of every page into the file of the first one.
 *
 * @returns {import('vite').Plugin}
 */
export function iconsOneByOne() {
  /** @type {Map<string, string>} */
  const files = new Map()
  return {
    name: 'icons-one-by-one',
    apply: 'build',
    buildStart() {
      for (const [, names, file] of readFileSync(LIST, 'utf8').matchAll(/^export \{([^}]*)\} from '\.\/icons\/([\w-]+)\.mjs'/gm)) {
        for (const [, name] of names.matchAll(/default as (\w+)/g)) files.set(name, file)
      }
    },
    transform(code, id, options) {
      if (options?.ssr || id.includes('/node_modules/')) return null
      const changed = code.replace(IMPORT, (_, names) => names.split(',').map(importOne).join(' '))
      return changed === code ? null : { code: changed, map: null }
    },
  }

  function importOne(name) {
    const [icon, as = icon] = name.trim().split(/\s+as\s+/)
    if (!icon) return ''
    if (!files.has(icon)) throw new Error(`lucide-react has no icon ${icon}.`)
    return `import ${as} from 'lucide-react/icons/${files.get(icon)}';`
  }
}
