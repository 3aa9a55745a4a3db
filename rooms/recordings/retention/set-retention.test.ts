import { expect, test } from 'vitest'
import { db } from '#platform/db.server.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { setCommunityRetention, setWorkspaceRetention } from './set-retention.server.ts'

test('an owner says how long recordings stay, and takes it back', async () => {
  const ana = await makePerson('Ana')
  const { community } = await makeRoom([ana], 'closed')
  const read = () =>
    db.community.findUniqueOrThrow({
      where: { id: community.id },
      select: { keepRecordingsDays: true, dropRecordingsOnceFollowedUp: true },
    })
  await setCommunityRetention(ana, community.id, { keepRecordingsDays: ' 90 ', onceFollowedUp: 'on' })
  expect(await read()).toEqual({ keepRecordingsDays: 90, dropRecordingsOnceFollowedUp: true })
  await setCommunityRetention(ana, community.id, { keepRecordingsDays: '' })
  expect(await read()).toEqual({ keepRecordingsDays: null, dropRecordingsOnceFollowedUp: false })
})

test.each(['0', '-3', '1.5', '99999', 'ninety'])('%s is no number of days', async (keepRecordingsDays) => {
  const ana = await makePerson('Ana')
  const { community } = await makeRoom([ana], 'closed')
  await expect(setCommunityRetention(ana, community.id, { keepRecordingsDays })).rejects.toMatchObject({
    fields: { keepRecordingsDays: 'keepDays.wrong' },
  })
})

test('the workspace is its admins’ to say', async () => {
  const days = { keepRecordingsDays: '', keepRecordingPartsDays: '14' }
  await expect(setWorkspaceRetention({ role: 'member' }, days)).rejects.toMatchObject({ code: 'workspace.forbidden' })
  await db.workspace.upsert({ where: { id: 1 }, create: { name: 'Palier' }, update: {} })
  await setWorkspaceRetention({ role: 'admin' }, days)
  expect(await db.workspace.findFirst()).toMatchObject({ keepRecordingsDays: null, keepRecordingPartsDays: 14 })
  await expect(setWorkspaceRetention({ role: 'admin' }, { ...days, keepRecordingPartsDays: '' })).rejects.toMatchObject({
    fields: { keepRecordingPartsDays: 'keepDays.wrong' },
  })
})
