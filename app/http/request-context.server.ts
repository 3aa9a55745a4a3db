import type { Viewer } from '#communities/people/contract.ts'
import type { RequestCost } from '#platform/gather-reads.server.ts'

/** What one request carries to all of its loaders and actions. */
// A type, not an interface: Remix wants an index signature of its context.
export type RequestContext = {
  requestId: string
  /** Lets our own inline scripts run under the content security policy. */
  nonce: string
  /** For rate limits. The last proxy's word where we are behind one on this machine. */
  clientAddress: string
  /** Says on the answer that the page belongs to somebody else than the cookie, whatever becomes of it. */
  refuseAccount?(): void
  /** What the request has cost the database. */
  cost?: RequestCost
  /** What the loaders of the page have read (platform/page-reads). */
  reads?: Map<string, Promise<unknown>>
  /** Looked up once a request, whichever loader asks first. */
  viewer?: Promise<Viewer | null>
}
