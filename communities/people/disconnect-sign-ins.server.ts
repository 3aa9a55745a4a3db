import { disconnectChannel } from '#platform/realtime.server.ts'

/** Ends the sockets of browsers that were signed out, in all processes. */
export function disconnectSignIns(signInIds: string[]): void {
  for (const id of signInIds) disconnectChannel(`sign-in:${id}`)
}
