import { redirectDocument } from '@remix-run/node'
import { publicPage, textOf } from '#app/http/answer.server.ts'
import { DOORSTEP } from '#app/http/doors.server.ts'
import { LANGUAGE_COOKIE } from '#app/http/language.server.ts'
import { requireOwnAccount } from '#app/http/own-account.server.ts'
import { ACCOUNT } from '#app/http/page-account.ts'
import { readForm } from '#app/http/read-form.server.ts'
import { ownPath, viewerOf } from '#app/http/viewer.server.ts'
import { changeLanguage } from '#communities/people/change-language.server.ts'

const MAX_AGE_SECONDS = 365 * 24 * 60 * 60

/**
 * A choice of language, kept in a cookie for visitors; a member's is part of their profile, if it is made on a page of theirs. A door that
 * was opened before somebody signed in beside it is nobody's page.
 */
export const action = publicPage(async (args) => {
  const { language, to, [ACCOUNT]: account } = await readForm(args.request, DOORSTEP)
  const choice = language === 'fr' ? 'fr' : 'en'
  const viewer = await viewerOf(args)
  requireOwnAccount(args, viewer, account)
  if (viewer && (args.request.headers.get(ACCOUNT) ?? account) === viewer.id) await changeLanguage(viewer, choice)
  throw redirectDocument(ownPath(textOf(to)), {
    headers: { 'set-cookie': `${LANGUAGE_COOKIE}=${choice}; Path=/; Max-Age=${MAX_AGE_SECONDS}; HttpOnly; SameSite=Lax` },
  })
})
