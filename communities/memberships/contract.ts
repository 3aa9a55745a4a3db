import type { CommunityRole, StartingPoint, Visibility, WhoPosts } from '#prisma/generated/enums.ts'

/** Everything that somebody can want to do in a community. Each storey asks with these words. */
export const verbs = [
  'community.see',
  'community.read',
  'community.join',
  'community.askToJoin',
  'community.leave',
  'community.invite',
  'community.approve',
  'community.edit',
  'community.changeRoles',
  'community.removeMember',
  'community.archive',
  'thread.post',
  'thread.reply',
  'thread.react',
  'thread.moderate',
  'room.see',
  'room.enter',
  'room.manage',
  'session.setTopic',
] as const
export type Verb = (typeof verbs)[number]

/** All that the rules look at: how a viewer stands to a community. */
export interface Standing {
  visibility: Visibility
  archived: boolean
  whoPosts: WhoPosts
  /** Null: not a member of the community. */
  role: CommunityRole | null
  invited: boolean
  workspaceAdmin: boolean
}

/** What is shown of a community wherever it is named. */
export interface CommunityCard {
  id: string
  slug: string
  name: string
  purpose: string
  visibility: Visibility
  startingPoint: StartingPoint
  memberCount: number
  archivedAt: Date | null
}
