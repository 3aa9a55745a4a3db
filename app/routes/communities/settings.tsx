import { useLoaderData } from '@remix-run/react'
import { useState } from 'react'
import { fieldError, formError, typedBefore } from '#app/http/action-answer.ts'
import { memberAction, memberPage } from '#app/http/answer.server.ts'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { Confirm } from '#app/ui/communities/confirm.tsx'
import { usePosted } from '#app/ui/communities/use-posted.ts'
import { useVisibilityChoices } from '#app/ui/communities/visibility.tsx'
import { KeptFields } from '#app/ui/feed/kept-fields.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { ChoiceCards, FormError, SelectField, TextArea, TextField } from '#app/ui/kit/field.tsx'
import { FetcherForm } from '#app/ui/kit/form.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import { RetentionForm } from '#app/ui/recordings/library/retention-form.tsx'
import { Problem } from '#app/ui/shell/problem.tsx'
import { archiveCommunity } from '#communities/memberships/archive-community.server.ts'
import { COMMUNITY_NAME_MAX, PURPOSE_MAX } from '#communities/memberships/contract.ts'
import { editCommunity } from '#communities/memberships/edit-community.server.ts'
import { may, requireStanding } from '#communities/memberships/permissions.server.ts'
import { restoreCommunity } from '#communities/memberships/restore-community.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { readRetention } from '#rooms/recordings/retention/read-retention.server.ts'
import { setCommunityRetention } from '#rooms/recordings/retention/set-retention.server.ts'

const useText = textsOf('common', 'communities', 'errors')

export const loader = memberPage(async ({ viewer, params }) => {
  const { community, standing } = await requireStanding(viewer, { slug: params['community'] ?? '' }, 'community.archive')
  const { id, slug, name, purpose, visibility, whoPosts, recordingPolicy, keepRecordingsDays, dropRecordingsOnceFollowedUp } = community
  const { workspaceKeepsDays } = await readRetention(id)
  return {
    community: { id, slug, name, purpose, visibility, whoPosts, recordingPolicy },
    retention: { of: 'community', keepRecordingsDays, onceFollowedUp: dropRecordingsOnceFollowedUp, workspaceKeepsDays } as const,
    mayEdit: may(standing, 'community.edit'),
    mayOpen: may(standing, 'community.open'),
  }
})

export const action = memberAction(async ({ viewer, params, form }) => {
  const { community } = await requireStanding(viewer, { slug: params['community'] ?? '' }, 'community.see')
  switch (form['intent']) {
    case 'edit':
      await editCommunity(viewer, community.id, form)
      return
    case 'retention':
      return setCommunityRetention(viewer, community.id, form)
    case 'archive':
      return archiveCommunity(viewer, community.id)
    case 'restore':
      return restoreCommunity(viewer, community.id)
    default:
      throw new DomainError('input.invalid')
  }
})

export default function SettingsPage() {
  const { community, retention, mayEdit, mayOpen } = useLoaderData<typeof loader>()
  const { communities } = useText()
  return (
    <>
      <h2 className="sr-only">{communities.settingsTitle}</h2>
      {mayEdit ? (
        <>
          <About key={community.id} community={community} mayOpen={mayOpen} />
          <RetentionForm key={`${community.id} retention`} retention={retention} />
          <ArchiveIt community={community} />
        </>
      ) : (
        <BringBack />
      )}
    </>
  )
}

type Community = Awaited<ReturnType<typeof loader>>['community']

function About({ community, mayOpen }: { community: Community; mayOpen: boolean }) {
  const { communities, common } = useText()
  const toast = useToast()
  const fetcher = usePosted((answered) => answered.ok && toast(common.saved))
  const answer = fetcher.data
  const visibilities = useVisibilityChoices()
  const [visibility, setVisibility] = useState<string>(community.visibility)
  const warning =
    visibility === community.visibility
      ? null
      : ({ open: communities.becomesOpen, secret: communities.becomesSecret } as Record<string, string>)[visibility]
  const typed = (field: 'name' | 'purpose') => typedBefore(answer, field) ?? community[field]
  return (
    <FetcherForm fetcher={fetcher} method="post" className="flex flex-col gap-5 rounded-card border border-line bg-surface p-4 sm:p-6">
      <KeptFields of={`settings:${community.id}`} answer={answer ?? null} />
      <FormError code={formError(answer)} details={answer && !answer.ok ? answer.details : undefined} />
      <TextField
        label={communities.name}
        name="name"
        required
        maxLength={COMMUNITY_NAME_MAX * 2}
        autoComplete="off"
        hint={communities.slugStays({ address: `/c/${community.slug}` })}
        defaultValue={typed('name')}
        error={fieldError(answer, 'name')}
      />
      <TextArea
        label={communities.purpose}
        name="purpose"
        maxLength={PURPOSE_MAX * 2}
        defaultValue={typed('purpose')}
        error={fieldError(answer, 'purpose')}
      />
      <ChoiceCards
        label={communities.whoSees}
        name="visibility"
        defaultValue={community.visibility}
        onChange={setVisibility}
        choices={mayOpen ? visibilities : visibilities.filter(({ value }) => value !== 'open')}
      />
      {!mayOpen && <p className="-mt-2 text-sm text-soft">{communities.ownersOpen}</p>}
      <p aria-live="polite" className="-mt-2 text-sm font-medium text-danger empty:hidden">
        {warning}
      </p>
      <SelectField label={communities.whoPostsLabel} name="whoPosts" defaultValue={community.whoPosts}>
        <option value="members">{communities.whoPosts.members}</option>
        <option value="moderators">{communities.whoPosts.moderators}</option>
      </SelectField>
      <SelectField
        label={communities.recordingPolicyLabel}
        name="recordingPolicy"
        defaultValue={community.recordingPolicy}
        hint={communities.recordingPolicyHint}
      >
        <option value="allowed">{communities.recordingPolicy.allowed}</option>
        <option value="automatic">{communities.recordingPolicy.automatic}</option>
        <option value="forbidden">{communities.recordingPolicy.forbidden}</option>
      </SelectField>
      <Button type="submit" name="intent" value="edit" disabled={fetcher.state !== 'idle'} className="self-start">
        {common.save}
      </Button>
    </FetcherForm>
  )
}

function ArchiveIt({ community }: { community: Community }) {
  const { communities } = useText()
  const toast = useToast()
  const [asking, setAsking] = useState(false)
  return (
    <section className="flex flex-wrap items-center justify-between gap-3 rounded-card border border-line bg-surface p-4 sm:p-6">
      <p className="min-w-0 flex-1 basis-60 text-soft">{communities.archiveText}</p>
      <Button look="outline" className="text-danger" onClick={() => setAsking(true)}>
        {communities.archive}
      </Button>
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        onDone={() => toast(communities.archived)}
        title={communities.archiveTitle({ name: community.name })}
        text={communities.archiveText}
        confirm={communities.archive}
        action={`/c/${community.slug}/settings`}
        fields={{ intent: 'archive' }}
      />
    </section>
  )
}

function BringBack() {
  const text = useText()
  const toast = useToast()
  const fetcher = usePosted((answered) => toast(answered.ok ? text.communities.restored : errorText(text, answered.code, answered.details)))
  return (
    <FetcherForm fetcher={fetcher} method="post" className="rounded-card border border-line bg-surface p-4 sm:p-6">
      <Button type="submit" name="intent" value="restore" disabled={fetcher.state !== 'idle'}>
        {text.communities.restore}
      </Button>
    </FetcherForm>
  )
}

export function ErrorBoundary() {
  return <Problem />
}
