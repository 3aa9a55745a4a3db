import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import http from 'node:http'
import https from 'node:https'
import path from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { AwsClient, AwsV4Signer } from 'aws4fetch'
import type { Store } from '#platform/store.server.ts'

export interface Bucket {
  /** Of the service, without the bucket: it is the first part of the path. */
  endpoint: string
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

/** Some services think about a large file for a minute before they answer. */
const UPLOAD_IDLE_MS = 5 * 60_000

/**
 * Keeps files in a bucket that speaks S3. Browsers never see it: what they are given passes through the app, which asks the permissions
 * first. A file goes up in one request, so that it may have 5 GB at most with most services.
 *
 * @param idleMs an upload on which nothing moves for so long is broken off: nobody else is kept waiting by it
 */
export function storeInBucket({ endpoint, bucket, region, accessKeyId, secretAccessKey }: Bucket, idleMs = UPLOAD_IDLE_MS): Store {
  const keys = { accessKeyId, secretAccessKey, region, service: 's3' }
  const client = new AwsClient({ ...keys, retries: 3 })
  const urlOf = (key: string) => `${endpoint.replace(/\/+$/, '')}/${bucket}/${key}`

  const ask = async (key: string, init: RequestInit, fine: readonly number[] = []): Promise<Response> => {
    const response = await client.fetch(urlOf(key), init)
    if (response.ok || fine.includes(response.status)) return response
    const words = await response.text().catch(() => '')
    throw new Error(`the bucket answered ${response.status} to ${init.method ?? 'GET'}: ${words.slice(0, 200)}`)
  }

  return {
    async put(key, bytes) {
      await ask(key, { method: 'PUT', body: new Uint8Array(bytes) })
    },
    async putFile(key, from) {
      const { size } = await stat(from)
      const signer = new AwsV4Signer({
        ...keys,
        method: 'PUT',
        url: urlOf(key),
        headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
      })
      const { url, headers } = await signer.sign()
      await upload(url, { ...Object.fromEntries(headers), 'content-length': String(size) }, from, idleMs)
      await rm(from)
    },
    async get(key) {
      const response = await ask(key, {}, [404])
      if (response.status !== 404) return Buffer.from(await response.arrayBuffer())
      await response.body?.cancel()
      return null
    },
    async size(key) {
      const response = await ask(key, { method: 'HEAD' }, [404])
      return response.status === 404 ? null : Number(response.headers.get('content-length'))
    },
    open(key, { start, end }) {
      const bytes = new PassThrough()
      const stop = new AbortController()
      bytes.once('close', () => stop.abort())
      ask(key, { headers: { range: `bytes=${start}-${end}` }, signal: stop.signal })
        .then((response) => pipeline(bodyOf(response), bytes))
        .catch((error: Error) => bytes.destroy(error))
      return bytes
    },
    async remove(key) {
      await ask(key, { method: 'DELETE' }, [404])
    },
    async onDisk(key, folder) {
      const file = path.join(folder, path.basename(key))
      if (await stat(file).catch(() => null)) return file
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await pipeline(bodyOf(await ask(key, {})), createWriteStream(`${file}.part`, { mode: 0o600 }))
      await rename(`${file}.part`, file)
      return file
    },
  }
}

function bodyOf(response: Response): Readable {
  return response.body ? Readable.fromWeb(response.body as ReadableStream<Uint8Array>) : Readable.from([])
}

/** Sends a file as it is read: fetch would have to hold it in memory, or send it in pieces of unsaid number, which S3 refuses. */
async function upload(url: URL, headers: Record<string, string>, from: string, idleMs: number): Promise<void> {
  const request = (url.protocol === 'https:' ? https : http).request(url, { method: 'PUT', headers })
  request.setTimeout(idleMs, () => request.destroy(new Error(`nothing moved for ${idleMs} ms on the way to the bucket`)))
  const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
    request.once('response', resolve)
    request.once('error', reject)
  })
  const [answer] = await Promise.all([answered, pipeline(createReadStream(from), request)])
  const words = (await answer.toArray()).join('')
  if (answer.statusCode !== 200) throw new Error(`the bucket answered ${answer.statusCode} to a file: ${words.slice(0, 200)}`)
}
