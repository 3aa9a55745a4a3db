import { nameContains } from '#communities/memberships/name-search.server.ts'
import { db, type WorkspaceRole } from '#platform/db.server.ts'
import { type PersonCard, personCardSelect, type Viewer } from './contract.ts'
import { requireWorkspaceAdmin } from './require-workspace-admin.server.ts'

const PAGE_SIZE = 50

export interface WorkspaceMember extends PersonCard {
  email: string
  role: WorkspaceRole
  deactivatedAt: Date | null
}

/** Everyone with an account, by name, 50 a page, found by a part of the name or address. @throws DomainError `workspace.forbidden` */
export async function listWorkspaceMembers(
  viewer: Viewer,
  { search = '', page = 0 }: { search?: string; page?: number } = {},
): Promise<{ members: WorkspaceMember[]; more: boolean }> {
  requireWorkspaceAdmin(viewer)
  const contains = nameContains(search)
  const members = await db.member.findMany({
    where: search.trim() ? { OR: [{ name: contains }, { email: contains }] } : {},
    select: { ...personCardSelect, email: true, role: true, deactivatedAt: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    skip: page * PAGE_SIZE,
    take: PAGE_SIZE + 1,
  })
  return { members: members.slice(0, PAGE_SIZE), more: members.length > PAGE_SIZE }
}
