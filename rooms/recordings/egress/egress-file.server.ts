import path from 'node:path'
import { z } from 'zod'
import { env } from '#platform/env.server.ts'

/** A run of Egress, by its place among those of its recording. */
export interface RunPlace {
  recordingId: string
  number: number
}

const placeSchema = z.tuple([z.uuid(), z.coerce.number().int().min(1)])

/** What a run's file is called where Egress runs. */
export function pathThere({ recordingId, number }: RunPlace): string {
  return path.posix.join(env.EGRESS_DIR_THERE ?? env.egressDir, recordingId, `${number}.mp4`)
}

/** The folder of a recording's runs, as we see it. */
export function egressFolder(recordingId: string): string {
  return path.join(env.egressDir, z.uuid().parse(recordingId))
}

/** A run's file, as we see it. */
export function fileOfRun({ recordingId, number }: RunPlace): string {
  return path.join(egressFolder(recordingId), `${number}.mp4`)
}

/** Whose run a file is: every report of Egress names it, whoever asked for it and whether we heard the answer. Null: none of ours. */
export function placeOf(file: string | null): RunPlace | null {
  const named = /([^/]+)\/(\d{1,5})\.mp4$/.exec(file ?? '')
  const place = placeSchema.safeParse(named?.slice(1))
  return place.success ? { recordingId: place.data[0], number: place.data[1] } : null
}
