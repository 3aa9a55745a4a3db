// Makes build/: the client and the Remix server build (Vite), the entrance and the seed (esbuild), and compressed assets.
import { spawn } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { constants, createBrotliCompress, createGzip } from 'node:zlib'
import { build as bundle } from 'esbuild'
import { hashSources, stampBuild } from '../start/sources.mjs'

const root = path.resolve(import.meta.dirname, '..')
const COMPRESSED = /\.(js|css|svg|json|txt|html|webmanifest)$/
/** Below this a response fits in one packet anyway. */
const LEAST_COMPRESSED_BYTES = 1024

process.env.NODE_ENV = 'production'
const hash = hashSources(root)
rmSync(path.join(root, 'build'), { recursive: true, force: true })
await run('node_modules/prisma/build/index.js', 'generate')
await run('node_modules/@remix-run/dev/dist/cli.js', 'vite:build')
await bundleForNode('server.ts', 'build/server.js')
await bundleForNode('page-worker.ts', 'build/page-worker.js')
await bundleForNode('recorder.ts', 'build/recorder.js')
for (const file of findWorkers()) await bundleForNode(file, `build/workers/${path.basename(file, '.server.ts')}.js`)
if (existsSync(path.join(root, 'prisma/seed.ts'))) await bundleForNode('prisma/seed.ts', 'build/seed.js')
await compressAssets(path.join(root, 'build/client'))
stampBuild(root, hash)

async function run(script, ...args) {
  const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' })
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) process.exit(code ?? 1)
}

/** What runs beside the event loop is loaded by itself (`platform/workers.server.ts`). */
function findWorkers() {
  return ['communities', 'rooms'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('-worker.server.ts'))
      .map((file) => `${folder}/${file}`),
  )
}

/** One file of our own sources; packages and the Remix build stay outside and are loaded at run time. */
async function bundleForNode(entry, outfile) {
  await bundle({
    entryPoints: [path.join(root, entry)],
    outfile: path.join(root, outfile),
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
    plugins: [{ name: 'packages-stay-outside', setup: keepPackagesOutside }],
  })
}

/** esbuild's own `packages: "external"` would also leave out `#app/…`, which are our sources. */
function keepPackagesOutside(builder) {
  builder.onResolve({ filter: /^[^.#/]/ }, (args) => (args.kind === 'entry-point' ? null : { path: args.path, external: true }))
  builder.onResolve({ filter: /\/build\/server\/index\.js$/ }, () => ({ path: './server/index.js', external: true }))
}

async function compressAssets(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && COMPRESSED.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => statSync(file).size >= LEAST_COMPRESSED_BYTES)
  for (const file of files) {
    const brotli = createBrotliCompress({
      params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: statSync(file).size },
    })
    await pipeline(createReadStream(file), brotli, createWriteStream(`${file}.br`))
    await pipeline(createReadStream(file), createGzip({ level: 9 }), createWriteStream(`${file}.gz`))
  }
}
