// Minified scripts carry no comments; the licences of what they hold are told in one file beside them.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Its drawings are in a file of ours (scripts/make-icons.mjs). */
const ICONS = 'node_modules/lucide-react'

/**
 * A Vite plugin that writes `licences.txt` with the licence of every package of which code is in the client's scripts.
 *
 * @returns {import('vite').Plugin}
 */
export function thirdPartyLicences() {
  return {
    name: 'third-party-licences',
    apply: 'build',
    generateBundle(_options, bundle) {
      if (this.environment?.name === 'ssr') return
      const folders = new Set(
        Object.values(bundle).flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds.flatMap(packageFolder) : [])),
      )
      folders.add(path.resolve(ICONS))
      const source = [...folders]
        .sort()
        .map(licenceOf)
        .join(`\n\n${'-'.repeat(80)}\n\n`)
      if (source) this.emitFile({ type: 'asset', fileName: 'licences.txt', source })
    },
  }
}

function packageFolder(moduleId) {
  const match = /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(moduleId)
  return match ? [match[1]] : []
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  const file = existsSync(folder) && readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  return `${name} ${version} (${license})\n\n${file ? readFileSync(path.join(folder, file), 'utf8').trim() : ''}`
}
