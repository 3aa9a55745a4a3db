import type { Readable } from 'node:stream'

/** Where the bytes of keys are kept. A key is `folder/uuid.ext`, and what it names never changes. */
export interface Store {
  put(key: string, bytes: Uint8Array): Promise<void>
  /** Takes a file over; it is gone afterwards. */
  putFile(key: string, from: string): Promise<void>
  /** Null where there is none. */
  get(key: string): Promise<Buffer | null>
  /** Null where there is none. */
  size(key: string): Promise<number | null>
  /** From `start` to `end`, both included, as they are read; one that is not there is an error of the stream. */
  open(key: string, range: { start: number; end: number }): Readable
  /** Repeating it does nothing. */
  remove(key: string): Promise<void>
  /** A file on this machine with a key's bytes, for programs that read files: the stored one itself, or a copy in `folder`. */
  onDisk(key: string, folder: string): Promise<string>
}
