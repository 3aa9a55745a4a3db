import { db, type Workspace } from '#platform/db.server.ts'

/** The company this installation belongs to; null until the first person signs up. */
export function findWorkspace(): Promise<Workspace | null> {
  return db.workspace.findUnique({ where: { id: 1 } })
}
