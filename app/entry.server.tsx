import type { Server as HttpServer } from 'node:http'
import type { ActionFunctionArgs, AppLoadContext, EntryContext, LoaderFunctionArgs } from '@remix-run/node'
import { isRouteErrorResponse, RemixServer } from '@remix-run/react'
import { renderToPipeableStream } from 'react-dom/server'
import { inRequest, loggedPath, readBody, receive } from '#app/http/front.server.ts'
import { languageOfRequest } from '#app/http/language.server.ts'
import { openMarkupCache } from '#app/http/markup-cache.server.ts'
import { NonceContext } from '#app/http/nonce.ts'
import { PageWorkers } from '#app/http/page-workers.server.ts'
import { sendAnswer } from '#app/http/send-answer.server.ts'
import { readSignInCookie } from '#app/http/sign-in-cookie.server.ts'
import { Gathered, wholeBodyOf, withWholeBody } from '#app/http/whole-body.server.ts'
import { texts } from '#app/i18n/text.server.ts'
import { type Language, TextProvider } from '#app/i18n/text.tsx'
import { MarkupCacheContext } from '#app/ui/kit/cached-markup.tsx'
import { remindOfActions } from '#communities/actions/remind-of-action.server.ts'
import { keepInboxesTold } from '#communities/inbox/keep-inboxes-told.server.ts'
import { serveMyCommunities } from '#communities/memberships/serve-my-communities.server.ts'
import { handleNotices, startPlanningDigests } from '#communities/notices/run-notices.server.ts'
import { findViewer } from '#communities/people/find-viewer.server.ts'
import { mailResetLinks } from '#communities/people/mail-reset-link.server.ts'
import { purgeExpired } from '#communities/people/purge-expired.server.ts'
import { purgeDeleted } from '#communities/threads/purge-deleted.server.ts'
import { startChore } from '#platform/chores.server.ts'
import { closeDatabase } from '#platform/db.server.ts'
import { addressOf, guardServer, stayUp } from '#platform/entrance.server.ts'
import { env } from '#platform/env.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { purgeIdempotencyKeys } from '#platform/idempotency.server.ts'
import { purgeJobs, startJobs } from '#platform/jobs.server.ts'
import { log } from '#platform/log.server.ts'
import { attachRealtime, closeRealtime } from '#platform/realtime.server.ts'
import { serveMetrics } from '#platform/serve-metrics.server.ts'
import { purgeChat } from '#rooms/chat/purge-chat.server.ts'
import { remindOfFollowUps } from '#rooms/follow-ups/remind-of-follow-up.server.ts'
import { attachSignallingProxy, closeSignalling } from '#rooms/livekit/proxy-signalling.server.ts'
import { startPresence, stopPresence } from '#rooms/presence/run-presence.server.ts'
import { endAbandoned } from '#rooms/recordings/end-abandoned.server.ts'
import { keepRecordingsTold } from '#rooms/recordings/keep-recordings-told.server.ts'
import { lookAfterRecordings } from '#rooms/recordings/retention/look-after-recordings.server.ts'

/** How long a page may take to render before it is given up. */
export const streamTimeout = 10_000

/** Where WebSockets are served. */
const UPGRADE_PATHS = ['/livekit', '/socket.io']
const PURGE_EVERY_MS = 60 * 60 * 1000
const LOOK_FOR_ABANDONED_EVERY_MS = 5_000
let stopPurging = async () => {}
let stopJobs = async () => {}
let stopEndingAbandoned = async () => {}
let stopPlanning = async () => {}
let stopTelling = async () => {}

/** What server.ts takes from this build, so that there is one copy of every module: one database client, one Socket.io. */
export const palier = {
  env,
  log,
  receive,
  inRequest,
  addressOf,
  readBody,
  sendAnswer,
  wholeBodyOf,
  PageWorkers,
  stayUp,
  async start(server: HttpServer) {
    guardServer(server, 'http', env.NODE_ENV === 'development' ? undefined : UPGRADE_PATHS)
    const authenticate = async (cookies: string | undefined, account?: string) => {
      const viewer = await findViewer(readSignInCookie(cookies))
      if (viewer && account && account !== viewer.id) throw new DomainError('signIn.changed', { name: viewer.name })
      return viewer && { memberId: viewer.id, signInId: viewer.signInId }
    }
    attachSignallingProxy(server, authenticate)
    await attachRealtime(server, authenticate)
    serveMetrics(env.METRICS_PORT)
    startPresence()
    stopTelling = keepRecordingsTold()
    keepInboxesTold()
    serveMyCommunities()
    mailResetLinks()
    remindOfActions()
    stopPurging = startChore('purge', PURGE_EVERY_MS, async () => {
      await purgeDeleted()
      await purgeExpired()
      await purgeJobs()
      await purgeIdempotencyKeys()
      await purgeChat()
      await lookAfterRecordings()
    })
    stopEndingAbandoned = startChore('recordings', LOOK_FOR_ABANDONED_EVERY_MS, () => endAbandoned())
    remindOfFollowUps()
    handleNotices()
    stopPlanning = startPlanningDigests()
    stopJobs = startJobs()
  },
  /** Ends what keeps the server open, while requests may still need the rest. */
  async drain() {
    closeSignalling()
    await Promise.all([closeRealtime(), stopPresence(), stopPurging(), stopEndingAbandoned(), stopPlanning(), stopJobs(), stopTelling()])
  },
  async stop() {
    await closeDatabase()
  },
}

export default function handleRequest(
  request: Request,
  responseStatusCode: number,
  responseHeaders: Headers,
  remixContext: EntryContext,
  loadContext: AppLoadContext,
): Promise<Response> {
  const loaded = remixContext.staticHandlerContext.loaderData['root'] as { language?: Language } | undefined
  const language = loaded?.language ?? languageOfRequest(request)
  const markup = openMarkupCache()
  return new Promise((resolve, reject) => {
    let shellReady = false
    let status = responseStatusCode
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={loadContext.nonce}>
        <TextProvider text={texts[language]} language={language}>
          <MarkupCacheContext.Provider value={markup}>
            <RemixServer context={remixContext} url={request.url} nonce={loadContext.nonce} />
          </MarkupCacheContext.Provider>
        </TextProvider>
      </NonceContext.Provider>,
      {
        nonce: loadContext.nonce,
        onShellReady() {
          shellReady = true
        },
        // A page's data is all there before it is drawn: the rest is a matter of milliseconds, and a whole page is sent for half the price.
        onAllReady() {
          clearTimeout(timer)
          const page = new Gathered()
          page.once('finish', () => {
            responseHeaders.set('content-type', 'text/html; charset=utf-8')
            responseHeaders.set('content-language', language)
            if (!responseHeaders.has('cache-control')) responseHeaders.set('cache-control', 'private, no-cache')
            resolve(withWholeBody(markup.keepFrom(page.bytes), { headers: responseHeaders, status }))
          })
          pipe(page)
        },
        onShellError: reject,
        onError(error: unknown) {
          if (shellReady) log.error({ error, requestId: loadContext.requestId }, 'a part of a page could not be drawn')
          else status = 500
        },
      },
    )
    const timer = setTimeout(() => abort(), streamTimeout)
  })
}

/** Every error that nobody expected: in the log with its request's id, never on the screen. */
export function handleError(error: unknown, { request, context }: LoaderFunctionArgs | ActionFunctionArgs): void {
  if (request.signal.aborted || isRouteErrorResponse(error)) return
  log.error({ error, requestId: context.requestId, path: loggedPath(new URL(request.url).pathname) }, 'request failed')
}
