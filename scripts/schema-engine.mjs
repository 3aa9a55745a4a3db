#!/usr/bin/env node
// Stands in for the schema engine that the Prisma CLI would download: the same JSON-RPC over stdio, with the WASM build inside.
// Development and CI only; the app never runs it. prisma.config.ts points the CLI here.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'

/** Column types that @prisma/adapter-pg does not know, and reads well as text: "char" and name. */
const CATALOGUE_TYPE_OIDS = new Set([18, 19])
const TEXT_OID = 25

const argv = process.argv.slice(2)
const options = (name) => argv.flatMap((word, index) => (word === name ? [argv[index + 1]] : []))
const databaseUrl = JSON.parse(options('--datasource')[0] ?? '{}').url

if (argv[0] === '--version') {
  console.log('schema-engine-wasm 7.10.0')
} else if (argv.includes('cli')) {
  process.exit(await answerCommand(argv[argv.indexOf('cli') + 1]))
} else {
  serve()
}

/** The scratch database in which migrations are replayed: in memory, gone with this process. */
async function scratchFactory() {
  const { PGlite } = await import('@electric-sql/pglite')
  const { PrismaPGlite } = await import('pglite-prisma-adapter')
  const factory = new PrismaPGlite(new PGlite('memory://'))
  // 0.7.2 does not await executeScript, so a failing migration would pass.
  const awaited = (adapter) => {
    adapter.executeScript = async (sql) => {
      try {
        await adapter.client.exec(sql)
      } catch (error) {
        adapter.onError(error)
      }
    }
    return adapter
  }
  const { connect, connectToShadowDb } = factory
  factory.connect = async () => awaited(await connect.call(factory))
  factory.connectToShadowDb = async () => awaited(await connectToShadowDb.call(factory))
  return factory
}

/** The server that `--datasource` names, with an in-memory shadow: shadow work never touches the live server. */
async function serverFactory() {
  const { PrismaPg } = await import('@prisma/adapter-pg')
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  const query = pool.query
  pool.query = async (...args) => {
    const result = await query.apply(pool, args)
    for (const field of result.fields ?? []) if (CATALOGUE_TYPE_OIDS.has(field.dataTypeID)) field.dataTypeID = TEXT_OID
    return result
  }
  const factory = new PrismaPg(pool)
  const shadow = await scratchFactory()
  const { connect } = factory
  factory.connect = async () => {
    const adapter = await connect.call(factory)
    // The adapter splits scripts at every ';', also inside function bodies.
    adapter.executeScript = async (sql) => {
      try {
        await pool.query(sql)
      } catch (error) {
        adapter.onError(error)
      }
    }
    return adapter
  }
  factory.connectToShadowDb = () => shadow.connectToShadowDb()
  return factory
}

async function loadEngine() {
  const { bindMigrationAwareSqlAdapterFactory } = await import('@prisma/driver-adapter-utils')
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const wasmPath = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    .replace(/\.js$/, '.wasm')
  const { instance } = await WebAssembly.instantiate(await readFile(wasmPath), { './schema_engine_bg.js': glue })
  glue.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  const offline = !databaseUrl || databaseUrl.includes('//nobody@127.0.0.1:1/')
  const factory = bindMigrationAwareSqlAdapterFactory(await (offline ? scratchFactory() : serverFactory()))
  const datamodels = await Promise.all(options('--datamodels').map(async (path) => [path, await readFile(path, 'utf8')]))
  const engine = await glue.SchemaEngine.new({ datamodels: datamodels.length > 0 ? datamodels : undefined }, () => {}, factory)
  return { engine, factory }
}

/** The engine hides an adapter's error behind a number; this brings back its words. */
function describe(error, factory) {
  const number = /External error id#(\d+)/.exec(error?.message ?? '')?.[1]
  const inner = number && factory ? factory.errorRegistry.consumeError(Number(number))?.error : undefined
  const message = inner ? [inner.message, inner.cause?.originalMessage].filter(Boolean).join(' ') : String(error?.message ?? error)
  return { message, code: error?.code }
}

function serve() {
  const send = (reply) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...reply })}\n`)
  let loading
  let queue = Promise.resolve()
  const lines = createInterface({ input: process.stdin })
  lines.on('line', (line) => {
    const { id, method, params } = JSON.parse(line)
    if (!method) return
    queue = queue.then(async () => {
      let factory
      try {
        loading ??= loadEngine()
        const loaded = await loading
        factory = loaded.factory
        const name = method === 'getDatabaseVersion' ? 'version' : method
        if (typeof loaded.engine[name] !== 'function') throw new Error(`schema-engine-wasm has no ${method}`)
        const result = await loaded.engine[name](params)
        // The binary prints a diff through a notification of its own; the CLI shows nothing otherwise.
        if (method === 'diff' && result.stdout != null) {
          send({ id: 'print', method: 'print', params: { content: result.stdout } })
          result.stdout = null
        }
        send({ id, result: result ?? {} })
      } catch (error) {
        const { message, code } = describe(error, factory)
        send({ id, error: { code: 4466, message, data: { is_panic: false, message, error_code: code } } })
      }
    })
  })
  lines.on('close', () => queue.then(() => process.exit(0)))
}

/** The three one-shot commands of the binary; errors are the JSON line that the CLI parses. */
async function answerCommand(command) {
  const { default: pg } = await import('pg')
  const target = new URL(databaseUrl)
  const maintenance = new URL(databaseUrl)
  maintenance.pathname = '/postgres'
  const name = pg.escapeIdentifier(decodeURIComponent(target.pathname.slice(1)))
  const client = new pg.Client({
    connectionString: String(command === 'can-connect-to-database' ? target : maintenance),
  })
  try {
    await client.connect()
    if (command === 'create-database') await client.query(`CREATE DATABASE ${name}`)
    if (command === 'drop-database') await client.query(`DROP DATABASE IF EXISTS ${name}`)
    return 0
  } catch (error) {
    const code = error.code === '3D000' ? 'P1003' : error.code === '42P04' ? 'P1009' : error.code?.startsWith('28') ? 'P1010' : 'P1001'
    const fields = { message: error.message, error_code: code, is_panic: false }
    console.error(`\n${JSON.stringify({ timestamp: '', level: 'ERROR', fields, target: 'schema_engine::logger' })}`)
    return 1
  } finally {
    await client.end().catch(() => {})
  }
}
