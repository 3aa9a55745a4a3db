import type { Roster } from '#rooms/presence/contract.ts'

/** Somebody whom livekit-client believes to be in the call. */
export interface OnStage {
  identity: string
  /** The id of their connection: another one for whoever comes back. */
  sid: string
  /** Whether sound or pictures of theirs arrive right now. */
  sends: boolean
}

interface Sources {
  stage: () => readonly OnStage[]
  roster: () => Roster | undefined
  /** Asks the server for the rosters as they are now; false where it did not answer. */
  ask: () => Promise<boolean>
  /** Hides these connections from view, and no others. */
  hide: (sids: ReadonlySet<string>) => void
}

/** Somebody who has just come may be on the stage before they are in the roster. */
const DOUBTED_AFTER_MS = 3_000

/**
 * Finds those who left while this browser's signalling was held: once it resumes, LiveKit names who is there, and not who is gone, and
 * livekit-client goes on showing them. The roster is asked, which can itself be old: nobody is hidden but by a roster of this session,
 * with oneself in it, that the server gave just now; nor while anything of theirs arrives. Whoever is in the roster again is shown again.
 */
export function createGhostWatch(me: string, sessionId: string, { stage, roster, ask, hide }: Sources) {
  const doubtedSince = new Map<string, number>()
  let ghosts: ReadonlySet<string> = new Set()
  let asking = false

  /** Null: what is known of the room cannot tell. */
  function doubtful(): OnStage[] | null {
    const known = roster()
    const inRoom = known?.session?.id === sessionId ? new Set(known.people.map(({ id }) => id)) : null
    return inRoom?.has(me) ? stage().filter(({ identity, sends }) => !sends && !inRoom.has(identity)) : null
  }

  function settle(sids: Iterable<string>): void {
    const settled = new Set(sids)
    if (settled.size === ghosts.size && [...settled].every((sid) => ghosts.has(sid))) return
    ghosts = settled
    hide(ghosts)
  }

  return {
    /** To be called every second or two. */
    async look(nowMs: number): Promise<void> {
      const found = doubtful()
      if (!found) return doubtedSince.clear()
      const sids = new Set(found.map(({ sid }) => sid))
      for (const sid of doubtedSince.keys()) if (!sids.has(sid)) doubtedSince.delete(sid)
      for (const sid of sids) if (!doubtedSince.has(sid)) doubtedSince.set(sid, nowMs)
      settle([...ghosts].filter((sid) => sids.has(sid)))
      const due = [...sids].filter((sid) => !ghosts.has(sid) && nowMs - (doubtedSince.get(sid) ?? nowMs) >= DOUBTED_AFTER_MS)
      if (due.length === 0 || asking) return
      asking = true
      const answered = await ask()
      asking = false
      if (!answered) return
      const still = new Set((doubtful() ?? []).map(({ sid }) => sid))
      settle([...ghosts, ...due.filter((sid) => still.has(sid))])
    },
  }
}
