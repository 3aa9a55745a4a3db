import { z } from 'zod'
import type { Db } from '#platform/db.server.ts'
import { InvalidInput } from '#platform/errors.server.ts'
import { daySchema } from '#platform/instants.server.ts'
import { lineSchema } from '#platform/visible-text.server.ts'
import { ACTION_TEXT_MAX } from './contract.ts'

/** One line: what is to be done. */
export const textSchema = lineSchema(ACTION_TEXT_MAX, 'actionText.missing', 'actionText.tooLong')

const emptyIsNone = (value: unknown) => (value === '' ? null : value)
export const assigneeSchema = z.preprocess(emptyIsNone, z.uuid('assignee.wrong').nullable())
export const dueOnSchema = z.preprocess(emptyIsNone, daySchema('dueOn.wrong').nullable())

/** A day as the database keeps it. */
export function dayToDate(day: string | null): Date | null {
  return day === null ? null : new Date(`${day}T00:00:00Z`)
}

export function dateToDay(date: Date | null): string | null {
  return date?.toISOString().slice(0, 10) ?? null
}

/**
 * Only who may read where it was said can take something on.
 *
 * @throws InvalidInput `assigneeId`
 */
export async function requireAssignable(client: Db, communityId: string, assigneeId: string | null): Promise<void> {
  if (assigneeId === null) return
  const community = await client.community.findUniqueOrThrow({ where: { id: communityId }, select: { visibility: true } })
  const where = community.visibility === 'open' ? {} : { memberships: { some: { communityId } } }
  const found = await client.member.count({ where: { id: assigneeId, deactivatedAt: null, ...where } })
  if (found === 0) throw new InvalidInput({ assigneeId: 'assignee.wrong' })
}
