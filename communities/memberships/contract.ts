import type { PersonCard } from '#communities/people/contract.ts'
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
  'community.open',
  'community.changeRoles',
  'community.removeMember',
  'community.archive',
  'thread.post',
  'thread.reply',
  'thread.react',
  'thread.moderate',
  'action.edit',
  'room.see',
  'room.enter',
  'room.alert',
  'room.manage',
  'session.setTopic',
  'followUp.write',
  'followUp.takeOver',
  'agenda.edit',
  'notes.edit',
  'chat.write',
  'recording.watch',
  'recording.download',
  'recording.control',
  'recording.keep',
  'recording.delete',
  'transcript.edit',
] as const
export type Verb = (typeof verbs)[number]

/** All that the rules look at: how a viewer stands to a community. */
export interface Standing {
  visibility: Visibility
  archived: boolean
  whoPosts: WhoPosts
  /** Null: not a member of the community. */
  role: CommunityRole | null
  /** By somebody who may still invite them. */
  invited: boolean
  workspaceAdmin: boolean
  /** Was taken out, and nobody has let them in since: never so of a member. */
  removed?: boolean
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

/** What a starting point brings with it: its texts are suggestions. */
export interface StartingKit {
  startingPoint: StartingPoint
  whoPosts: WhoPosts
  purpose: string
  /** The name of the first room. */
  roomName: string
}

export const COMMUNITY_NAME_MAX = 80
export const PURPOSE_MAX = 500
export const REQUEST_MESSAGE_MAX = 500
/** A community in the directory, and how the viewer stands to it. */
export interface DirectoryEntry extends CommunityCard {
  role: CommunityRole | null
  invited: boolean
  /** The viewer asked to join and waits for an answer. */
  asked: boolean
  faces: PersonCard[]
}

export interface Directory {
  invited: DirectoryEntry[]
  mine: DirectoryEntry[]
  others: DirectoryEntry[]
  /** Archived ones that the viewer may look into or bring back. */
  archived: DirectoryEntry[]
  /** To be given back for the next page of `others`; null at the end. */
  nextAfter: string | null
}

/** All that the frame of a community's page needs. */
export interface CommunityPage {
  community: CommunityCard & { whoPosts: WhoPosts }
  role: CommunityRole | null
  /** Waiting for the viewer's answer; `by` is null where the inviter's account is gone. */
  invitation: { by: PersonCard | null } | null
  /** The viewer was taken out, and comes back if somebody lets them in. */
  removed: boolean
  /** The viewer's own request, while it waits. */
  request: { message: string; askedAt: Date } | null
  may: Record<Verb, boolean>
  /** For those who approve; else 0. */
  waitingRequestCount: number
  /** Some members for those who may read; else the people who can let the viewer in. */
  faces: PersonCard[]
}

export interface MemberRow extends PersonCard {
  role: CommunityRole
  joinedAt: Date
  mayRemove: boolean
}

export interface MemberPage {
  members: MemberRow[]
  /** To be given back for the next page; null at the end. */
  nextAfter: string | null
}

/** Who waits at the door of a community, for those who answer. */
export interface WaitingList {
  requests: { id: string; person: PersonCard; message: string; askedAt: Date }[]
  invitations: { person: PersonCard; by: PersonCard | null; invitedAt: Date }[]
}
