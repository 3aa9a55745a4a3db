import { z } from 'zod'
import { db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import type { Viewer } from './contract.ts'
import { workspaceNameSchema } from './fields.server.ts'
import { requireWorkspaceAdmin } from './require-workspace-admin.server.ts'

const input = z.object({
  name: workspaceNameSchema,
  signUpPolicy: z.enum(['invitation', 'open'], { error: 'input.invalid' }),
})

/** Changes the workspace's name and who may open an account. @throws InvalidInput; DomainError `workspace.forbidden` */
export async function editWorkspace(viewer: Viewer, raw: unknown): Promise<void> {
  requireWorkspaceAdmin(viewer)
  await db.workspace.update({ where: { id: 1 }, data: parseInput(input, raw) })
}
