import '#app/styles.css'
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Links, Meta, Outlet, Scripts, ScrollRestoration, type ShouldRevalidateFunctionArgs, useRouteLoaderData } from '@remix-run/react'
import { type ReactNode, useContext } from 'react'
import { publicPage } from '#app/http/answer.server.ts'
import { languageOfRequest } from '#app/http/language.server.ts'
import { NonceContext } from '#app/http/nonce.ts'
import { requireOwnAccount } from '#app/http/own-account.server.ts'
import { viewerOf } from '#app/http/viewer.server.ts'
import { TimeZoneProvider } from '#app/i18n/format.tsx'
import { useLanguage } from '#app/i18n/text.tsx'
import { useRosterFeed } from '#app/realtime/roster-store.ts'
import { useUnreadFeed } from '#app/realtime/unread-store.ts'
import { useCommunitiesFeed } from '#app/realtime/use-communities-feed.ts'
import { useReadingAgain } from '#app/realtime/use-read-again.ts'
import { CallDock } from '#app/ui/call/call-dock.tsx'
import { CallProvider } from '#app/ui/call/call-provider.tsx'
import { CallStage } from '#app/ui/call/call-stage.tsx'
import { Part } from '#app/ui/kit/part.tsx'
import { ToastProvider } from '#app/ui/kit/toasts.tsx'
import { SidebarRooms } from '#app/ui/rooms/sidebar-rooms.tsx'
import { Problem } from '#app/ui/shell/problem.tsx'
import { Shell } from '#app/ui/shell/shell.tsx'
import { countUnread } from '#communities/inbox/publish-inbox.server.ts'
import type { CommunityCard } from '#communities/memberships/contract.ts'
import { listMyCommunities } from '#communities/memberships/list-my-communities.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { findWorkspace } from '#communities/people/find-workspace.server.ts'
import type { Roster } from '#rooms/presence/contract.ts'
import { listLiveRosters } from '#rooms/presence/list-live-rosters.server.ts'

interface Frame {
  viewer: Viewer
  workspaceName: string
  communities: CommunityCard[]
  rosters: Roster[]
  /** Matters of the inbox. */
  unread: number
}

/** What the frame around every page needs: read once, then kept true by actions and by the socket. */
export const loader = publicPage(readFrame)

async function readFrame(args: LoaderFunctionArgs) {
  const viewer = await viewerOf(args)
  requireOwnAccount(args, viewer)
  const requestId = args.context.requestId
  if (!viewer) return { viewer: null, frame: null, language: languageOfRequest(args.request), requestId }
  const [workspace, communities, rosters, unread] = await Promise.all([
    findWorkspace(),
    listMyCommunities(viewer),
    listLiveRosters(viewer),
    countUnread([viewer.id]),
  ])
  const frame: Frame = {
    viewer,
    workspaceName: workspace?.name ?? 'Palier',
    communities,
    rosters,
    unread: unread.get(viewer.id) ?? 0,
  }
  return { viewer, frame, language: viewer.language, requestId }
}

/** Going from page to page does not read the frame again: its lists change by actions (which do) and by the socket, its rosters by the socket. */
export function shouldRevalidate({ formMethod, currentUrl, nextUrl, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs) {
  if (formMethod && formMethod !== 'GET') return defaultShouldRevalidate
  return currentUrl.href === nextUrl.href && defaultShouldRevalidate
}

export const meta: MetaFunction = () => [{ title: 'Palier' }]

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useContext(NonceContext)
  const language = useLanguage()
  const loaded = useRouteLoaderData<typeof loader>('root')
  return (
    // Our sentences are in the reader's language already, and React keeps hold of their text; what people wrote may be translated (written.tsx).
    <html lang={language} translate="no" data-account={loaded?.viewer?.id}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="theme-color" content="#faf8f4" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#161513" media="(prefers-color-scheme: dark)" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="manifest" href="/manifest.webmanifest" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  )
}

function MemberFrame({ frame, children }: { frame: Frame; children: ReactNode }) {
  useRosterFeed(frame.rosters)
  useUnreadFeed(frame.unread)
  useReadingAgain()
  useCommunitiesFeed(frame.communities)
  return (
    <TimeZoneProvider timeZone={frame.viewer.timeZone}>
      <ToastProvider>
        <CallProvider>
          <Shell
            viewer={frame.viewer}
            workspaceName={frame.workspaceName}
            communities={frame.communities}
            unread={frame.unread}
            liveRooms={(communityId) => (
              <Part>
                <SidebarRooms communityId={communityId} initial={frame.rosters} />
              </Part>
            )}
            dock={
              <Part>
                <CallDock />
              </Part>
            }
            stage={
              <Part>
                <CallStage />
              </Part>
            }
          >
            {children}
          </Shell>
        </CallProvider>
      </ToastProvider>
    </TimeZoneProvider>
  )
}

function Framed({ children }: { children: ReactNode }) {
  const loaded = useRouteLoaderData<typeof loader>('root')
  if (loaded?.frame) return <MemberFrame frame={loaded.frame}>{children}</MemberFrame>
  return (
    <ToastProvider>
      <main id="content">{children}</main>
    </ToastProvider>
  )
}

export default function App() {
  return (
    <Framed>
      <Outlet />
    </Framed>
  )
}

export function ErrorBoundary() {
  const loaded = useRouteLoaderData<typeof loader>('root')
  return (
    <Framed>
      <Problem requestId={loaded?.requestId} />
    </Framed>
  )
}
