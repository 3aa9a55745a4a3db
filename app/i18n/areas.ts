import type { Area, Text } from './text.tsx'

type Load = <A extends Area>(area: A) => Promise<Text[A]>

const wanted = new Set<Area>()
const arriving = new Map<Area, Promise<void>>()
const failed = new Map<Area, unknown>()
const arrived: Partial<Text> = {}
/** In browsers only: a server has all the texts. */
let load: Load | null = null

/** Code that came says which areas its screens speak of: what is not there yet is on its way from now on. */
export function want(areas: readonly Area[]): void {
  for (const area of areas) {
    wanted.add(area)
    if (load) fetchArea(area).catch(() => {})
  }
}

/** Starts a browser's texts: answers, once all that was wanted so far is there, where whatever comes later arrives too. */
export async function startText(loadArea: Load): Promise<Partial<Text>> {
  load = loadArea
  await textReady()
  return arrived
}

/** All that the code which came so far says can be said. */
export async function textReady(): Promise<void> {
  await Promise.all([...wanted].map(fetchArea))
}

/**
 * What a screen throws whose text is not there yet: React shows it once it is. A page change keeps the page before until then.
 *
 * @throws what was in the way, once; the next screen tries again
 */
export function arrivalOf(area: Area): Promise<void> {
  const problem = failed.get(area)
  if (problem === undefined) return fetchArea(area)
  failed.delete(area)
  throw problem
}

function fetchArea(area: Area): Promise<void> {
  const known = arriving.get(area)
  if (known) return known
  if (!load) throw new Error(`the text of ${area} is missing`)
  const coming = load(area).then(
    (text) => {
      Object.assign(arrived, { [area]: text })
    },
    (problem: unknown) => {
      arriving.delete(area)
      failed.set(area, problem)
      throw problem
    },
  )
  arriving.set(area, coming)
  return coming
}
