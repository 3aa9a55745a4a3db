import { useRouteLoaderData } from '@remix-run/react'
import { textsOf } from '#app/i18n/text.tsx'
import type { loader } from '#app/root.tsx'
import { TabLinks } from '#app/ui/kit/page.tsx'

const useText = textsOf('common', 'notices', 'people')

/** Between the pages about oneself; on a phone also an admin's way to the workspace. */
export function MyTabs() {
  const { common, notices, people } = useText()
  const root = useRouteLoaderData<typeof loader>('root')
  return (
    <TabLinks
      label={common.me}
      tabs={[
        { to: '/me', label: common.profile },
        { to: '/me/notices', label: notices.title },
        { to: '/me/security', label: people.security },
        { to: '/workspace/invitations', label: people.invitations },
        ...(root?.viewer?.role === 'admin' ? [{ to: '/workspace', label: common.workspace }] : []),
      ]}
    />
  )
}
