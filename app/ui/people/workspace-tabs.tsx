import { textsOf } from '#app/i18n/text.tsx'
import { TabLinks } from '#app/ui/kit/page.tsx'
import { MyTabs } from './my-tabs.tsx'

const useText = textsOf('common', 'people')

/** Between the pages about the workspace; for who is no admin, the invitations are among their own. */
export function WorkspaceTabs({ admin }: { admin: boolean }) {
  const { common, people } = useText()
  if (!admin) return <MyTabs />
  return (
    <TabLinks
      label={common.workspace}
      tabs={[
        { to: '/workspace', label: common.workspace },
        { to: '/workspace/invitations', label: people.invitations },
        { to: '/workspace/members', label: people.members },
      ]}
    />
  )
}
