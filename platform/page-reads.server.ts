import { AsyncLocalStorage } from 'node:async_hooks'

type Reads = Map<string, Promise<unknown>>

const reads = new AsyncLocalStorage<Reads>()

/** Runs a page's loader. All loaders of one page share `shared`: what one has read with `oncePerPage`, the others take. */
export function withinPage<T>(shared: Reads, work: () => T): T {
  return reads.run(shared, work)
}

/**
 * Reads something once for all loaders of a page. Outside of a page's loaders (in actions, sockets, jobs and media, which must see what
 * is so at that very moment) it reads each time.
 *
 * @param key what is read, and for which member
 */
export function oncePerPage<T>(key: string, read: () => Promise<T>): Promise<T> {
  const shared = reads.getStore()
  if (!shared) return read()
  const known = shared.get(key) as Promise<T> | undefined
  if (known) return known
  const reading = read()
  shared.set(key, reading)
  return reading
}
