import path from 'node:path'
import { defineConfig } from 'prisma/config'

// The Prisma CLI would download a Rust engine. Ours answers the same protocol with the WASM build that npm ships, so that
// every command works offline; a machine that has the real engine may still name it.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.join(import.meta.dirname, 'scripts/schema-engine.mjs')

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // `generate`, `validate` and `migrate diff` between files never connect: they need a well-formed address, not a server.
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://nobody@127.0.0.1:1/none' },
})
