// `npm test`: sets a fresh machine up, then runs every check there is. `-- --only unit,journeys` runs some of them.
// The last line is the sum: every check counts one, unit and journeys count their tests.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { getFfmpeg } from '../start/ffmpeg.mjs'
import { findLivekitServer } from '../start/livekit-binary.mjs'
import { installPackages } from '../start/packages.mjs'
import { Refusal, say, sentenceFor, step } from '../start/say.mjs'
import { requireBrowser } from './find-browser.mjs'
import { getRedis } from './find-redis.mjs'

const root = path.resolve(import.meta.dirname, '..')
const reports = mkdtempSync(path.join(os.tmpdir(), 'palier-reports-'))
const sum = { passed: 0, failed: 0 }
/** What failed, said once more at the end: of a long output, often only the end is read. */
const failures = []

const CHECKS = {
  types: () => check('Types', async () => (await run(bin('prisma'), 'generate')) && run(bin('typescript', 'tsc'), '--noEmit')),
  lint: () => check('Lint and format', () => run(bin('@biomejs/biome', 'biome'), 'ci', '--colors=off', '.')),
  architecture: () => check('Architecture rules', () => runScript('architecture')),
  unused: () => check('Nothing unused', () => run(bin('knip'))),
  schema: () => check('Migrations make the schema', migrationsMakeTheSchema),
  build: () => check('Build', () => run('scripts/build.mjs')),
  unit: () => suite('Unit and integration tests', unitTests),
  journeys: () => suite('Journeys in a browser', journeys),
}

try {
  const wanted = readOnly(process.argv.slice(2))
  await installPackages(root)
  const started = performance.now()
  for (const name of wanted) await CHECKS[name]()
  say(`\nAll of it took ${Math.round((performance.now() - started) / 1000)} s.`)
} catch (error) {
  say(sentenceFor(error))
  sum.failed++
} finally {
  rmSync(reports, { recursive: true, force: true })
}
if (failures.length > 0) say(`\nFailed:\n${failures.map((line) => `- ${line}`).join('\n')}`)
say(`${sum.passed} passed, ${sum.failed} failed`)
process.exitCode = sum.failed === 0 && sum.passed > 0 ? 0 : 1

function readOnly(args) {
  if (args.length === 0) return Object.keys(CHECKS)
  const names = args[0] === '--only' ? (args[1] ?? '').split(',') : args[0].startsWith('--only=') ? args[0].slice(7).split(',') : []
  if (names.length === 0 || names.some((name) => !(name in CHECKS))) {
    throw new Refusal(`npm test takes nothing, or -- --only with some of: ${Object.keys(CHECKS).join(', ')}.`)
  }
  return names
}

/** One check, quiet unless it fails. */
async function check(title, work) {
  try {
    await step(title, async () => {
      if (!(await work())) throw new Error(title)
    })
    sum.passed++
  } catch (error) {
    sum.failed++
    failures.push(title)
    if (error.message !== title) say(sentenceFor(error))
  }
}

/** Many tests, shown as they run; whatever did not pass has failed, also what was skipped or never ran. */
async function suite(title, work) {
  say(`\n· ${title}`)
  try {
    const { passed, failed } = await work()
    sum.passed += passed
    sum.failed += failed
    say(`${failed === 0 ? '✓' : '✗'} ${title}: ${passed} passed, ${failed} failed`)
  } catch (error) {
    sum.failed++
    failures.push(title)
    say(`✗ ${title}: ${sentenceFor(error)}`)
  }
}

async function unitTests() {
  await findLivekitServer(process.env)
  await getRedis(process.env)
  await getFfmpeg(process.env)
  const report = path.join(reports, 'unit.json')
  const code = await runAloud(bin('vitest'), ['run', '--reporter=default', '--reporter=json', `--outputFile=${report}`])
  if (!existsSync(report)) throw new Refusal(`Vitest ended with ${code} before it ran a test.`)
  const { numTotalTests, numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
  // A file that does not even load holds no test that could fail.
  const brokenFiles = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  for (const { name, message } of brokenFiles) failures.push(`${path.relative(root, name)}: ${firstLine(message)}`)
  for (const { name, assertionResults } of testResults) {
    for (const { status, fullName, failureMessages } of assertionResults) {
      if (status !== 'passed') failures.push(`${path.relative(root, name)}: ${fullName}: ${firstLine(failureMessages[0] ?? status)}`)
    }
  }
  return atLeastOneFailure(code, numPassedTests, numTotalTests - numPassedTests + brokenFiles.length)
}

async function journeys() {
  const browser = await requireBrowser(root, process.env)
  await findLivekitServer(process.env)
  await getFfmpeg(process.env)
  const report = path.join(reports, 'journeys.json')
  const code = await runAloud(bin('playwright'), ['test', '--reporter=list,json'], {
    PALIER_CHROMIUM: browser,
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  })
  if (!existsSync(report)) throw new Refusal(`Playwright ended with ${code} before it ran a journey.`)
  const { stats, suites } = JSON.parse(readFileSync(report, 'utf8'))
  for (const { ok, file, title, tests } of suites.flatMap(specsOf)) {
    const error = tests.flatMap(({ results }) => results).find((result) => result.error)?.error
    if (!ok) failures.push(`${file}: ${title}: ${firstLine(error?.message ?? 'it did not run')}`)
  }
  return atLeastOneFailure(code, stats.expected, stats.unexpected + stats.flaky + stats.skipped)
}

// Declarations: the checks run before this line is reached.
function specsOf({ specs = [], suites = [] }) {
  return [...specs, ...suites.flatMap(specsOf)]
}

/** Without the colours of a terminal. */
function firstLine(message) {
  return stripVTControlCharacters(message).trim().split('\n')[0]
}

function atLeastOneFailure(code, passed, failed) {
  return { passed, failed: code !== 0 || passed === 0 ? Math.max(failed, 1) : failed }
}

/** Nothing at all means that the engine did not run; a difference is a migration that somebody forgot. */
async function migrationsMakeTheSchema() {
  const args = ['migrate', 'diff', '--from-migrations', 'prisma/migrations', '--to-schema', 'prisma/schema.prisma', '--script']
  const { code, output, words } = await capture(process.execPath, [bin('prisma'), ...args])
  const statements = output.replace(/^--.*$/gm, '').trim()
  if (code === 0 && statements === '' && /empty migration/i.test(output)) return true
  say(`\n${words}`)
  return false
}

async function run(script, ...args) {
  const { code, words } = await capture(process.execPath, [script, ...args])
  if (code !== 0) say(`\n${words.trim()}`)
  return code === 0
}

async function runScript(name) {
  const npm = process.env.npm_execpath
  const { code, words } = npm
    ? await capture(process.execPath, [npm, 'run', '--silent', name])
    : await capture('npm', ['run', '--silent', name])
  if (code !== 0) say(`\n${words.trim()}`)
  return code === 0
}

async function capture(command, args) {
  const child = spawn(command, args, { cwd: root, env: { ...process.env, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let words = ''
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    output += chunk
    words += chunk
  })
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    words += chunk
  })
  return { code: await ended(child), output, words }
}

function runAloud(script, args, env = {}) {
  return ended(spawn(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } }))
}

function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? signal))
  })
}

/** The script behind a command of a package, run by this very Node. */
function bin(packageName, command = packageName) {
  const folder = path.join(root, 'node_modules', packageName)
  const { bin: bins } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  return path.join(folder, typeof bins === 'string' ? bins : bins[command])
}
