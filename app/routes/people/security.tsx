import { type MetaFunction, redirectDocument } from '@remix-run/node'
import { useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { fieldError, formError } from '#app/http/action-answer.ts'
import { memberAction, memberPage } from '#app/http/answer.server.ts'
import { clearedSignInCookie } from '#app/http/sign-in-cookie.server.ts'
import { Ago } from '#app/i18n/format.tsx'
import { texts } from '#app/i18n/text.server.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { FormError, NewPasswordField, TextField } from '#app/ui/kit/field.tsx'
import { Form } from '#app/ui/kit/form.tsx'
import { Monitor, Smartphone } from '#app/ui/kit/icons.tsx'
import { Page } from '#app/ui/kit/page.tsx'
import { Card } from '#app/ui/kit/states.tsx'
import { describeBrowser } from '#app/ui/people/describe-browser.ts'
import { MyTabs } from '#app/ui/people/my-tabs.tsx'
import { changePassword } from '#communities/people/change-password.server.ts'
import { listSignIns } from '#communities/people/list-sign-ins.server.ts'
import { revokeSignIn } from '#communities/people/revoke-sign-in.server.ts'
import { signOutEverywhere } from '#communities/people/sign-out-everywhere.server.ts'

const useText = textsOf('people')

export const loader = memberPage(async ({ viewer }) => ({
  signIns: await listSignIns(viewer),
  here: viewer.signInId,
  title: texts[viewer.language].people.security,
}))

export const action = memberAction(async ({ viewer, form, context }) => {
  if (form['intent'] === 'password') {
    await changePassword(viewer, form, context.clientAddress)
    return 'password'
  }
  if (form['intent'] === 'signOutEverywhere') {
    await signOutEverywhere(viewer)
    throw redirectDocument('/sign-in', { headers: { 'set-cookie': clearedSignInCookie() } })
  }
  await revokeSignIn(viewer, form)
  return 'signedOut'
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${data.title} · Palier` : 'Palier' }]

export default function Security() {
  const { signIns, here } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { people } = useText()
  const busy = useNavigation().state === 'submitting'
  const changed = answer?.ok && answer.value === 'password'
  return (
    <Page title={people.security}>
      <MyTabs />
      <Card className="p-5">
        {/* A new form after each change: passwords do not stay on the screen. */}
        <Form key={changed ? 'changed' : 'form'} method="post" className="flex flex-col gap-4">
          <h2 className="text-lg font-bold">{people.changePassword}</h2>
          <input type="hidden" name="intent" value="password" />
          <FormError code={formError(answer)} details={answer && !answer.ok ? answer.details : undefined} />
          <TextField
            label={people.currentPassword}
            name="currentPassword"
            type="password"
            autoComplete="current-password"
            required
            error={fieldError(answer, 'currentPassword')}
          />
          <NewPasswordField label={people.newPassword} hint={people.passwordHint} error={fieldError(answer, 'password')} />
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" disabled={busy}>
              {people.changePassword}
            </Button>
            <span role="status" className="text-sm font-medium text-accent">
              {changed ? people.passwordChangedHere : ''}
            </span>
          </div>
        </Form>
      </Card>
      <Card className="flex flex-col gap-3 p-5">
        <h2 className="text-lg font-bold">{people.signedInBrowsers}</h2>
        <ul className="flex flex-col divide-y divide-line">
          {signIns.map((signIn) => {
            const browser = describeBrowser(signIn.userAgent)
            return (
              <li key={signIn.id} className="flex items-center gap-3 py-2.5">
                {browser.phone ? (
                  <Smartphone className="size-5 text-faint" aria-hidden />
                ) : (
                  <Monitor className="size-5 text-faint" aria-hidden />
                )}
                <div className="min-w-0 flex-1">
                  <p className="truncate font-medium">{browser.name || people.unknownBrowser}</p>
                  <p className="text-sm text-faint">{signIn.id === here ? people.thisBrowser : <Ago at={signIn.lastSeenAt} />}</p>
                </div>
                {signIn.id !== here && (
                  <Form method="post">
                    <input type="hidden" name="signInId" value={signIn.id} />
                    <Button type="submit" look="outline" size="small">
                      {people.signOutThere}
                    </Button>
                  </Form>
                )}
              </li>
            )
          })}
        </ul>
        <Form method="post">
          <Button type="submit" name="intent" value="signOutEverywhere" look="outline">
            {people.signOutEverywhere}
          </Button>
        </Form>
      </Card>
    </Page>
  )
}
