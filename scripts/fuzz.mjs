// `npm run test:fuzz -- [seed] [count]`: as many odd requests, upgrades, socket events and updates of notes as wanted, 10,000 from a seed
// that is new each time. What is found is told with its own seed: `npm run test:fuzz -- <seed> 1` tries it again.
import { spawnSync } from 'node:child_process'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const [seed = String(Date.now() % 1_000_000_000), count = '10000'] = process.argv.slice(2)
console.log(`Seed ${seed}, ${count} cases.`)
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'tests/security/fuzz/fuzz.test.ts'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, FUZZ_SEED: seed, FUZZ_COUNT: count },
})
process.exitCode = status ?? 1
