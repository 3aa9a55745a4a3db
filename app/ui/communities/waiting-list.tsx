import { useFormat } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { Form } from '#app/ui/kit/form.tsx'
import { Card } from '#app/ui/kit/states.tsx'
import type { WaitingList } from '#communities/memberships/contract.ts'
import type { PostAndTell } from './use-post-and-tell.ts'

const useText = textsOf('communities')

/** Who asked to join, for those who answer. */
export function RequestList({ requests, href, tell }: { requests: WaitingList['requests']; href: string; tell: PostAndTell }) {
  const { communities } = useText()
  const format = useFormat()
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-lg font-bold">{communities.waitingTitle}</h2>
      <Card>
        <ul className="divide-y divide-line">
          {requests.map(({ id, person, message, askedAt }) => (
            <li key={id} className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3">
              <Avatar person={person} />
              <div className="min-w-0 flex-1 basis-48">
                <p className="font-semibold">{person.name}</p>
                <p className="text-sm text-faint">{format.full(askedAt)}</p>
                {message && <p className="mt-1.5 whitespace-pre-line">{message}</p>}
              </div>
              <div className="ml-auto flex gap-2">
                <Form method="post" action={href} onSubmit={tell(communities.approved({ name: person.name }))}>
                  <Decision requestId={id} decision="approved" />
                  <Button
                    type="submit"
                    name="intent"
                    value="decide"
                    size="small"
                    aria-label={communities.approveNamed({ name: person.name })}
                  >
                    {communities.approve}
                  </Button>
                </Form>
                <Form method="post" action={href} onSubmit={tell(communities.refused({ name: person.name }))}>
                  <Decision requestId={id} decision="declined" />
                  <Button
                    type="submit"
                    name="intent"
                    value="decide"
                    size="small"
                    look="outline"
                    aria-label={communities.refuseNamed({ name: person.name })}
                  >
                    {communities.refuse}
                  </Button>
                </Form>
              </div>
            </li>
          ))}
        </ul>
      </Card>
    </section>
  )
}

function Decision({ requestId, decision }: { requestId: string; decision: 'approved' | 'declined' }) {
  return (
    <>
      <input type="hidden" name="requestId" value={requestId} />
      <input type="hidden" name="decision" value={decision} />
    </>
  )
}

/** Who was invited and has not answered. */
export function InvitationList({ invitations, href, tell }: { invitations: WaitingList['invitations']; href: string; tell: PostAndTell }) {
  const { communities } = useText()
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-lg font-bold">{communities.invitationsTitle}</h2>
      <Card>
        <ul className="divide-y divide-line">
          {invitations.map(({ person, by }) => (
            <li key={person.id} className="flex items-center gap-3 px-4 py-2.5">
              <Avatar person={person} />
              <div className="min-w-0 flex-1">
                <p className="truncate font-semibold">{person.name}</p>
                {by && <p className="text-sm text-faint">{communities.invitationBy({ name: by.name })}</p>}
              </div>
              <Form method="post" action={href} onSubmit={tell(communities.tookBack({ name: person.name }))}>
                <input type="hidden" name="memberId" value={person.id} />
                <Button
                  type="submit"
                  name="intent"
                  value="takeBack"
                  size="small"
                  look="outline"
                  aria-label={communities.takeBackFrom({ name: person.name })}
                >
                  {communities.takeBack}
                </Button>
              </Form>
            </li>
          ))}
        </ul>
      </Card>
    </section>
  )
}
