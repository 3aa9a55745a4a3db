import { type MetaFunction, redirectDocument } from '@remix-run/node'
import { Link, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { fieldError, formError, typedBefore } from '#app/http/action-answer.ts'
import { publicAction, publicPage, textOf } from '#app/http/answer.server.ts'
import { readDeviceCookie, signedIn } from '#app/http/device-cookie.server.ts'
import { languageOfRequest } from '#app/http/language.server.ts'
import { ownPath } from '#app/http/viewer.server.ts'
import { texts } from '#app/i18n/text.server.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { FormError, TextField } from '#app/ui/kit/field.tsx'
import { Form } from '#app/ui/kit/form.tsx'
import { findWorkspace } from '#communities/people/find-workspace.server.ts'
import { signIn } from '#communities/people/sign-in.server.ts'

const useText = textsOf('people')

export const loader = publicPage(async ({ request }) => {
  const workspace = await findWorkspace()
  const search = new URL(request.url).searchParams
  return {
    workspaceName: workspace?.name ?? '',
    open: workspace?.signUpPolicy === 'open',
    to: ownPath(search.get('to')),
    reset: search.has('reset'),
    title: texts[languageOfRequest(request)].people.signIn,
  }
})

export const action = publicAction(async ({ form, request, context }) => {
  const cookies = request.headers.get('cookie')
  const browser = { userAgent: request.headers.get('user-agent') ?? '', devices: readDeviceCookie(cookies) }
  const token = await signIn(form, browser, context.clientAddress)
  // A whole new document: the account's language may be another than the visitor's.
  throw redirectDocument(ownPath(textOf(form['to'])), { headers: signedIn(token, textOf(form['email']), cookies) })
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${data.title} · Palier` : 'Palier' }]

export default function SignIn() {
  const { workspaceName, open, to, reset } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { people } = useText()
  const busy = useNavigation().state !== 'idle'
  return (
    <Form method="post" className="flex flex-col gap-4">
      <h1 className="text-lg font-bold">{people.signInTo({ workspace: workspaceName })}</h1>
      {reset && (
        <p role="status" className="rounded-xl bg-accent-soft px-3 py-2.5 text-sm font-medium">
          {people.passwordChanged}
        </p>
      )}
      <input type="hidden" name="to" value={to} />
      <FormError code={formError(answer)} details={answer && !answer.ok ? answer.details : undefined} />
      <TextField
        label={people.email}
        name="email"
        type="email"
        autoComplete="username"
        inputMode="email"
        required
        autoFocus
        defaultValue={typedBefore(answer, 'email')}
        error={fieldError(answer, 'email')}
      />
      <TextField
        label={people.password}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        error={fieldError(answer, 'password')}
      />
      <Button type="submit" disabled={busy}>
        {people.signIn}
      </Button>
      <p className="flex justify-between gap-3 text-sm">
        <Link to="/forgot-password" className="text-soft underline underline-offset-2 hover:text-ink">
          {people.forgot}
        </Link>
        {open && (
          <Link to="/sign-up" className="font-semibold text-accent underline underline-offset-2">
            {people.createAccount}
          </Link>
        )}
      </p>
    </Form>
  )
}
