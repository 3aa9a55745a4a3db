import { beforeAll, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { wordQuery } from '#rooms/search/word-query.server.ts'
import { makeRecording } from '#tests/recordings-scene.ts'
import { makePerson } from '#tests/rooms-scene.ts'
import { type SpokenLine, writeLines } from './write-lines.server.ts'

let ana: Viewer
beforeAll(async () => {
  ana = await makePerson('Ana')
})

const said = (text: string, startMs: number, endMs: number): SpokenLine => ({ memberId: ana.id, name: 'Ana', startMs, endMs, text })

async function write(recordingId: string, lines: SpokenLine[]): Promise<string[]> {
  await db.$transaction((tx) => writeLines(tx, recordingId, lines))
  const kept = await db.transcriptLine.findMany({ where: { recordingId }, orderBy: [{ startMs: 'asc' }, { id: 'asc' }] })
  return kept.map(({ text }) => text)
}

test('lines are found by words without accents, of either language', async () => {
  const { recording } = await makeRecording([ana])
  await write(recording.id, [said('Les charnières étaient commandées.', 0, 2_000), said('We ordered the hinges.', 2_000, 4_000)])
  const find = (word: string) =>
    db.$queryRaw<
      unknown[]
    >`SELECT 1 FROM "TranscriptLine" line WHERE line."recordingId" = ${recording.id}::uuid AND line.vector @@ ${wordQuery(word)}`
  for (const word of ['charniere', 'CHARNIÈRES', 'hinge', 'ordering']) expect(await find(word), word).toHaveLength(1)
  expect(await find('tomatoes')).toHaveLength(0)
})

test('written again, lines are the new ones, but for those that somebody put right', async () => {
  const { recording } = await makeRecording([ana])
  const lines = [said('one', 0, 1_000), said('too', 1_000, 2_000), said('three', 2_000, 3_000)]
  expect(await write(recording.id, lines)).toEqual(['one', 'too', 'three'])
  await db.transcriptLine.updateMany({
    where: { recordingId: recording.id, text: 'too' },
    data: { text: 'two', words: 'two', heard: 'too', editedAt: new Date(), editedById: ana.id },
  })
  const again = [said('One.', 20, 980), said('To.', 1_040, 1_960), said('Three.', 2_010, 3_000)]
  for (let time = 0; time < 2; time++) expect(await write(recording.id, again)).toEqual(['One.', 'two', 'Three.'])
})
