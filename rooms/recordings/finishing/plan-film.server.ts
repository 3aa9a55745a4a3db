import type { TrackKind } from '#prisma/generated/enums.ts'
import type { Stretch } from '#rooms/recordings/contract.ts'

/** A track as the film's plan looks at it. */
export interface FilmTrack extends Stretch {
  id: string
  /** Who sent it: their id, or where the account is gone, their name. */
  person: string
  kind: TrackKind
  mutes: readonly Stretch[]
}

export interface Speech extends Stretch {
  person: string
}

/** What is shown of the film for a while. */
export interface Scene {
  /** The track of the screen that is shared, if any; it is the largest then. */
  screen: string | null
  /** Who is shown large; null: everybody is shown alike. */
  large: string | null
  /** Who is shown, in this order, `large` among them. */
  people: string[]
  /** How many more are there than fit. */
  more: number
}

export interface Segment extends Stretch {
  scene: Scene
}

export const FRAMES_PER_SECOND = 25
export const FRAME_MS = 1000 / FRAMES_PER_SECOND
/** A whole number of frames. */
const STEP_MS = 200
/** No scene is shorter: a picture that jumps cannot be watched. */
const LEAST_SCENE_MS = 3_000
/** Who speaks for a moment is not looked at. */
const LEAST_SPEECH_MS = 1_000
/** Long scenes are made in parts, so that work that is broken off loses one part at most. */
const LONGEST_SEGMENT_MS = 60_000
/** Somebody without any track for so long has left; less is a change of devices. */
const ABSENCE_MS = 2_000
const MOST_ALIKE = 9
const MOST_BESIDE = 5

/**
 * Cuts a recording into segments, each with one scene: a shared screen first, else who speaks large where three or more are there, else
 * everybody alike. They lie end to end, begin and end with a frame, and together are as long as the recording.
 */
export function planFilm(tracks: readonly FilmTrack[], speech: readonly Speech[], durationMs: number): Segment[] {
  const endMs = Math.max(1, Math.ceil(durationMs / FRAME_MS)) * FRAME_MS
  const sceneAt = followScenes(tracks, speech)
  const scenes: Segment[] = []
  for (let ms = 0; ms < endMs; ms += STEP_MS) {
    const scene = sceneAt(ms)
    const last = scenes.at(-1)
    if (!last) scenes.push({ startMs: 0, endMs, scene })
    else if (ms - last.startMs >= LEAST_SCENE_MS && endMs - ms >= LEAST_SCENE_MS && !sameScene(last.scene, scene)) {
      last.endMs = ms
      scenes.push({ startMs: ms, endMs, scene })
    }
  }
  return scenes.flatMap(inParts)
}

function inParts({ startMs, endMs, scene }: Segment): Segment[] {
  const parts = Math.ceil((endMs - startMs) / LONGEST_SEGMENT_MS)
  const cuts = Array.from({ length: parts + 1 }, (_, part) =>
    part === parts ? endMs : startMs + Math.round(((endMs - startMs) * part) / parts / FRAME_MS) * FRAME_MS,
  )
  return cuts.slice(1).map((cut, part) => ({ startMs: cuts[part] ?? startMs, endMs: cut, scene }))
}

/** Answers what is to be shown at growing instants. */
function followScenes(tracks: readonly FilmTrack[], speech: readonly Speech[]): (ms: number) => Scene {
  const presence = findPresence(tracks)
  const screens = tracks.filter(({ kind }) => kind === 'screen')
  const talks = speech.filter((talk) => talk.endMs - talk.startMs >= LEAST_SPEECH_MS).toSorted((a, b) => a.startMs - b.startMs)
  const heardAt = new Map<string, number>()
  let next = 0
  let open: Speech[] = []
  let speaker: string | null = null
  return (ms) => {
    for (; next < talks.length && (talks[next]?.startMs ?? 0) + LEAST_SPEECH_MS <= ms; next++) open.push(talks[next] as Speech)
    open = open.filter(({ endMs }) => endMs > ms)
    for (const { person } of open) heardAt.set(person, ms)
    const present = presence.filter((stay) => covers(stay, ms)).map(({ person }) => person)
    if (speaker !== null && !present.includes(speaker)) speaker = null
    const speaking = open.filter(({ person }) => present.includes(person))
    if (speaking.length > 0 && !speaking.some(({ person }) => person === speaker)) speaker = speaking[0]?.person ?? null
    const screen = screens.findLast((share) => covers(share, ms) && !share.mutes.some((mute) => covers(mute, ms)))
    return compose(present, speaker, screen?.id ?? null, heardAt)
  }
}

function compose(present: string[], speaker: string | null, screen: string | null, heardAt: ReadonlyMap<string, number>): Scene {
  const large = screen === null && present.length > 2 ? speaker : null
  const beside = present.filter((person) => person !== large)
  const room = screen === null && large === null ? MOST_ALIKE : MOST_BESIDE
  const many = beside.length > room
  // Who was heard last stays in sight; the order of those who are in sight is always that of coming.
  const lastHeard = (person: string) => (person === speaker ? Number.POSITIVE_INFINITY : (heardAt.get(person) ?? -1))
  const inSight = new Set(many ? beside.toSorted((a, b) => lastHeard(b) - lastHeard(a)).slice(0, room - 1) : beside)
  return {
    screen,
    large,
    people: present.filter((person) => person === large || inSight.has(person)),
    more: many ? beside.length - inSight.size : 0,
  }
}

/** Who is there from when to when, in the order of coming. */
function findPresence(tracks: readonly FilmTrack[]): Speech[] {
  const stays: Speech[] = []
  const latest = new Map<string, Speech>()
  for (const { person, startMs, endMs } of tracks.toSorted((a, b) => a.startMs - b.startMs)) {
    const stay = latest.get(person)
    if (stay && startMs <= stay.endMs + ABSENCE_MS) stay.endMs = Math.max(stay.endMs, endMs)
    else {
      const begun = { person, startMs, endMs }
      latest.set(person, begun)
      stays.push(begun)
    }
  }
  return stays
}

const covers = ({ startMs, endMs }: Stretch, ms: number) => startMs <= ms && ms < endMs

function sameScene(a: Scene, b: Scene): boolean {
  const key = ({ screen, large, people, more }: Scene) => JSON.stringify([screen, large, people, more])
  return key(a) === key(b)
}
