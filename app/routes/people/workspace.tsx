import type { MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { fieldError, formError, typedBefore } from '#app/http/action-answer.ts'
import { memberAction, memberPage } from '#app/http/answer.server.ts'
import { useFormat } from '#app/i18n/format.tsx'
import { texts } from '#app/i18n/text.server.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { KeptFields } from '#app/ui/feed/kept-fields.tsx'
import { ChoiceCards, FormError, TextField } from '#app/ui/kit/field.tsx'
import { Form } from '#app/ui/kit/form.tsx'
import { Page } from '#app/ui/kit/page.tsx'
import { SaveRow } from '#app/ui/kit/save-row.tsx'
import { Card } from '#app/ui/kit/states.tsx'
import { WorkspaceTabs } from '#app/ui/people/workspace-tabs.tsx'
import { RetentionForm } from '#app/ui/recordings/library/retention-form.tsx'
import { editWorkspace } from '#communities/people/edit-workspace.server.ts'
import { findWorkspace } from '#communities/people/find-workspace.server.ts'
import { requireWorkspaceAdmin } from '#communities/people/require-workspace-admin.server.ts'
import { sumWorkspaceStorage } from '#rooms/recordings/library/sum-storage.server.ts'
import { setWorkspaceRetention } from '#rooms/recordings/retention/set-retention.server.ts'

const useText = textsOf('common', 'library', 'people')

export const loader = memberPage(async ({ viewer }) => {
  requireWorkspaceAdmin(viewer)
  const workspace = await findWorkspace()
  const title = texts[viewer.language].common.workspace
  const { keepRecordingsDays = null, keepRecordingPartsDays = 30 } = workspace ?? {}
  return {
    name: workspace?.name ?? '',
    signUpPolicy: workspace?.signUpPolicy ?? 'invitation',
    retention: { of: 'workspace', keepRecordingsDays, keepRecordingPartsDays } as const,
    storage: await sumWorkspaceStorage(viewer),
    title,
  }
})

export const action = memberAction(({ viewer, form }) =>
  form['intent'] === 'retention' ? setWorkspaceRetention(viewer, form) : editWorkspace(viewer, form),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${data.title} · Palier` : 'Palier' }]

export default function WorkspacePage() {
  const { name, signUpPolicy, retention, storage } = useLoaderData<typeof loader>()
  const format = useFormat()
  const answer = useActionData<typeof action>()
  const { common, library, people } = useText()
  const busy = useNavigation().state === 'submitting'
  return (
    <Page title={common.workspace}>
      <WorkspaceTabs admin />
      <Card className="p-5">
        <Form method="post" className="flex flex-col gap-5">
          <KeptFields of="workspace" />
          <FormError code={formError(answer)} />
          <TextField
            label={people.workspaceName}
            name="name"
            required
            maxLength={80}
            defaultValue={typedBefore(answer, 'name') ?? name}
            error={fieldError(answer, 'name')}
          />
          <ChoiceCards
            label={people.whoMayJoin}
            name="signUpPolicy"
            defaultValue={signUpPolicy}
            choices={[
              { value: 'invitation', title: people.byInvitation, text: people.byInvitationText },
              { value: 'open', title: people.openToAll, text: people.openToAllText },
            ]}
          />
          <SaveRow busy={busy} saved={answer?.ok === true} />
        </Form>
      </Card>
      <RetentionForm
        retention={retention}
        storage={[
          library.storage({ count: storage.count, size: format.bytes(storage.bytes) }),
          library.free({ size: format.bytes(storage.freeBytes) }),
        ].join(' · ')}
      />
    </Page>
  )
}
