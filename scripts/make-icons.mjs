// `node scripts/make-icons.mjs`: writes app/ui/kit/icons.svg, the drawings of all icons that app/ui/kit/icons.tsx names, from lucide-react.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const root = path.resolve(import.meta.dirname, '..')
const SPRITE = path.join(root, 'app/ui/kit/icons.svg')

/** The file as it is to be. @returns {Promise<string>} */
export async function drawIcons() {
  const source = readFileSync(path.join(root, 'app/ui/kit/icons.tsx'), 'utf8')
  const names = [...source.matchAll(/\bicon\('([\w-]+)'\)/g)].map(([, name]) => name)
  const symbols = []
  for (const name of [...new Set(names)].sort()) symbols.push(await drawSymbol(name))
  // Symbols take their lines from here: a presentation attribute is inherited, and an icon has the colour of the text that it is in.
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`
}

const LINES = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'

async function drawSymbol(name) {
  const { __iconData: icon } = await import(pathToFileURL(path.join(root, `node_modules/lucide-react/dist/esm/icons/${name}.mjs`)).href)
  const shapes = icon.node.map(([tag, { key: _, ...attributes }]) => {
    const written = Object.entries(attributes).map(
      ([attribute, value]) => ` ${attribute.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}="${value}"`,
    )
    return `<${tag}${written.join('')}/>`
  })
  return `<symbol id="${name}" viewBox="0 0 ${icon.size} ${icon.size}" ${LINES}>${shapes.join('')}</symbol>`
}

if (process.argv[1] === import.meta.filename) writeFileSync(SPRITE, await drawIcons())
