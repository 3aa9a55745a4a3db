import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'

/**
 * Notes the language of the page from which a person goes into a session: the one in which the page tells them of a recording. The
 * newest ticket counts; a repetition writes nothing.
 */
export async function noteLanguage({ id, language }: Pick<Viewer, 'id' | 'language'>, sessionId: string): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "ShownLanguage" AS known ("sessionId", "memberId", language)
    VALUES (${sessionId}::uuid, ${id}::uuid, ${language}::"Language")
    ON CONFLICT ("sessionId", "memberId") DO UPDATE SET language = excluded.language WHERE known.language <> excluded.language`
}
