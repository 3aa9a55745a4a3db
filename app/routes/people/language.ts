import { type ActionFunctionArgs, redirectDocument } from '@remix-run/node'
import { readForm } from '#app/http/answer.server.ts'
import { LANGUAGE_COOKIE } from '#app/http/language.server.ts'
import { ownPath } from '#app/http/viewer.server.ts'

const MAX_AGE_SECONDS = 365 * 24 * 60 * 60

/** A visitor's choice of language, kept in a cookie; a member's is part of their profile. */
export async function action({ request }: ActionFunctionArgs) {
  const { language, to } = await readForm(request)
  const choice = language === 'fr' ? 'fr' : 'en'
  return redirectDocument(ownPath(String(to ?? '')), {
    headers: { 'set-cookie': `${LANGUAGE_COOKIE}=${choice}; Path=/; Max-Age=${MAX_AGE_SECONDS}; SameSite=Lax` },
  })
}
