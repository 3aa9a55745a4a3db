import { randomUUID } from 'node:crypto'
import { redirect } from '@remix-run/node'
import { Link, type MetaFunction, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useState } from 'react'
import { fieldError, formError, typedBefore } from '#app/http/action-answer.ts'
import { memberAction, memberPage } from '#app/http/answer.server.ts'
import { texts } from '#app/i18n/text.server.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { useVisibilityChoices } from '#app/ui/communities/visibility.tsx'
import { KeptFields } from '#app/ui/feed/kept-fields.tsx'
import { AttemptField } from '#app/ui/kit/attempt-field.tsx'
import { Button, buttonClass } from '#app/ui/kit/button.tsx'
import { ChoiceCards, FormError, TextArea, TextField } from '#app/ui/kit/field.tsx'
import { Form } from '#app/ui/kit/form.tsx'
import { Coffee, Flag, GraduationCap, Megaphone, Users } from '#app/ui/kit/icons.tsx'
import { Page } from '#app/ui/kit/page.tsx'
import { COMMUNITY_NAME_MAX, PURPOSE_MAX } from '#communities/memberships/contract.ts'
import { kitOf } from '#communities/memberships/starting-point.server.ts'
import { StartingPoint } from '#prisma/generated/enums.ts'
import { foundCommunity } from '#rooms/doors/found-community.server.ts'

const useText = textsOf('common', 'communities')

export const loader = memberPage(async ({ viewer }) => ({
  kits: Object.values(StartingPoint).map((startingPoint) => kitOf(startingPoint, viewer.language)),
  attempt: randomUUID(),
  title: texts[viewer.language].communities.createTitle,
}))

export const action = memberAction(async ({ viewer, form }) => {
  const { purpose, ...rest } = form
  const community = await foundCommunity(viewer, typeof purpose === 'string' && purpose.trim() === '' ? rest : form)
  throw redirect(`/c/${community.slug}`)
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${data.title} · Palier` : 'Palier' }]

const icons = { team: Users, project: Flag, expertise: GraduationCap, leisure: Coffee, announcements: Megaphone }

export default function CreatePage() {
  const { kits, attempt, title } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { communities, common } = useText()
  const visibilities = useVisibilityChoices()
  const typed = (field: string) => typedBefore(answer, field)
  const [startingPoint, setStartingPoint] = useState(typed('startingPoint') ?? 'team')
  const kit = kits.find((candidate) => candidate.startingPoint === startingPoint)
  const busy = useNavigation().state !== 'idle'
  return (
    <Page title={title}>
      <Form method="post" className="flex flex-col gap-6 rounded-card border border-line bg-surface p-4 sm:p-6">
        <KeptFields of="community" />
        <AttemptField attempt={attempt} answer={answer} />
        <FormError code={formError(answer)} details={answer && !answer.ok ? answer.details : undefined} />
        <TextField
          label={communities.name}
          hint={communities.nameHint}
          name="name"
          required
          maxLength={COMMUNITY_NAME_MAX * 2}
          autoComplete="off"
          defaultValue={typed('name')}
          error={fieldError(answer, 'name')}
        />
        <ChoiceCards
          label={communities.startFrom}
          name="startingPoint"
          defaultValue={startingPoint}
          onChange={setStartingPoint}
          choices={kits.map(({ startingPoint: value }) => {
            const Icon = icons[value]
            return {
              value,
              title: communities.startingPoint[value],
              text: communities.startingPointText[value],
              icon: <Icon className="size-4" aria-hidden />,
            }
          })}
        />
        <TextArea
          label={communities.purpose}
          optional
          name="purpose"
          hint={communities.purposeHint}
          placeholder={kit?.purpose}
          maxLength={PURPOSE_MAX * 2}
          defaultValue={typed('purpose')}
          error={fieldError(answer, 'purpose')}
        />
        <ChoiceCards label={communities.whoSees} name="visibility" defaultValue={typed('visibility') ?? 'open'} choices={visibilities} />
        <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4">
          <p className="text-sm text-soft" aria-live="polite">
            {kit && communities.firstRoom({ room: kit.roomName })}
          </p>
          <div className="flex gap-2">
            <Link to="/communities" className={buttonClass('quiet')}>
              {common.cancel}
            </Link>
            <Button type="submit" disabled={busy}>
              {communities.create}
            </Button>
          </div>
        </div>
      </Form>
    </Page>
  )
}
