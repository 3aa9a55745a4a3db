import { useState } from 'react'
import { useFormat } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { buttonClass } from '#app/ui/kit/button.tsx'
import { Form } from '#app/ui/kit/form.tsx'
import { Ellipsis, UserMinus } from '#app/ui/kit/icons.tsx'
import { Menu, MenuItem } from '#app/ui/kit/menu.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import type { MemberRow } from '#communities/memberships/contract.ts'
import { CommunityRole } from '#prisma/generated/enums.ts'
import { Confirm } from './confirm.tsx'
import type { PostAndTell } from './use-post-and-tell.ts'

const useText = textsOf('communities')

const roles = Object.values(CommunityRole)

/** One person of a community, with what the reader may change about their place in it. */
export function MemberItem({
  member,
  isViewer,
  mayChangeRoles,
  href,
  tell,
}: {
  member: MemberRow
  isViewer: boolean
  mayChangeRoles: boolean
  href: string
  tell: PostAndTell
}) {
  const { communities } = useText()
  const format = useFormat()
  const [removing, setRemoving] = useState(false)
  const toast = useToast()
  const mayRemove = member.mayRemove && !isViewer
  return (
    <li className="flex items-center gap-3 px-4 py-2.5">
      <Avatar person={member} />
      <div className="min-w-0 flex-1">
        <p className="truncate font-semibold">
          {member.name}
          {isViewer && <span className="font-normal text-faint"> ({communities.you})</span>}
        </p>
        <p className="flex flex-wrap gap-x-2 text-sm text-faint">
          {member.role !== 'member' && <span className="font-semibold text-soft">{communities.role[member.role]}</span>}
          <span>{communities.since({ date: format.date(member.joinedAt) })}</span>
        </p>
      </div>
      {(mayChangeRoles || mayRemove) && (
        <Menu
          label={communities.memberMenu({ name: member.name })}
          triggerClass={buttonClass('quiet', 'smallSquare')}
          trigger={<Ellipsis className="size-4.5" aria-hidden />}
        >
          {mayChangeRoles &&
            roles
              .filter((role) => role !== member.role)
              .map((role) => (
                <Form
                  key={role}
                  method="post"
                  action={href}
                  onSubmit={tell(communities.roleChanged({ name: member.name, role: communities.role[role] }))}
                >
                  <input type="hidden" name="intent" value="changeRole" />
                  <input type="hidden" name="memberId" value={member.id} />
                  <input type="hidden" name="role" value={role} />
                  <MenuItem type="submit">{communities.makeRole[role]}</MenuItem>
                </Form>
              ))}
          {mayRemove && (
            <MenuItem danger icon={<UserMinus className="size-4" aria-hidden />} onSelect={() => setRemoving(true)}>
              {communities.remove}
            </MenuItem>
          )}
        </Menu>
      )}
      <Confirm
        open={removing}
        onClose={() => setRemoving(false)}
        onDone={() => toast(communities.removed({ name: member.name }))}
        title={communities.removeTitle({ name: member.name })}
        text={communities.removeText}
        confirm={communities.removeConfirm}
        action={href}
        fields={{ intent: 'remove', memberId: member.id }}
      />
    </li>
  )
}
