import { Writable } from 'node:stream'

const bodies = new WeakMap<Response, Buffer>()

/** An answer whose body is there as a whole: it goes out as it is, not through the chunks of a web stream. */
export function withWholeBody(body: Buffer, init: ResponseInit): Response {
  const answer = new Response(null, init)
  bodies.set(answer, body)
  return answer
}

/** The body of an answer made by `withWholeBody`; null for any other. */
export function wholeBodyOf(answer: Response): Buffer | null {
  return bodies.get(answer) ?? null
}

/** Gathers what is written to it, for React, which writes 2 kB at a time. */
export class Gathered extends Writable {
  readonly #chunks: Buffer[] = []

  constructor() {
    super({ highWaterMark: Number.MAX_SAFE_INTEGER })
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(chunk)
    done()
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks)
  }
}
