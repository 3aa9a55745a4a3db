import type { MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { fieldError, formError, typedBefore } from '#app/http/action-answer.ts'
import { memberAction, memberPage } from '#app/http/answer.server.ts'
import { texts } from '#app/i18n/text.server.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { FormError, TextField } from '#app/ui/kit/field.tsx'
import { Form } from '#app/ui/kit/form.tsx'
import { Page } from '#app/ui/kit/page.tsx'
import { SaveRow } from '#app/ui/kit/save-row.tsx'
import { Card } from '#app/ui/kit/states.tsx'
import { MyTabs } from '#app/ui/people/my-tabs.tsx'
import { PushSettings } from '#app/ui/people/push-settings.tsx'
import { RoomAlertList } from '#app/ui/rooms/room-alert-list.tsx'
import { changeNotices } from '#communities/notices/change-notices.server.ts'
import { getNotices } from '#communities/notices/get-notices.server.ts'
import { pushPublicKey } from '#platform/web-push.server.ts'
import { listRoomAlerts } from '#rooms/alerts/list-room-alerts.server.ts'

const useText = textsOf('notices')

export const loader = memberPage(async ({ viewer }) => {
  const [settings, alerts] = await Promise.all([getNotices(viewer), listRoomAlerts(viewer)])
  return { settings, alerts, pushPublicKey, timeZone: viewer.timeZone, title: texts[viewer.language].notices.title }
})

export const action = memberAction(async ({ viewer, form }) => {
  await changeNotices(viewer, { digest: 'off', ...form })
  return null
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${data.title} · Palier` : 'Palier' }]

const clock = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

export default function Notices() {
  const { settings, alerts, pushPublicKey, timeZone } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { notices } = useText()
  const busy = useNavigation().state === 'submitting'
  return (
    <Page title={notices.title}>
      <MyTabs />
      <Card className="p-5">
        <Form method="post" className="flex flex-col gap-5">
          <FormError code={formError(answer)} details={answer && !answer.ok ? answer.details : undefined} />
          <section className="flex flex-col gap-2">
            <h2 className="text-lg font-bold">{notices.digest}</h2>
            <label className="flex cursor-pointer items-start gap-3">
              <input
                type="checkbox"
                name="digest"
                value="on"
                defaultChecked={settings.digest}
                className="mt-0.5 size-5 shrink-0 accent-(--accent)"
              />
              <span className="flex flex-col">
                <span className="font-semibold">{notices.digestWanted}</span>
                <span className="text-sm text-soft">{notices.digestText({ zone: timeZone.replaceAll('_', ' ') })}</span>
              </span>
            </label>
          </section>
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-1 text-lg font-bold">{notices.quiet}</legend>
            <p className="text-sm text-soft">{notices.quietText}</p>
            <div className="grid max-w-sm grid-cols-2 gap-4">
              <TextField
                label={notices.quietFrom}
                name="quietFrom"
                type="time"
                required
                defaultValue={typedBefore(answer, 'quietFrom') ?? clock(settings.quietFrom)}
                error={fieldError(answer, 'quietFrom')}
              />
              <TextField
                label={notices.quietTo}
                name="quietTo"
                type="time"
                required
                defaultValue={typedBefore(answer, 'quietTo') ?? clock(settings.quietTo)}
                error={fieldError(answer, 'quietTo')}
              />
            </div>
          </fieldset>
          <SaveRow busy={busy} saved={answer?.ok === true} />
        </Form>
      </Card>
      <Card className="flex flex-col gap-3 p-5">
        <h2 className="text-lg font-bold">{notices.push}</h2>
        <p className="text-soft">{notices.pushText}</p>
        <PushSettings knownEndpoint={settings.pushEndpoint} publicKey={pushPublicKey} />
      </Card>
      <Card className="flex flex-col gap-3 p-5">
        <h2 className="text-lg font-bold">{notices.rooms}</h2>
        <RoomAlertList alerts={alerts} />
      </Card>
    </Page>
  )
}
