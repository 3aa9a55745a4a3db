import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { downloadRelease, LIVEKIT_VERSION } from '../../start/livekit-binary.mjs'
import { Refusal } from '../../start/say.mjs'

const ARCHIVE = `livekit_${LIVEKIT_VERSION}_linux_amd64.tar.gz`
const BINARY = Buffer.from('#!/bin/sh\necho a livekit-server\n'.repeat(40))

let folder: string
let files: Map<string, Buffer>
let server: http.Server
let baseUrl: string

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'palier-release-'))
  const archive = gzipSync(
    Buffer.concat([tarEntry('LICENSE', Buffer.from('Apache')), tarEntry('livekit-server', BINARY), Buffer.alloc(1024)]),
  )
  const sum = createHash('sha256').update(archive).digest('hex')
  files = new Map([
    [`/v${LIVEKIT_VERSION}/checksums.txt`, Buffer.from(`${'0'.repeat(64)}  other.tar.gz\n${sum}  ${ARCHIVE}\n`)],
    [`/v${LIVEKIT_VERSION}/${ARCHIVE}`, archive],
  ])
  server = http.createServer((request, response) => {
    const body = files.get(request.url ?? '')
    response.writeHead(body ? 200 : 404).end(body)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

const download = () => downloadRelease(folder, { baseUrl, platform: 'linux', arch: 'x64' })

test('the released server is unpacked and can be run', async () => {
  const place = await download()
  expect(readFileSync(place)).toEqual(BINARY)
  expect(statSync(place).mode & 0o111).toBe(0o111)
})

test('an archive that is not the released one is refused, and nothing of it stays', async () => {
  files.set(
    `/v${LIVEKIT_VERSION}/${ARCHIVE}`,
    gzipSync(Buffer.concat([tarEntry('livekit-server', Buffer.from('evil')), Buffer.alloc(1024)])),
  )
  const attempt = download()
  await expect(attempt).rejects.toThrow(Refusal)
  await expect(attempt).rejects.toThrow('is not what LiveKit released')
  expect(existsSync(path.join(folder, 'livekit-server'))).toBe(false)
})

test('a release without a checksum for this platform is not used', async () => {
  files.set(`/v${LIVEKIT_VERSION}/checksums.txt`, Buffer.from(`${'0'.repeat(64)}  other.tar.gz\n`))
  await expect(download()).rejects.toThrow(`no checksum for ${ARCHIVE}`)
})

test('an unknown platform and a missing release are told', async () => {
  await expect(downloadRelease(folder, { baseUrl, platform: 'darwin', arch: 'arm64' })).rejects.toThrow('releases nothing for darwin')
  await expect(downloadRelease(folder, { baseUrl: `${baseUrl}/elsewhere`, platform: 'linux', arch: 'x64' })).rejects.toThrow('answered 404')
})

/** One file of a POSIX tar. */
function tarEntry(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write('0000755\0', 100)
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124)
  header.write('0', 156)
  header.write('ustar\0', 257)
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)])
}
