import { describe, expect, test } from 'vitest'
import { moderatorsPost, permissionTable, type Row, seats, situations, verbOf } from '#tests/permissions/table.ts'
import { type Standing, verbs } from './contract.ts'
import { may, mayRemove } from './permissions.server.ts'

const rows = Object.keys(permissionTable) as Row[]
const outsider: Standing = {
  visibility: 'open',
  archived: false,
  whoPosts: 'members',
  role: null,
  invited: false,
  workspaceAdmin: false,
}
const everyStanding: Standing[] = (['open', 'closed', 'secret'] as const).flatMap((visibility) =>
  [false, true].flatMap((archived) =>
    (['owner', 'moderator', 'member', null] as const).flatMap((role) =>
      [false, true].flatMap((workspaceAdmin) =>
        [false, true].map((invited) => ({ ...outsider, visibility, archived, role, workspaceAdmin, invited: invited && role === null })),
      ),
    ),
  ),
)

describe('the table', () => {
  test.each(rows)('%s', (row) => {
    const said = situations.map((situation) =>
      seats
        .map(({ letter, ...seat }) => {
          const standing: Standing = { ...situation, ...seat, whoPosts: moderatorsPost(row) ? 'moderators' : 'members' }
          return may(standing, verbOf(row)) ? letter : '.'
        })
        .join(''),
    )
    expect(said).toEqual(permissionTable[row])
  })
})

test('an admin who is a member may do in a secret community what any member of their role may, and no more', () => {
  for (const standing of everyStanding.filter(
    ({ visibility, role, workspaceAdmin }) => visibility === 'secret' && role && workspaceAdmin,
  )) {
    const asAnybody = { ...standing, workspaceAdmin: false }
    const more = verbs.filter((verb) => may(standing, verb) && !may(asAnybody, verb))
    const lookedAfter = ['community.edit', 'community.removeMember', 'community.archive']
    expect(more.filter((verb) => !lookedAfter.includes(verb))).toEqual([])
  }
})

test('who was taken out of an open community asks to come back, until somebody invites them', () => {
  const removed = { ...outsider, removed: true }
  const invited = { ...removed, invited: true }
  const ways = (standing: Standing) => (['community.join', 'community.askToJoin'] as const).filter((verb) => may(standing, verb))
  expect(ways(outsider)).toEqual(['community.join'])
  expect(ways(removed)).toEqual(['community.askToJoin'])
  expect(ways(invited)).toEqual(['community.join'])
  expect(ways({ ...removed, visibility: 'closed' })).toEqual(['community.askToJoin'])
  expect(ways({ ...invited, visibility: 'closed' })).toEqual(['community.join'])
  expect(ways({ ...removed, visibility: 'secret' })).toEqual([])
  expect(ways({ ...invited, visibility: 'secret' })).toEqual(['community.join'])
  expect(ways({ ...removed, archived: true })).toEqual([])
})

test('moderators take plain members out, owners anybody; so does the admin who looks after a community that is listed', () => {
  const who = (standing: Partial<Standing>) =>
    (['member', 'moderator', 'owner'] as const).filter((role) => mayRemove({ ...outsider, ...standing }, role))
  expect(who({})).toEqual([])
  expect(who({ role: 'member' })).toEqual([])
  expect(who({ role: 'moderator' })).toEqual(['member'])
  expect(who({ role: 'owner' })).toEqual(['member', 'moderator', 'owner'])
  expect(who({ workspaceAdmin: true, visibility: 'closed' })).toEqual(['member', 'moderator', 'owner'])
  expect(who({ workspaceAdmin: true, visibility: 'secret' })).toEqual([])
  expect(who({ role: 'owner', archived: true })).toEqual([])
})

test('nobody does anything in a community that they may not see, and nobody writes in one that is archived', () => {
  const reading = ['community.see', 'community.read', 'room.see', 'recording.watch', 'recording.download']
  const leaving = ['community.leave', 'community.archive', 'recording.delete']
  for (const standing of everyStanding) {
    if (!may(standing, 'community.see')) expect(verbs.filter((verb) => may(standing, verb))).toEqual([])
    if (!may(standing, 'community.read')) expect(may(standing, 'recording.watch')).toBe(false)
    if (standing.archived)
      expect(verbs.filter((verb) => may(standing, verb) && !reading.includes(verb) && !leaving.includes(verb))).toEqual([])
  }
})
