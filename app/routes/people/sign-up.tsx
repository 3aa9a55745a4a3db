import { type MetaFunction, redirectDocument } from '@remix-run/node'
import { Link, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { publicAction, publicPage, textOf } from '#app/http/answer.server.ts'
import { signedIn } from '#app/http/device-cookie.server.ts'
import { languageOfRequest } from '#app/http/language.server.ts'
import { texts } from '#app/i18n/text.server.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { ButtonLink } from '#app/ui/kit/button.tsx'
import { Form } from '#app/ui/kit/form.tsx'
import { SignUpFields } from '#app/ui/people/sign-up-fields.tsx'
import { findWorkspace } from '#communities/people/find-workspace.server.ts'
import { signUp } from '#communities/people/sign-up.server.ts'

const useText = textsOf('people')

export const loader = publicPage(async ({ request }) => {
  const workspace = await findWorkspace()
  const title = texts[languageOfRequest(request)].people.createAccount
  return { first: !workspace, open: !workspace || workspace.signUpPolicy === 'open', workspaceName: workspace?.name ?? '', title }
})

export const action = publicAction(async ({ form, request, context }) => {
  const browser = { userAgent: request.headers.get('user-agent') ?? '' }
  const token = await signUp({ language: languageOfRequest(request), ...form }, browser, context.clientAddress)
  throw redirectDocument('/', { headers: signedIn(token, textOf(form['email']), request.headers.get('cookie')) })
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${data.title} · Palier` : 'Palier' }]

export default function SignUp() {
  const { first, open, workspaceName } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { people } = useText()
  const busy = useNavigation().state !== 'idle'
  if (!open) {
    return (
      <div className="flex flex-col gap-4">
        <h1 className="text-lg font-bold">{people.invitationNeeded}</h1>
        <p className="text-soft">{people.invitationNeededText({ workspace: workspaceName })}</p>
        <ButtonLink to="/sign-in" look="outline">
          {people.signIn}
        </ButtonLink>
      </div>
    )
  }
  return (
    <Form method="post" className="flex flex-col gap-4">
      <header>
        <h1 className="text-lg font-bold">{first ? people.firstTitle : people.join({ workspace: workspaceName })}</h1>
        {first && <p className="mt-1 text-soft">{people.firstText}</p>}
      </header>
      <SignUpFields answer={answer} withWorkspace={first} busy={busy} />
      {!first && (
        <p className="text-sm text-soft">
          {people.haveAccount}{' '}
          <Link to="/sign-in" className="font-semibold text-accent underline underline-offset-2">
            {people.signIn}
          </Link>
        </p>
      )}
    </Form>
  )
}
