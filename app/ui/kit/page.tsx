import { NavLink, useLocation } from '@remix-run/react'
import { type ReactNode, useEffect, useRef } from 'react'
import { classNames } from './class-names.ts'
import { Part } from './part.tsx'

/** The middle of the screen at reading width, with a column on its right where there is room for one. */
export function Page({
  title,
  actions,
  header,
  aside,
  children,
  hideTitle = false,
}: {
  title: string
  actions?: ReactNode
  header?: ReactNode
  aside?: ReactNode
  children: ReactNode
  hideTitle?: boolean
}) {
  return (
    <div className="mx-auto flex w-full max-w-[66rem] justify-center gap-8 px-4 py-5 sm:px-6 wide:py-7">
      <div className="flex w-full max-w-[42.5rem] min-w-0 flex-col gap-4">
        {header ?? (
          <header className={classNames('flex flex-wrap items-center justify-between gap-3', hideTitle && !actions && 'sr-only')}>
            <h1 className={hideTitle ? 'sr-only' : 'text-2xl font-bold'}>{title}</h1>
            {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
          </header>
        )}
        <Part>{children}</Part>
      </div>
      {aside && (
        <aside className="hidden w-[18.5rem] shrink-0 xl:block">
          <Part>{aside}</Part>
        </aside>
      )}
    </div>
  )
}

/** Links between the parts of one thing, the current one underlined. */
export function TabLinks({ label, tabs }: { label: string; tabs: { to: string; label: string; end?: boolean; count?: number }[] }) {
  const bar = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has another tab, which may stand beyond the edge of a phone
  useEffect(() => {
    const here = bar.current?.querySelector<HTMLElement>('[aria-current]')
    if (bar.current && here) bar.current.scrollLeft = here.offsetLeft - 40
  }, [pathname])
  return (
    <nav ref={bar} aria-label={label} className="relative -mx-4 flex overflow-x-auto border-b border-line px-4 sm:mx-0 sm:gap-1 sm:px-0">
      {tabs.map((tab) => (
        <NavLink
          key={tab.to}
          to={tab.to}
          end={tab.end ?? true}
          prefetch="intent"
          className={({ isActive }) =>
            classNames(
              '-mb-px border-b-2 px-2.5 py-2 sm:px-3 font-semibold whitespace-nowrap',
              isActive ? 'border-ink text-ink' : 'border-transparent text-soft hover:text-ink',
            )
          }
        >
          {tab.label}
          {tab.count !== undefined && tab.count > 0 && (
            <span className="tabular ml-1.5 rounded-full bg-sunken px-1.5 text-sm text-soft">{tab.count}</span>
          )}
        </NavLink>
      ))}
    </nav>
  )
}
