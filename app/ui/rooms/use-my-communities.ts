import { useRouteLoaderData } from '@remix-run/react'
import type { loader } from '#app/root.tsx'

/** Whether the viewer is a member of a community: who is none reads an open community, and enters no room of it. */
export function useIsMemberOf(communityId: string): boolean {
  const root = useRouteLoaderData<typeof loader>('root')
  return root?.frame?.communities.some((community) => community.id === communityId) ?? false
}

/** Who looks at this page; null where nobody is signed in. */
export function useViewer() {
  return useRouteLoaderData<typeof loader>('root')?.viewer ?? null
}

/** Who looks at this page; empty where nobody is signed in. */
export function useViewerId(): string {
  return useViewer()?.id ?? ''
}
