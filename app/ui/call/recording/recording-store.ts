import { useSyncExternalStore } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { getJson, postJson } from '#app/http/post-json.ts'
import type { ConsentAsked, OwnRecording } from '#rooms/recordings/consent/contract.ts'
import type { RunningRecording } from '#rooms/recordings/events/contract.ts'
import { hearRecording, nothingKnown, type RecordingKnown, readRecording } from './recording-state.ts'

/** By session. */
const known = new Map<string, RecordingKnown>()
const heard = new Map<string, number>()
const listeners = new Set<() => void>()

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

function change(sessionId: string, how: (before: RecordingKnown) => RecordingKnown): void {
  const before = known.get(sessionId) ?? nothingKnown
  const after = how(before)
  if (after === before) return
  known.set(sessionId, after)
  for (const listener of listeners) listener()
}

export function receiveTold(told: RunningRecording): void {
  heard.set(told.sessionId, (heard.get(told.sessionId) ?? 0) + 1)
  change(told.sessionId, (before) => hearRecording(before, told, performance.now()))
}

/** From a ticket: what will be asked, before anything else is known of the recording. */
export function receiveAsked(sessionId: string, { answer, words }: ConsentAsked): void {
  change(sessionId, (before) => ({ ...before, answer, words, putOff: answer !== null }))
}

/** Asks how it stands; again, where something was told while the answer was on its way. */
export async function readOwn(sessionId: string): Promise<void> {
  const before = heard.get(sessionId)
  const answer = await getJson<OwnRecording>(`/sessions/${sessionId}/recording`)
  if (!answer.ok) return
  if (heard.get(sessionId) !== before) return readOwn(sessionId)
  change(sessionId, (state) => readRecording(state, answer.value, performance.now()))
}

type Intent = { intent: 'start' } | { intent: 'pause' | 'resume' | 'stop'; recordingId: string }

export async function sendIntent(sessionId: string, intent: Intent): Promise<ActionAnswer<OwnRecording>> {
  const answer = await postJson<OwnRecording>(`/sessions/${sessionId}/recording`, intent)
  if (answer.ok) change(sessionId, (state) => readRecording(state, answer.value, performance.now()))
  return answer
}

/** Says yes or no, to the words that were shown. Where they have changed since, the new ones are read, and it is refused. */
export async function sendAnswer(
  sessionId: string,
  recordingId: string,
  said: 'accepted' | 'declined',
  { shown }: NonNullable<OwnRecording['words']>,
): Promise<ActionAnswer<OwnRecording>> {
  const body = { intent: 'answer', recordingId, answer: said, shown }
  const answer = await postJson<OwnRecording>(`/sessions/${sessionId}/recording`, body)
  if (answer.ok) change(sessionId, (state) => readRecording(state, answer.value, performance.now()))
  else if (answer.code === 'recording.wordsChanged') await readOwn(sessionId)
  return answer
}

/** Opens the question, or closes it without an answer. */
export const setPutOff = (sessionId: string, putOff: boolean) => change(sessionId, (state) => ({ ...state, putOff }))

/** Takes what is said of a recording that is over off the screen. */
export const putAway = (sessionId: string) => change(sessionId, (state) => ({ ...state, over: null }))

/** What this tab knows of a session's recording. */
export function useRecording(sessionId: string | null): RecordingKnown {
  return useSyncExternalStore(
    subscribe,
    () => (sessionId && known.get(sessionId)) || nothingKnown,
    () => nothingKnown,
  )
}
