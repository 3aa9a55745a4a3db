import type { Viewer } from '#communities/people/contract.ts'
import { DomainError } from '#platform/errors.server.ts'

/** Lets the workspace's admins through. @throws DomainError `workspace.forbidden` */
export function requireWorkspaceAdmin(viewer: Pick<Viewer, 'role'>): void {
  if (viewer.role !== 'admin') throw new DomainError('workspace.forbidden')
}
