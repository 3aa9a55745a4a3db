import { log } from '#platform/log.server.ts'

/** What happened in one storey that a storey above may have to react to. */
export interface DomainEvents {
  'membership.began': { memberId: string; communityId: string }
  'membership.ended': { memberId: string; communityId: string }
  'community.archived': { communityId: string }
  'community.visibilityChanged': { communityId: string }
  'community.recordingForbidden': { communityId: string }
  'member.deactivated': { memberId: string }
}

type Listener<Name extends keyof DomainEvents> = (event: DomainEvents[Name]) => Promise<void>

const listeners: { [Name in keyof DomainEvents]: Set<Listener<Name>> } = {
  'membership.began': new Set(),
  'membership.ended': new Set(),
  'community.archived': new Set(),
  'community.visibilityChanged': new Set(),
  'community.recordingForbidden': new Set(),
  'member.deactivated': new Set(),
}

/** Listens to an event in this process; the answer stops it. */
export function onDomainEvent<Name extends keyof DomainEvents>(name: Name, listener: Listener<Name>): () => void {
  listeners[name].add(listener)
  return () => void listeners[name].delete(listener)
}

/**
 * Tells the storeys above what happened, after the transaction is committed: a reaction never undoes its cause.
 *
 * Resolves when all reactions are through; one that fails is logged and harms neither the caller nor the others. It is no
 * promise: a process that dies here leaves them out, so whatever must hold in the end is also looked after by a sweep.
 */
export async function emitDomainEvent<Name extends keyof DomainEvents>(name: Name, event: DomainEvents[Name]): Promise<void> {
  const reactions = [...listeners[name]].map(async (listener) => listener(event))
  for (const outcome of await Promise.allSettled(reactions)) {
    if (outcome.status === 'rejected') log.error({ error: outcome.reason, event: name }, 'a reaction to an event failed')
  }
}
