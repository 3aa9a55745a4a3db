import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import S3rver from 's3rver'
import { afterAll, describe, expect, test } from 'vitest'
import type { Store } from '#platform/store.server.ts'
import { storeInBucket } from '#platform/store-in-bucket.server.ts'
import { storeOnDisk } from '#platform/store-on-disk.server.ts'

const folder = await mkdtemp(path.join(tmpdir(), 'palier-storage-'))
const server = new S3rver({
  port: 0,
  address: '127.0.0.1',
  silent: true,
  directory: path.join(folder, 's3'),
  configureBuckets: [{ name: 'palier', configs: [] }],
})
const { port } = await server.run()
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

// The test server's own keys. It does not check signatures of version 4: DECISIONS.md says against what they were tried.
const bucket = {
  endpoint: `http://127.0.0.1:${port}`,
  bucket: 'palier',
  region: 'us-east-1',
  accessKeyId: 'S3RVER',
  secretAccessKey: 'S3RVER',
}
const stores: [string, Store][] = [
  ['on the disk', storeOnDisk(path.join(folder, 'disk'))],
  ['in a bucket', storeInBucket(bucket)],
]
const key = (letter: string) => `tests/${letter.repeat(8)}-0000-7000-8000-000000000000.bin`

describe.each(stores)('files %s', (_where, store) => {
  test('bytes that were kept are there, whole and by ranges, until they are removed', async () => {
    await store.put(key('a'), Buffer.from('0123456789'))
    expect(await store.get(key('a'))).toEqual(Buffer.from('0123456789'))
    expect(await store.size(key('a'))).toBe(10)
    expect((await buffer(store.open(key('a'), { start: 2, end: 5 }))).toString()).toBe('2345')
    await store.remove(key('a'))
    await store.remove(key('a'))
    expect(await store.get(key('a'))).toBeNull()
    expect(await store.size(key('a'))).toBeNull()
  })

  test('a large file is taken over, and can be read by programs', async () => {
    const file = path.join(folder, 'large')
    const bytes = Buffer.alloc(9 * 1024 * 1024, 'palier')
    await writeFile(file, bytes)
    await store.putFile(key('b'), file)
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await store.size(key('b'))).toBe(bytes.length)
    const local = await store.onDisk(key('b'), path.join(folder, 'copies'))
    expect((await readFile(local)).equals(bytes)).toBe(true)
    expect(await buffer(store.open(key('b'), { start: bytes.length - 3, end: bytes.length - 1 }))).toEqual(Buffer.from(bytes.subarray(-3)))
  })

  test('what is not there is an error of its stream, and one that is left early lets go', async () => {
    await expect(buffer(store.open(key('c'), { start: 0, end: 1 }))).rejects.toThrow()
    await store.put(key('d'), Buffer.alloc(4 * 1024 * 1024))
    const stream = store.open(key('d'), { start: 0, end: 4 * 1024 * 1024 - 1 })
    for await (const _chunk of stream) break
    expect(stream.destroyed).toBe(true)
  })
})

test('a bucket that is not there is an error, not a missing file', async () => {
  const elsewhere = storeInBucket({ ...bucket, bucket: 'elsewhere' })
  await expect(elsewhere.put(key('e'), Buffer.from('x'))).rejects.toThrow(/404/)
})

test.each(['takes a file and never answers', 'answers half'])('a bucket that %s is an error, and the file stays', async (how) => {
  const silent = createServer((request, response) => {
    request.resume()
    if (how === 'answers half') response.writeHead(200, { 'content-length': '10' }).write('half')
  })
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const file = path.join(folder, 'waits')
  await writeFile(file, 'film')
  const store = storeInBucket({ ...bucket, endpoint: `http://127.0.0.1:${port}` }, 300)
  await expect(store.putFile(key('f'), file)).rejects.toThrow(/nothing moved|aborted/)
  expect((await stat(file)).size).toBe(4)
  silent.closeAllConnections()
  silent.close()
})
