import type { OwnRecording } from '#rooms/recordings/consent/contract.ts'
import type { RunningRecording } from '#rooms/recordings/events/contract.ts'

/** What this tab knows of the recording of the session that one is in. */
export interface RecordingKnown {
  /** Null: nothing is recorded. */
  running: RunningRecording | null
  /** When `running` was told, by this browser's own clock: how long it is by now is counted from there. */
  toldAtMs: number
  /** What this person said to it. */
  answer: OwnRecording['answer']
  words: OwnRecording['words']
  policy: OwnRecording['policy'] | null
  /** The one that has just ended, until it is put away. */
  over: RunningRecording | null
  /** The person closed the question without an answer: it is asked again when they want to take part. */
  putOff: boolean
  /** Something changed of which the server has to be asked: a recording began whose words are not known yet. */
  stale: boolean
}

export const nothingKnown: RecordingKnown = {
  running: null,
  toldAtMs: 0,
  answer: null,
  words: null,
  policy: null,
  over: null,
  putOff: false,
  stale: false,
}

const OVER = new Set<RunningRecording['state']>(['finishing', 'ready', 'failed', 'deleted'])

/** Takes in what was told to the room. What is older than what is known, or of a recording from before, changes nothing. */
export function hearRecording(known: RecordingKnown, told: RunningRecording, nowMs: number): RecordingKnown {
  const { running, over } = known
  if (OVER.has(told.state)) {
    if (running?.id === told.id) return { ...known, running: null, answer: null, words: null, putOff: false, over: told }
    return over?.id === told.id && told.rev >= over.rev ? { ...known, over: told } : known
  }
  if (over?.id === told.id || (running?.id === told.id && told.rev < running.rev)) return known
  if (running?.id === told.id) return { ...known, running: told, toldAtMs: nowMs }
  return { ...known, running: told, toldAtMs: nowMs, answer: null, words: null, putOff: false, over: null, stale: true }
}

/** Takes in what the server answered; of two states of one recording the newer stays. What was told to be over is over. */
export function readRecording(known: RecordingKnown, own: OwnRecording, nowMs: number): RecordingKnown {
  if (own.recording && own.recording.id === known.over?.id) return { ...known, policy: own.policy, stale: false }
  const { recording, answer, words, policy } = own
  const same = recording !== null && recording.id === known.running?.id
  const keep = same && known.running !== null && known.running.rev > recording.rev
  return {
    ...known,
    running: keep ? known.running : recording,
    toldAtMs: keep ? known.toldAtMs : nowMs,
    answer,
    words,
    policy,
    over: recording ? null : known.over,
    putOff: known.answer === answer && (same || known.running === null) ? known.putOff : answer === 'declined',
    stale: false,
  }
}

/** How long a recording is by now, in milliseconds. */
export function lengthNow({ running, toldAtMs }: Pick<RecordingKnown, 'running' | 'toldAtMs'>, nowMs: number): number {
  if (!running) return 0
  const goesOn = running.state === 'recording' && !running.interrupted
  return running.takenMs + (goesOn ? Math.max(0, nowMs - toldAtMs) : 0)
}
