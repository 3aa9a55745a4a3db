import { z } from 'zod'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { type PersonCard, personCardSelect } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import type { Peaks, RecordingTrackView, Strip } from '#rooms/recordings/contract.ts'
import { describeRecording, mediaUrl } from '../describe-recording.server.ts'
import { DELETED_KEPT_MS, expiryOf } from '../retention/describe-expiry.server.ts'
import { readRetention } from '../retention/read-retention.server.ts'
import { describeTranscript } from '../transcripts/describe-transcript.server.ts'
import type { Chapter, RecordingPage, SpeakingStretch } from './contract.ts'
import { describeChoices } from './describe-choices.server.ts'
import { type TimedStretch, toStretch } from './map-timeline.server.ts'
import { planSilences, thinPeaks } from './plan-silences.server.ts'
import { requireRecording } from './require-recording.server.ts'

/** A screen has no place for more. */
const BARS_MAX = 600
/** A screen that was shared for less is no chapter. */
const SHORTEST_SHARE_MS = 3_000

const stretchSchema = z.object({ startMs: z.number(), endMs: z.number() })
const speakersSchema = z.array(stretchSchema.extend({ memberId: z.string() }))
const peaksSchema = z.object({ everyMs: z.number(), values: z.array(z.number()) }) satisfies z.ZodType<Peaks>
const stripSchema = z.object({
  columns: z.number(),
  rows: z.number(),
  width: z.number(),
  height: z.number(),
  everyMs: z.number(),
}) satisfies z.ZodType<Strip>

/**
 * All that the page of a recording shows: how it stands, and where it can be watched, its film or its tracks, what is at which
 * point of it, and where the viewer was. Who may watch it is asked now, not when it was made.
 *
 * @throws DomainError `recording.notFound`, also where the viewer may not know of it
 */
export async function getRecordingPage(viewer: Asker, recordingId: string, now = new Date()): Promise<RecordingPage> {
  const { standing, recording } = await requireRecording(viewer, recordingId)
  const found = await db.recording.findUniqueOrThrow({
    where: { id: recording.id },
    select: {
      requestedBy: { select: personCardSelect },
      community: { select: { id: true, slug: true, name: true } },
      session: {
        select: {
          id: true,
          topic: true,
          openedAt: true,
          room: { select: { id: true, slug: true, name: true } },
          thread: { select: { id: true, deletedAt: true } },
          agendaSpans: { orderBy: { startedAt: 'asc' }, select: { startedAt: true, endedAt: true, item: { select: { title: true } } } },
        },
      },
      stretches: { orderBy: { number: 'asc' } },
      tracks: { orderBy: [{ startMs: 'asc' }, { id: 'asc' }], include: { member: { select: personCardSelect } } },
      watches: { where: { memberId: viewer.id } },
    },
  })
  const { session, community, requestedBy, stretches, watches } = found
  const { room, thread, agendaSpans, ...sessionFacts } = session
  const rules = await readRetention(recording.communityId)
  const expiresAt = recording.state === 'deleted' ? null : expiryOf(recording, rules, now)
  const days = rules.keepRecordingsDays ?? rules.workspaceKeepsDays
  const card = describeRecording(recording, expiresAt)
  const rows = card.playable ? found.tracks : []
  const tracks: RecordingTrackView[] = rows.map((track) => ({
    id: track.id,
    person: { id: track.memberId, name: track.member?.name ?? track.name, photoKey: track.member?.photoKey ?? null },
    kind: track.kind,
    mime: track.mime,
    url: mediaUrl(recording.id, track.id),
    startMs: track.startMs,
    endMs: track.endMs,
    width: track.width,
    height: track.height,
    mutes: z.array(stretchSchema).catch([]).parse(track.mutes),
  }))
  const speakers = speakersSchema
    .catch([])
    .parse(recording.speakers)
    .map(({ memberId, ...stretch }): SpeakingStretch => ({ personId: memberId, ...stretch }))
  const peaks = peaksSchema.nullable().catch(null).parse(recording.peaks)
  const strip = stripSchema.nullable().catch(null).parse(recording.strip)
  const place = watches[0]
  const transcript = await describeTranscript(viewer, standing, recording)
  return {
    recording: card,
    session: sessionFacts,
    room,
    community,
    startedBy: requestedBy,
    filmUrl: card.playable && recording.filmKey && recording.composedAt ? mediaUrl(recording.id, 'film') : null,
    tracks,
    people: await readPeople(tracks, speakers),
    speakers,
    chapters: chaptersOf(agendaSpans, tracks, stretches, recording.durationMs),
    silences: planSilences({ durationMs: recording.durationMs, peaks, speakers }),
    peaks: peaks && thinPeaks(peaks, BARS_MAX),
    strip: strip && card.playable && recording.stripKey ? { ...strip, url: mediaUrl(recording.id, 'strip') } : null,
    captionsUrl: transcript.state === 'ready' && card.playable ? `/recordings/${recording.id}/captions` : null,
    threadId: thread && !thread.deletedAt ? thread.id : null,
    place: place ? { positionMs: place.positionMs, watchedMs: place.watchedMs, finished: place.finishedAt !== null } : null,
    transcript,
    choices: describeChoices(viewer, standing, recording),
    stay: {
      kept: recording.kept,
      rule: expiresAt && days !== null ? { days, by: rules.keepRecordingsDays === null ? 'workspace' : 'community' } : null,
      restorableUntil: recording.deletedAt && new Date(recording.deletedAt.getTime() + DELETED_KEPT_MS),
    },
  }
}

/** Whoever was seen, heard or spoke, each once, in that order; of those who spoke only, the accounts are looked up. */
async function readPeople(tracks: readonly RecordingTrackView[], speakers: readonly SpeakingStretch[]): Promise<PersonCard[]> {
  const people = new Map<string, PersonCard>()
  for (const { person } of tracks) people.set(person.id ?? person.name, { ...person, id: person.id ?? person.name })
  const unknown = [...new Set(speakers.map(({ personId }) => personId))].filter((id) => !people.has(id) && z.uuid().safeParse(id).success)
  if (unknown.length > 0) {
    for (const member of await db.member.findMany({ where: { id: { in: unknown } }, select: personCardSelect }))
      people.set(member.id, member)
  }
  return [...people.values()]
}

interface Span {
  startedAt: Date
  endedAt: Date | null
  item: { title: string }
}

function chaptersOf(
  spans: readonly Span[],
  tracks: readonly RecordingTrackView[],
  stretches: readonly TimedStretch[],
  durationMs: number,
): Chapter[] {
  const chapters: Chapter[] = []
  for (const { startedAt, endedAt, item } of spans) {
    const stretch = toStretch(stretches, startedAt, endedAt ?? new Date())
    if (stretch) chapters.push({ kind: 'agenda', title: item.title, ...stretch })
  }
  for (const { kind, person, startMs, endMs } of tracks) {
    if (kind !== 'screen' || endMs - startMs < SHORTEST_SHARE_MS) continue
    chapters.push({ kind: 'screen', name: person.name, startMs, endMs: Math.min(endMs, durationMs) })
  }
  return chapters.sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs)
}
