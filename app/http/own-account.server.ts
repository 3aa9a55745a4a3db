import type { AppLoadContext } from '@remix-run/node'
import type { Viewer } from '#communities/people/contract.ts'
import { DomainError } from '#platform/errors.server.ts'
import { ACCOUNT } from './page-account.ts'

interface Asked {
  request: Request
  context: AppLoadContext
}

/**
 * Lets a request through that comes from a page of whoever is signed in. A page says whose it is, in a header or in a field of its
 * form (scripts may not have come yet); by the cookie alone, a page of Ana's would go on as Ben once he signs in beside it. What says
 * nothing, such as a program or a new document, is the cookie's.
 *
 * @throws DomainError `signIn.changed` where it is another one's page, `signIn.required` where nobody is signed in any more
 */
export function requireOwnAccount({ request, context }: Asked, viewer: Viewer | null, field?: unknown): void {
  const stated = request.headers.get(ACCOUNT) ?? field
  if (typeof stated !== 'string' || stated === '' || stated === viewer?.id) return
  context.refuseAccount?.()
  throw viewer ? new DomainError('signIn.changed', { name: viewer.name }) : new DomainError('signIn.required')
}
