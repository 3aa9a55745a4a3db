import type { Verb } from '#communities/memberships/contract.ts'
import type { CommunityRole, Visibility } from '#prisma/generated/enums.ts'

/** How one can stand to a community. Each has a letter in the table below, in this order. */
export const seats = [
  { letter: 'O', role: 'owner', invited: false, workspaceAdmin: false },
  { letter: 'M', role: 'moderator', invited: false, workspaceAdmin: false },
  { letter: 'm', role: 'member', invited: false, workspaceAdmin: false },
  /** Invited, and has not answered. */
  { letter: 'i', role: null, invited: true, workspaceAdmin: false },
  /** An outsider: a member of the workspace, and nothing to this community. */
  { letter: 'x', role: null, invited: false, workspaceAdmin: false },
  /** The workspace's admin, as an outsider. */
  { letter: 'A', role: null, invited: false, workspaceAdmin: true },
] as const satisfies readonly { letter: string; role: CommunityRole | null; invited: boolean; workspaceAdmin: boolean }[]
export type Letter = (typeof seats)[number]['letter']

export interface Situation {
  visibility: Visibility
  archived: boolean
}

/** The columns of the table. */
export const situations: readonly Situation[] = [
  { visibility: 'open', archived: false },
  { visibility: 'open', archived: true },
  { visibility: 'closed', archived: false },
  { visibility: 'closed', archived: true },
  { visibility: 'secret', archived: false },
  { visibility: 'secret', archived: true },
]

const POSTING_MODERATORS = ' where moderators post'

/**
 * Who may do what: a letter stands for somebody who may, a dot for somebody who may not.
 * Owner, Moderator, member, invited, x outsider, workspace Admin outside.
 */
const text = `
                                     open    archived  closed  archived  secret  archived
community.see                        OMmixA  OMmixA    OMmixA  OMmixA    OMmi..  OMmi..
community.read                       OMmixA  OMmixA    OMm...  OMm...    OMm...  OMm...
community.join                       ...ixA  ......    ...i..  ......    ...i..  ......
community.askToJoin                  ......  ......    ....xA  ......    ......  ......
community.leave                      OMm...  OMm...    OMm...  OMm...    OMm...  OMm...
community.invite                     OMm...  ......    OMm...  ......    OM....  ......
community.approve                    OM....  ......    OM....  ......    OM....  ......
community.edit                       O....A  ......    O....A  ......    O.....  ......
community.changeRoles                O....A  ......    O....A  ......    O.....  ......
community.removeMember               OM...A  ......    OM...A  ......    OM....  ......
community.archive                    O....A  O....A    O....A  O....A    O.....  O.....
thread.post                          OMm...  ......    OMm...  ......    OMm...  ......
thread.post where moderators post    OM....  ......    OM....  ......    OM....  ......
thread.reply                         OMm...  ......    OMm...  ......    OMm...  ......
thread.reply where moderators post   OMm...  ......    OMm...  ......    OMm...  ......
thread.react                         OMm...  ......    OMm...  ......    OMm...  ......
thread.moderate                      OM....  ......    OM....  ......    OM....  ......
room.see                             OMmixA  OMmixA    OMm...  OMm...    OMm...  OMm...
room.enter                           OMm...  ......    OMm...  ......    OMm...  ......
room.manage                          OM....  ......    OM....  ......    OM....  ......
session.setTopic                     OMm...  ......    OMm...  ......    OMm...  ......
followUp.write                       OMm...  ......    OMm...  ......    OMm...  ......
followUp.takeOver                    OMm...  ......    OMm...  ......    OMm...  ......
agenda.edit                          OMm...  ......    OMm...  ......    OMm...  ......
notes.edit                           OMm...  ......    OMm...  ......    OMm...  ......
chat.write                           OMm...  ......    OMm...  ......    OMm...  ......
`

/** A verb, alone or in a community where only moderators post. */
export type Row = Verb | `thread.${'post' | 'reply'}${typeof POSTING_MODERATORS}`

/** The rows of the table; each has a group of letters a situation. */
export const permissionTable = Object.fromEntries(
  text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const cells = line.trim().split(/\s{2,}/)
      return [cells[0], cells.slice(1)]
    }),
) as Record<Row, string[]>

export const moderatorsPost = (row: Row) => row.endsWith(POSTING_MODERATORS)
export const verbOf = (row: Row) => row.replace(POSTING_MODERATORS, '') as Verb
