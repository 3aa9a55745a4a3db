import { redirect } from '@remix-run/node'
import { Outlet, useLocation } from '@remix-run/react'
import { publicPage } from '#app/http/answer.server.ts'
import { ownPath, viewerOf } from '#app/http/viewer.server.ts'
import { textsOf, useLanguage } from '#app/i18n/text.tsx'
import { Form } from '#app/ui/kit/form.tsx'
import { Mark } from '#app/ui/shell/shell.tsx'
import { isEmptyWorkspace } from '#communities/people/is-empty-workspace.server.ts'

const useText = textsOf('common', 'people')

/**
 * Who is signed in already has nothing to do at the door, except with an invitation or a reset link in hand. Where nobody has
 * an account yet, all doors lead to the first one.
 */
export const loader = publicPage(async (args) => {
  const { pathname, searchParams } = new URL(args.request.url)
  if (pathname !== '/sign-up' && (await isEmptyWorkspace())) throw redirect('/sign-up')
  const needsNobody = pathname === '/sign-in' || pathname === '/sign-up'
  if (needsNobody && (await viewerOf(args))) throw redirect(ownPath(searchParams.get('to')))
  return null
})

export default function DoorPage() {
  const { common, people } = useText()
  const language = useLanguage()
  const { pathname, search } = useLocation()
  return (
    <div className="flex min-h-dvh flex-col items-center justify-center gap-6 px-4 py-10">
      <header className="flex flex-col items-center gap-2 text-center">
        <Mark className="size-11" />
        <p className="text-xl font-extrabold tracking-tight">{common.productName}</p>
        <p className="text-balance text-soft">{people.tagline}</p>
      </header>
      <div className="w-full max-w-sm rounded-2xl border border-line bg-surface p-6">
        <Outlet />
      </div>
      <Form method="post" action="/language" reloadDocument className="flex gap-3 text-sm">
        <input type="hidden" name="to" value={pathname + search} />
        {(['en', 'fr'] as const).map((choice) => (
          <button
            key={choice}
            type="submit"
            name="language"
            value={choice}
            lang={choice}
            aria-current={choice === language ? 'true' : undefined}
            className="rounded-md px-2 py-1 text-soft underline-offset-4 hover:text-ink aria-[current]:font-semibold aria-[current]:text-ink aria-[current]:underline"
          >
            {choice === 'en' ? common.english : common.french}
          </button>
        ))}
      </Form>
    </div>
  )
}
