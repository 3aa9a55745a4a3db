import { Link } from '@remix-run/react'
import { useState } from 'react'
import { formError } from '#app/http/action-answer.ts'
import { useFormat } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { AvatarStack } from '#app/ui/kit/avatar.tsx'
import { Button, buttonClass } from '#app/ui/kit/button.tsx'
import { FormError } from '#app/ui/kit/field.tsx'
import { FetcherForm } from '#app/ui/kit/form.tsx'
import { Archive, Check, LogOut } from '#app/ui/kit/icons.tsx'
import { Menu, MenuItem } from '#app/ui/kit/menu.tsx'
import { TabLinks } from '#app/ui/kit/page.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import type { CommunityPage } from '#communities/memberships/contract.ts'
import { Confirm } from './confirm.tsx'
import { usePosted } from './use-posted.ts'
import { VisibilityLabel } from './visibility.tsx'

const useText = textsOf('common', 'communities')

/** The head of all pages of a community: its name, who is in it, and the reader's place in it. */
export function CommunityHeader({ page, href }: { page: CommunityPage; href: string }) {
  const { common, communities } = useText()
  const format = useFormat()
  const { community, may } = page
  const count = <span className="tabular">{communities.members({ count: community.memberCount })}</span>
  const mayManage = may['community.edit'] || may['community.archive']
  return (
    <header className="flex flex-col gap-3">
      <div className="flex flex-col gap-1">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
          <h1 className="min-w-0 flex-1 basis-40 text-2xl font-bold">{community.name}</h1>
          <Standing page={page} href={href} />
        </div>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft">
          <VisibilityLabel visibility={community.visibility} />
          {may['community.read'] ? (
            <Link
              to={`${href}/members`}
              prefetch="intent"
              className="inline-flex items-center gap-2 rounded-md hover:text-ink hover:underline"
            >
              <AvatarStack people={page.faces} total={community.memberCount} size="tiny" /> {count}
            </Link>
          ) : (
            count
          )}
        </p>
      </div>
      {community.purpose && <p className="whitespace-pre-line text-soft">{community.purpose}</p>}
      {community.archivedAt && (
        <p className="flex items-start gap-2.5 rounded-xl bg-sunken px-3 py-2.5 text-sm font-medium text-soft">
          <Archive className="mt-0.5 size-4 shrink-0" aria-hidden />
          {communities.archivedSince({ date: format.date(community.archivedAt) })}
        </p>
      )}
      {(may['community.read'] || mayManage) && (
        <TabLinks
          label={communities.tabs}
          tabs={[
            { to: href, label: communities.feedTab },
            ...(may['room.see'] ? [{ to: `${href}/sessions`, label: communities.sessionsTab }] : []),
            ...(may['recording.watch'] ? [{ to: `${href}/recordings`, label: common.recordings }] : []),
            ...(may['community.read'] ? [{ to: `${href}/members`, label: communities.membersTab, count: page.waitingRequestCount }] : []),
            ...(mayManage ? [{ to: `${href}/settings`, label: communities.settingsTab }] : []),
          ]}
        />
      )}
    </header>
  )
}

function Standing({ page, href }: { page: CommunityPage; href: string }) {
  const { communities } = useText()
  if (page.role) return <MembershipMenu page={page} href={href} />
  if (page.may['community.join'] && !page.invitation) return <BecomeMember page={page} href={href} />
  if (page.request) {
    return (
      <span className="inline-flex h-10 items-center gap-1.5 font-semibold text-soft">
        <Check className="size-4" aria-hidden /> {communities.requestSent}
      </span>
    )
  }
  return null
}

function BecomeMember({ page, href }: { page: CommunityPage; href: string }) {
  const { communities } = useText()
  const toast = useToast()
  const fetcher = usePosted((answered) => answered.ok && toast(communities.joined({ name: page.community.name })))
  return (
    <FetcherForm fetcher={fetcher} method="post" action={href} className="flex flex-col gap-2">
      <Button type="submit" name="intent" value="join" disabled={fetcher.state !== 'idle'}>
        {communities.becomeMember}
      </Button>
      <FormError code={formError(fetcher.data)} />
    </FetcherForm>
  )
}

function MembershipMenu({ page, href }: { page: CommunityPage; href: string }) {
  const { communities } = useText()
  const [leaving, setLeaving] = useState(false)
  const { community, role } = page
  const text =
    community.memberCount === 1
      ? communities.leaveLastText
      : { open: communities.leaveText, closed: communities.leaveClosedText, secret: communities.leaveSecretText }[community.visibility]
  return (
    <>
      <Menu
        label={communities.communityMenu}
        triggerClass={buttonClass('outline', 'small')}
        trigger={
          <>
            <Check className="size-4" aria-hidden />
            {role && role !== 'member' ? communities.role[role] : communities.yourRole}
          </>
        }
      >
        <MenuItem icon={<LogOut className="size-4" aria-hidden />} danger onSelect={() => setLeaving(true)}>
          {communities.leave}
        </MenuItem>
      </Menu>
      <Confirm
        open={leaving}
        onClose={() => setLeaving(false)}
        title={communities.leaveTitle({ name: community.name })}
        text={text}
        confirm={communities.leaveConfirm}
        action={href}
        fields={{ intent: 'leave' }}
      />
    </>
  )
}
