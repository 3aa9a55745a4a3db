import { EncodedFileOutput, EncodedFileType, EncodingOptionsPreset } from '@livekit/protocol'
import { EgressClient, TwirpError } from 'livekit-server-sdk'
import { env } from '#platform/env.server.ts'
import { log } from '#platform/log.server.ts'
import { type EgressReport, readEgress } from './read-egress.server.ts'

/** Starting one takes LiveKit until an Egress has opened its browser. */
const TIMEOUT_SECONDS = 15

const egress = new EgressClient(env.LIVEKIT_URL, env.LIVEKIT_API_KEY, env.LIVEKIT_API_SECRET, {
  requestTimeout: TIMEOUT_SECONDS,
  failover: false,
})

/**
 * Egress did not do what it was asked. `absent`: there is none, or none that is free. `refused`: it said no. `unknown`: nobody answered,
 * so that it may have been done all the same.
 */
export class EgressRefused extends Error {
  override readonly name = 'EgressRefused'

  constructor(
    readonly why: 'absent' | 'refused' | 'unknown',
    words: string,
  ) {
    super(words)
  }
}

/**
 * Has Egress record a session's LiveKit room, all of it, into an MP4 file of this name.
 *
 * @throws EgressRefused
 */
export async function startEgress(sessionId: string, path: string): Promise<EgressReport | null> {
  const output = new EncodedFileOutput({ fileType: EncodedFileType.MP4, filepath: path, disableManifest: true })
  const options = { layout: 'speaker', encodingOptions: EncodingOptionsPreset.H264_720P_30 }
  return readEgress(await ask(() => egress.startRoomCompositeEgress(sessionId, output, options)))
}

/**
 * Has a run of Egress end, and keep its file.
 *
 * @returns how it stands then; null where Egress says no: it is over already, or only just starts
 * @throws EgressRefused
 */
export async function stopEgress(egressId: string): Promise<EgressReport | null> {
  try {
    return readEgress(await ask(() => egress.stopEgress(egressId)))
  } catch (error) {
    if (error instanceof EgressRefused && error.why === 'refused') return null
    throw error
  }
}

/**
 * What Egress knows of a session's runs, those that are over included, as long as it remembers them.
 *
 * @throws EgressRefused
 */
export async function listEgress(sessionId: string): Promise<EgressReport[]> {
  const runs = await ask(() => egress.listEgress({ roomName: sessionId }))
  return runs.flatMap((run) => readEgress(run) ?? [])
}

/** Says in the log, at the start, whether LiveKit has an Egress. */
export async function checkEgress(): Promise<void> {
  await ask(() => egress.listEgress({ active: true })).then(
    () => log.info('LiveKit Egress takes the recordings'),
    (error: unknown) => log.error({ error }, 'RECORDING_ENGINE is "egress", and LiveKit Egress cannot be asked'),
  )
}

async function ask<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question()
  } catch (error) {
    throw refusalOf(error)
  }
}

function refusalOf(error: unknown): EgressRefused {
  if (!(error instanceof TwirpError)) return new EgressRefused('unknown', `LiveKit does not answer: ${String(error)}`)
  const { code, message } = error
  if (/egress not connected/.test(message)) {
    return new EgressRefused('absent', 'No Egress is connected to this LiveKit: it needs Redis, and an Egress on the same Redis.')
  }
  if (code === 'unavailable' || code === 'resource_exhausted') {
    return new EgressRefused('absent', `No Egress is there, or none is free: ${message}`)
  }
  if (code === 'deadline_exceeded' || code === 'canceled' || error.status >= 500) return new EgressRefused('unknown', message)
  return new EgressRefused('refused', message)
}
