import { useText } from '#app/i18n/text.tsx'
import { TabLinks } from '#app/ui/kit/page.tsx'

/** Between the pages about oneself. */
export function MyTabs() {
  const { common, people } = useText()
  return (
    <TabLinks
      label={common.me}
      tabs={[
        { to: '/me', label: common.profile },
        { to: '/me/security', label: people.security },
        { to: '/workspace/invitations', label: people.invitations },
      ]}
    />
  )
}
