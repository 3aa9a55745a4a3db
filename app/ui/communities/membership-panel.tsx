import { fieldError, formError } from '#app/http/action-answer.ts'
import { useFormat } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { useDraft } from '#app/ui/feed/use-draft.ts'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { FormError, TextArea } from '#app/ui/kit/field.tsx'
import { FetcherForm } from '#app/ui/kit/form.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import { type CommunityPage, REQUEST_MESSAGE_MAX } from '#communities/memberships/contract.ts'
import { usePosted } from './use-posted.ts'

const useText = textsOf('communities')

interface PanelProps {
  page: CommunityPage
  href: string
}

/** The invitation that waits for the reader's answer. */
export function InvitationPanel({ page, href }: PanelProps) {
  const { communities } = useText()
  const toast = useToast()
  const fetcher = usePosted((answered) => answered.ok && toast(communities.joined({ name: page.community.name })))
  if (!page.invitation) return null
  const { by } = page.invitation
  const busy = fetcher.state !== 'idle'
  return (
    <section className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-card border border-line bg-surface p-4">
      {by && <Avatar person={by} />}
      <h2 className="min-w-0 flex-1 font-bold">{by ? communities.invitedBy({ name: by.name }) : communities.invitedByNobody}</h2>
      <FormError code={formError(fetcher.data)} />
      <FetcherForm fetcher={fetcher} method="post" action={href} className="flex gap-2">
        <Button type="submit" name="intent" value="join" disabled={busy}>
          {communities.accept}
        </Button>
        <Button type="submit" name="intent" value="decline" look="outline" disabled={busy}>
          {communities.decline}
        </Button>
      </FetcherForm>
    </section>
  )
}

/** What somebody who cannot just come in sees of a community from outside: why, who looks after it, and how to ask them. */
export function AskPanel({ page, href }: PanelProps) {
  const { communities } = useText()
  const format = useFormat()
  const draft = useDraft(`ask:${page.community.id}`)
  const fetcher = usePosted((answered) => answered.ok && draft.giveUp())
  const answer = fetcher.data
  const busy = fetcher.state !== 'idle'
  return (
    <section className="flex flex-col gap-4 rounded-card border border-line bg-surface p-4 sm:p-6">
      <div className="flex flex-col gap-1">
        <h2 className="text-lg font-bold">
          {page.request ? communities.asked : page.removed ? communities.removedTitle : communities.askTitle}
        </h2>
        <p className="text-soft">
          {page.request
            ? communities.askedText({ when: format.date(page.request.askedAt) })
            : page.may['community.askToJoin'] && (page.removed ? communities.removedText : communities.askText)}
        </p>
      </div>
      {page.faces.length > 0 && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <h3 className="text-sm font-semibold text-faint">{communities.lookedAfterBy}</h3>
          <ul className="flex flex-wrap gap-x-4 gap-y-2">
            {page.faces.map((person) => (
              <li key={person.id} className="flex items-center gap-2 font-semibold">
                <Avatar person={person} size="small" /> {person.name}
              </li>
            ))}
          </ul>
        </div>
      )}
      {page.request ? (
        <>
          {page.request.message && <p className="rounded-xl bg-sunken px-3 py-2.5 whitespace-pre-line">{page.request.message}</p>}
          <FetcherForm fetcher={fetcher} method="post" action={href}>
            <Button type="submit" name="intent" value="withdraw" look="outline" disabled={busy}>
              {communities.withdraw}
            </Button>
          </FetcherForm>
        </>
      ) : (
        page.may['community.askToJoin'] && (
          <FetcherForm fetcher={fetcher} method="post" action={href} className="flex flex-col gap-3">
            <FormError code={formError(answer)} details={answer && !answer.ok ? answer.details : undefined} />
            <TextArea
              label={communities.askMessage}
              optional
              name="message"
              value={draft.text}
              onChange={(event) => draft.write(event.target.value)}
              maxLength={REQUEST_MESSAGE_MAX * 2}
              error={fieldError(answer, 'message')}
            />
            <Button type="submit" name="intent" value="ask" disabled={busy} className="self-start">
              {page.removed ? communities.askAgain : communities.ask}
            </Button>
          </FetcherForm>
        )
      )}
    </section>
  )
}
