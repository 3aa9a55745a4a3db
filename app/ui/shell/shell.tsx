import { NavLink } from '@remix-run/react'
import type { ReactNode } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { useUnread } from '#app/realtime/unread-store.ts'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { Form } from '#app/ui/kit/form.tsx'
import { DoorOpen, House, Inbox, ListChecks, LogOut, Plus, Settings, UserRound, Users, Video } from '#app/ui/kit/icons.tsx'
import { Menu, MenuItem, menuItemClass } from '#app/ui/kit/menu.tsx'
import type { CommunityCard } from '#communities/memberships/contract.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { AccountNotice } from './account-notice.tsx'
import { OfflineNotice } from './offline-notice.tsx'

const useText = textsOf('common')

export interface ShellProps {
  viewer: Viewer
  workspaceName: string
  communities: CommunityCard[]
  /** How many matters of the inbox are unread. */
  unread: number
  /** What stands below a community in the sidebar: its rooms with people in them. */
  liveRooms: (communityId: string) => ReactNode
  /** The call while one browses: at the foot of the sidebar, or above the tabs. */
  dock: ReactNode
  /** The call at full size, over the middle. */
  stage: ReactNode
  children: ReactNode
}

/** The frame of every page for members: a sidebar where it is wide, tabs at the foot where it is narrow. */
export function Shell({ viewer, workspaceName, communities, unread: unreadAtFirst, liveRooms, dock, stage, children }: ShellProps) {
  const { common } = useText()
  const unread = useUnread(unreadAtFirst)
  return (
    <div className="min-h-dvh wide:grid wide:grid-cols-[16.5rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only z-50 rounded-xl bg-ink px-4 py-2 text-canvas focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {common.skipToContent}
      </a>
      <div className="sticky top-0 hidden h-dvh flex-col border-r border-line bg-sunken/60 wide:flex">
        <div className="flex min-h-0 flex-1 flex-col overflow-y-auto px-3 pt-4 pb-2">
          <NavLink to="/" className="mb-3 flex items-center gap-2 rounded-lg px-2 py-1 text-lg font-extrabold tracking-tight">
            <Mark />
            <span className="truncate">{workspaceName}</span>
          </NavLink>
          <nav aria-label={common.mainNavigation} className="flex flex-col gap-0.5">
            <SidebarLink to="/" icon={<House className="size-4.5" aria-hidden />} label={common.home} />
            <SidebarLink
              to="/inbox"
              end={false}
              icon={<Inbox className="size-4.5" aria-hidden />}
              label={common.inbox}
              badge={<UnreadBadge count={unread} />}
            />
            <SidebarLink to="/actions" icon={<ListChecks className="size-4.5" aria-hidden />} label={common.myActions} />
            <SidebarLink to="/rooms" icon={<DoorOpen className="size-4.5" aria-hidden />} label={common.rooms} />
            <SidebarLink to="/recordings" icon={<Video className="size-4.5" aria-hidden />} label={common.recordings} />
            <SidebarLink to="/communities" icon={<Users className="size-4.5" aria-hidden />} label={common.communities} end />
            <div className="mt-4 mb-1 flex items-center justify-between pr-1 pl-2">
              <h2 className="text-sm font-semibold text-faint">{common.yourCommunities}</h2>
              <NavLink
                to="/communities/new"
                className="rounded-md p-1 text-faint hover:bg-sunken hover:text-ink"
                aria-label={common.createCommunity}
                title={common.createCommunity}
              >
                <Plus className="size-4" aria-hidden />
              </NavLink>
            </div>
            {communities.length === 0 && (
              <p className="px-2 text-sm text-soft">
                {common.noCommunities}{' '}
                <NavLink to="/communities" className="font-semibold text-accent underline underline-offset-2">
                  {common.findOne}
                </NavLink>
              </p>
            )}
            <ul className="flex flex-col gap-0.5">
              {communities.map((community) => (
                <li key={community.id}>
                  <SidebarLink to={`/c/${community.slug}`} icon={<Monogram name={community.name} />} label={community.name} end={false} />
                  {liveRooms(community.id)}
                </li>
              ))}
            </ul>
          </nav>
        </div>
        {dock}
        <div className="border-t border-line p-2">
          <AccountMenu viewer={viewer} />
        </div>
      </div>
      <main id="content" tabIndex={-1} className="relative min-w-0 pb-20 outline-none wide:pb-0">
        <OfflineNotice />
        <AccountNotice />
        {children}
      </main>
      {stage}
      <nav
        aria-label={common.mainNavigation}
        className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-4 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] wide:hidden"
      >
        <Tab to="/" icon={<House className="size-5.5" aria-hidden />} label={common.home} />
        <Tab to="/rooms" icon={<DoorOpen className="size-5.5" aria-hidden />} label={common.rooms} />
        <Tab
          to="/inbox"
          icon={<Inbox className="size-5.5" aria-hidden />}
          label={common.inbox}
          badge={<UnreadBadge count={unread} className="absolute top-1.5 left-1/2 ml-1" />}
        />
        <Tab to="/me" icon={<Avatar person={viewer} size="tiny" />} label={common.me} />
      </nav>
    </div>
  )
}

/** How many matters are unread: a number that is also said. */
function UnreadBadge({ count, className }: { count: number; className?: string }) {
  const { common } = useText()
  if (count === 0) return null
  return (
    <span
      className={classNames(
        'tabular inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-full bg-ink px-1 text-[0.6875rem] leading-none font-bold text-canvas',
        className,
      )}
    >
      <span aria-hidden>{count > 99 ? '99+' : count}</span>
      <span className="sr-only">{common.unreadCount({ count })}</span>
    </span>
  )
}

function SidebarLink({
  to,
  icon,
  label,
  end = true,
  badge,
}: {
  to: string
  icon: ReactNode
  label: string
  end?: boolean
  badge?: ReactNode
}) {
  return (
    <NavLink
      to={to}
      end={end}
      prefetch="intent"
      className={({ isActive }) =>
        classNames(
          'flex h-9 items-center gap-2.5 rounded-lg px-2 font-medium',
          isActive ? 'bg-here text-ink shadow-xs' : 'text-soft hover:bg-sunken hover:text-ink',
        )
      }
    >
      <span className="inline-flex size-5.5 shrink-0 items-center justify-center">{icon}</span>
      <span className="mr-auto truncate">{label}</span>
      {badge}
    </NavLink>
  )
}

function Tab({ to, icon, label, badge }: { to: string; icon: ReactNode; label: string; badge?: ReactNode }) {
  return (
    <NavLink
      to={to}
      end={to === '/'}
      className={({ isActive }) =>
        classNames(
          'relative flex h-14 flex-col items-center justify-center gap-0.5 text-[0.6875rem] font-semibold',
          isActive ? 'text-ink' : 'text-faint',
        )
      }
    >
      {icon}
      <span className="max-w-full truncate px-1">{label}</span>
      {badge}
    </NavLink>
  )
}

function AccountMenu({ viewer }: { viewer: Viewer }) {
  const { common } = useText()
  return (
    <Menu
      label={common.accountMenu({ name: viewer.name })}
      align="start"
      up
      triggerClass="flex w-full items-center gap-2.5 rounded-lg px-2 py-1.5 text-left hover:bg-sunken"
      trigger={
        <>
          <Avatar person={viewer} size="small" />
          <span className="truncate font-semibold">{viewer.name}</span>
        </>
      }
    >
      <NavLink to="/me" role="menuitem" tabIndex={-1} className={menuItemClass}>
        <UserRound className="size-4" aria-hidden /> {common.profile}
      </NavLink>
      {viewer.role === 'admin' && (
        <NavLink to="/workspace" role="menuitem" tabIndex={-1} className={menuItemClass}>
          <Settings className="size-4" aria-hidden /> {common.workspace}
        </NavLink>
      )}
      <Form method="post" action="/sign-out" reloadDocument>
        <MenuItem type="submit" icon={<LogOut className="size-4" aria-hidden />}>
          {common.signOut}
        </MenuItem>
      </Form>
    </Menu>
  )
}

/** A community's first letter, where it has no picture. */
export function Monogram({ name }: { name: string }) {
  const [first] = [...new Intl.Segmenter().segment(name.trim())]
  return (
    <span aria-hidden className="inline-flex size-5.5 items-center justify-center rounded-md bg-ink/8 text-xs font-bold text-soft">
      {first?.segment.toLocaleUpperCase() ?? '·'}
    </span>
  )
}

/** The product's mark: a door that stands ajar, with light behind it. */
export function Mark({ className = 'size-6' }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" className={className} aria-hidden="true">
      <rect x="4" y="2.5" width="16" height="19" rx="3" className="fill-accent" />
      <path d="M7 5.2 15 3v18l-8-2.2z" className="fill-canvas" />
      <circle cx="12.6" cy="12.2" r="1.1" className="fill-accent" />
    </svg>
  )
}
