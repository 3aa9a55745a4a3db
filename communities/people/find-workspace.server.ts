import { columnsOf, Prisma, readRows, type Workspace } from '#platform/db.server.ts'

/** The company this installation belongs to; null until the first person signs up. */
export async function findWorkspace(): Promise<Workspace | null> {
  const [workspace] = await readRows<Workspace>(
    Prisma.sql`SELECT ${columnsOf('workspace', Prisma.WorkspaceScalarFieldEnum)} FROM "Workspace" workspace WHERE id = 1`,
  )
  return workspace ?? null
}
