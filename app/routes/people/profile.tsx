import { type MetaFunction, redirectDocument } from '@remix-run/node'
import { useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { fieldError, formError, typedBefore } from '#app/http/action-answer.ts'
import { memberAction, memberPage } from '#app/http/answer.server.ts'
import { PHOTO } from '#app/http/doors.server.ts'
import { languageOfRequest } from '#app/http/language.server.ts'
import { texts } from '#app/i18n/text.server.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { KeptFields } from '#app/ui/feed/kept-fields.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { FormError, SelectField, TextField } from '#app/ui/kit/field.tsx'
import { Form } from '#app/ui/kit/form.tsx'
import { Page } from '#app/ui/kit/page.tsx'
import { SaveRow } from '#app/ui/kit/save-row.tsx'
import { Card } from '#app/ui/kit/states.tsx'
import { MyTabs } from '#app/ui/people/my-tabs.tsx'
import { PhotoForm } from '#app/ui/people/photo-form.tsx'
import { changePhoto } from '#communities/people/change-photo.server.ts'
import { removePhoto } from '#communities/people/remove-photo.server.ts'
import { updateProfile } from '#communities/people/update-profile.server.ts'

const useText = textsOf('common', 'people')

export const loader = memberPage(async ({ viewer }) => ({
  viewer,
  timeZones: Intl.supportedValuesOf('timeZone'),
  title: texts[viewer.language].common.profile,
}))

export const action = memberAction(async ({ viewer, form, context, request }) => {
  if (form['intent'] === 'photo') {
    await changePhoto(viewer, form['photo'], context.clientAddress)
    return 'photo'
  }
  if (form['intent'] === 'removePhoto') {
    await removePhoto(viewer)
    return 'photo'
  }
  await updateProfile(viewer, form)
  // The whole page changes its language.
  if ((form['language'] || languageOfRequest(request)) !== viewer.language) throw redirectDocument('/me?saved')
  return 'profile'
}, PHOTO)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${data.title} · Palier` : 'Palier' }]

export default function Profile() {
  const { viewer, timeZones } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { common, people } = useText()
  const busy = useNavigation().state === 'submitting'
  // The one thing here that can be too large to be read at all.
  const tooLarge = formError(answer) === 'body.tooLarge'
  return (
    <Page title={common.profile}>
      <MyTabs />
      <Card className="p-5">
        <PhotoForm viewer={viewer} error={fieldError(answer, 'photo') ?? (tooLarge ? 'photo.tooLarge' : undefined)} />
      </Card>
      <Card className="p-5">
        <Form method="post" className="flex flex-col gap-4">
          <KeptFields of="profile" />
          <FormError code={tooLarge ? undefined : formError(answer)} details={answer && !answer.ok ? answer.details : undefined} />
          <TextField
            label={people.name}
            name="name"
            autoComplete="name"
            required
            maxLength={80}
            defaultValue={typedBefore(answer, 'name') ?? viewer.name}
            error={fieldError(answer, 'name')}
          />
          <TextField label={people.email} name="email" value={viewer.email} readOnly hint={people.emailHint} />
          <div className="grid gap-4 sm:grid-cols-2">
            <SelectField
              label={common.language}
              name="language"
              defaultValue={viewer.chosenLanguage ?? ''}
              error={fieldError(answer, 'language')}
            >
              <option value="">{people.browserLanguage}</option>
              <option value="en" lang="en">
                {common.english}
              </option>
              <option value="fr" lang="fr">
                {common.french}
              </option>
            </SelectField>
            <SelectField label={people.timeZone} name="timeZone" defaultValue={viewer.timeZone} error={fieldError(answer, 'timeZone')}>
              {[...new Set([viewer.timeZone, 'UTC', ...timeZones])].map((zone) => (
                <option key={zone} value={zone}>
                  {zone.replaceAll('_', ' ')}
                </option>
              ))}
            </SelectField>
          </div>
          <SaveRow busy={busy} saved={answer?.ok === true && answer.value === 'profile'} />
        </Form>
      </Card>
      <Form method="post" action="/sign-out" reloadDocument className="wide:hidden">
        <Button type="submit" look="outline" className="w-full">
          {common.signOut}
        </Button>
      </Form>
    </Page>
  )
}
