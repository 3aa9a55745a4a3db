import { randomUUID } from 'node:crypto'
import type { MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { fieldError, formError } from '#app/http/action-answer.ts'
import { memberAction, memberPage } from '#app/http/answer.server.ts'
import { useFormat } from '#app/i18n/format.tsx'
import { texts } from '#app/i18n/text.server.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { AttemptField } from '#app/ui/kit/attempt-field.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { FormError, SelectField, TextField } from '#app/ui/kit/field.tsx'
import { Form } from '#app/ui/kit/form.tsx'
import { Ticket } from '#app/ui/kit/icons.tsx'
import { Page } from '#app/ui/kit/page.tsx'
import { Card, EmptyState } from '#app/ui/kit/states.tsx'
import { CopyField } from '#app/ui/people/copy-field.tsx'
import { WorkspaceTabs } from '#app/ui/people/workspace-tabs.tsx'
import { createInvitation } from '#communities/people/create-invitation.server.ts'
import { listInvitableCommunities } from '#communities/people/list-invitable-communities.server.ts'
import { listInvitations } from '#communities/people/list-invitations.server.ts'
import { revokeInvitation } from '#communities/people/revoke-invitation.server.ts'
import { env } from '#platform/env.server.ts'

const useText = textsOf('people')

export const loader = memberPage(async ({ viewer, request }) => {
  const [invitations, communities] = await Promise.all([listInvitations(viewer), listInvitableCommunities(viewer)])
  const into = new URL(request.url).searchParams.get('into') ?? (communities.length === 1 ? communities[0]?.id : null) ?? ''
  return {
    invitations,
    communities,
    into,
    attempt: randomUUID(),
    admin: viewer.role === 'admin',
    title: texts[viewer.language].people.invitations,
  }
})

export const action = memberAction(async ({ viewer, form, context }) => {
  if (form['invitationId']) {
    await revokeInvitation(viewer, form)
    return null
  }
  return `${env.publicUrl}/invite/${await createInvitation(viewer, form, context.clientAddress)}`
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${data.title} · Palier` : 'Palier' }]

export default function Invitations() {
  const { invitations, communities, into, attempt, admin } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { people } = useText()
  const format = useFormat()
  const busy = useNavigation().state === 'submitting'
  return (
    <Page title={people.invitations}>
      <WorkspaceTabs admin={admin} />
      <Card className="flex flex-col gap-4 p-5">
        <Form method="post" className="flex flex-col gap-4">
          <AttemptField attempt={attempt} answer={answer} />
          <p className="text-soft">{people.invitationsText}</p>
          <FormError code={formError(answer)} details={answer && !answer.ok ? answer.details : undefined} />
          <div className="grid gap-4 sm:grid-cols-3">
            <TextField
              label={people.uses}
              name="uses"
              type="number"
              min={1}
              max={100}
              defaultValue={1}
              error={fieldError(answer, 'uses')}
            />
            <TextField label={people.days} name="days" type="number" min={1} max={30} defaultValue={7} error={fieldError(answer, 'days')} />
            <SelectField label={people.withCommunity} name="communityId" defaultValue={into} error={fieldError(answer, 'communityId')}>
              <option value="">{people.noCommunity}</option>
              {communities.map((community) => (
                <option key={community.id} value={community.id}>
                  {community.name}
                </option>
              ))}
            </SelectField>
          </div>
          <Button type="submit" disabled={busy} className="self-start">
            {people.makeLink}
          </Button>
        </Form>
        {answer?.ok && answer.value && <CopyField label={people.linkReady} value={answer.value} />}
      </Card>
      {invitations.length === 0 ? (
        <EmptyState icon={<Ticket className="size-8" aria-hidden />} title={people.noInvitations} />
      ) : (
        <Card>
          <ul className="flex flex-col divide-y divide-line px-4">
            {invitations.map((invitation) => (
              <li key={invitation.id} className="flex items-center gap-3 py-2.5">
                <Avatar person={invitation.from} size="small" />
                <div className="min-w-0 flex-1">
                  <p className="truncate font-medium">
                    {invitation.from.name}
                    {invitation.communityName && <span className="font-normal text-soft"> · {invitation.communityName}</span>}
                  </p>
                  <p className="tabular text-sm text-faint">
                    {people.usesLeft({ count: invitation.usesLeft, until: format.date(invitation.expiresAt) })}
                  </p>
                </div>
                <Form method="post">
                  <input type="hidden" name="invitationId" value={invitation.id} />
                  <Button type="submit" look="outline" size="small">
                    {people.revoke}
                  </Button>
                </Form>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Page>
  )
}
