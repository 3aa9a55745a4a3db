import { type MetaFunction, redirect, redirectDocument } from '@remix-run/node'
import { Link, useActionData, useLoaderData, useLocation, useNavigation } from '@remix-run/react'
import { formError } from '#app/http/action-answer.ts'
import { publicAction, publicPage, textOf } from '#app/http/answer.server.ts'
import { signedIn } from '#app/http/device-cookie.server.ts'
import { languageOfRequest } from '#app/http/language.server.ts'
import { requireOwnAccount } from '#app/http/own-account.server.ts'
import { ACCOUNT } from '#app/http/page-account.ts'
import { viewerOf } from '#app/http/viewer.server.ts'
import { texts } from '#app/i18n/text.server.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { Button, ButtonLink } from '#app/ui/kit/button.tsx'
import { FormError } from '#app/ui/kit/field.tsx'
import { Form } from '#app/ui/kit/form.tsx'
import { SignUpFields } from '#app/ui/people/sign-up-fields.tsx'
import { acceptInvitation } from '#communities/people/accept-invitation.server.ts'
import { findInvitation } from '#communities/people/find-invitation.server.ts'
import { findWorkspace } from '#communities/people/find-workspace.server.ts'
import { signUp } from '#communities/people/sign-up.server.ts'

const useText = textsOf('people')

export const loader = publicPage(async (args) => {
  const [found, workspace, viewer] = await Promise.all([findInvitation(args.params['token'] ?? ''), findWorkspace(), viewerOf(args)])
  // Photos are for members: who is not one yet sees initials.
  const invitation = found && (viewer ? found : { ...found, from: { ...found.from, photoKey: null } })
  const workspaceName = workspace?.name ?? ''
  const title = texts[viewer?.language ?? languageOfRequest(args.request)].people.join({ workspace: workspaceName })
  return { invitation, workspaceName, signedIn: viewer !== null, title }
})

export const action = publicAction(async (args) => {
  const { form, request, params, context } = args
  const invitation = params['token'] ?? ''
  const viewer = await viewerOf(args)
  requireOwnAccount(args, viewer, form[ACCOUNT])
  if (viewer) {
    const slug = await acceptInvitation(viewer, invitation, context.clientAddress)
    throw redirect(slug ? `/c/${slug}` : '/')
  }
  const browser = { userAgent: request.headers.get('user-agent') ?? '' }
  const token = await signUp({ language: languageOfRequest(request), ...form, invitation }, browser, context.clientAddress)
  throw redirectDocument('/', { headers: signedIn(token, textOf(form['email']), request.headers.get('cookie')) })
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${data.title} · Palier` : 'Palier' }]

export default function Invite() {
  const { invitation, workspaceName, signedIn } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { people } = useText()
  const { pathname } = useLocation()
  const busy = useNavigation().state !== 'idle'
  if (!invitation) {
    return (
      <div className="flex flex-col gap-4">
        <h1 className="text-lg font-bold">{people.invitationGoneTitle}</h1>
        <p className="text-soft">{people.invitationGoneText}</p>
        <ButtonLink to="/sign-in" look="outline">
          {people.signIn}
        </ButtonLink>
      </div>
    )
  }
  const { from, community } = invitation
  return (
    <Form method="post" className="flex flex-col gap-4">
      <header className="flex items-center gap-3">
        <Avatar person={from} size="large" />
        <div>
          <h1 className="text-lg leading-snug font-bold">{people.invitedBy({ name: from.name, workspace: workspaceName })}</h1>
          {community && <p className="text-soft">{people.invitedInto({ community: community.name })}</p>}
        </div>
      </header>
      {signedIn ? (
        <>
          <FormError code={formError(answer)} details={answer && !answer.ok ? answer.details : undefined} />
          <p className="text-soft">{people.alreadySignedIn}</p>
          {community ? (
            <Button type="submit" disabled={busy}>
              {people.enterCommunity({ community: community.name })}
            </Button>
          ) : (
            <ButtonLink to="/">{people.goIn}</ButtonLink>
          )}
        </>
      ) : (
        <>
          <SignUpFields answer={answer} withWorkspace={false} busy={busy} />
          <p className="text-sm text-soft">
            {people.haveAccount}{' '}
            <Link to={`/sign-in?to=${encodeURIComponent(pathname)}`} className="font-semibold text-accent underline underline-offset-2">
              {people.signIn}
            </Link>
          </p>
        </>
      )}
    </Form>
  )
}
