/** Work for `platform/workers.test.ts` that holds its thread up. */

/** Takes until another thread says so (`gate[0]` is 1). */
export function waitFor(gate: Int32Array): string {
  Atomics.wait(gate, 0, 0)
  return 'let go'
}

/** Comes to no end. */
export function goOn(began: Int32Array): never {
  Atomics.store(began, 0, 1)
  for (;;) Math.random()
}

/** Takes all the memory that there is for it. */
export function hoard(letter: string): never {
  const hoarded: string[][] = []
  for (;;) hoarded.push(new Array<string>(1_000_000).fill(letter))
}

export function fail(message: string): never {
  throw new Error(message)
}

export function double(figure: number): number {
  return 2 * figure
}
