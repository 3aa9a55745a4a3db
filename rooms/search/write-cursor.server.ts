/** A place in a list that is ordered by an instant, and then by an id. */
export interface ListPlace {
  at: Date
  id: string
}

/** A place as an address carries it. */
export function writeCursor({ at, id }: ListPlace): string {
  return `${at.getTime().toString(36)}_${id}`
}

/** The place that a cursor names; one that is not ours is null, and starts from the top. */
export function readCursor(cursor: string): ListPlace | null {
  const match = /^([0-9a-z]{1,9})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor)
  return match?.[1] && match[2] ? { at: new Date(Number.parseInt(match[1], 36)), id: match[2] } : null
}
