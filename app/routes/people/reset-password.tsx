import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { fieldError, formError } from '#app/http/action-answer.ts'
import { publicAction, publicPage } from '#app/http/answer.server.ts'
import { languageOfRequest } from '#app/http/language.server.ts'
import { texts } from '#app/i18n/text.server.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { Button, ButtonLink } from '#app/ui/kit/button.tsx'
import { FormError, NewPasswordField } from '#app/ui/kit/field.tsx'
import { Form } from '#app/ui/kit/form.tsx'
import { isResetOpen, resetPassword } from '#communities/people/reset-password.server.ts'

const useText = textsOf('people')

export const loader = publicPage(async ({ request, params }) => ({
  works: await isResetOpen(params['token'] ?? ''),
  title: texts[languageOfRequest(request)].people.newPasswordTitle,
}))

export const action = publicAction(async ({ form, params, context }) => {
  await resetPassword({ ...form, token: params['token'] }, context.clientAddress)
  throw redirect('/sign-in?reset')
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${data.title} · Palier` : 'Palier' }]

export default function ResetPassword() {
  const { works } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { people } = useText()
  const busy = useNavigation().state !== 'idle'
  if (!works) {
    return (
      <div className="flex flex-col gap-4">
        <h1 className="text-lg font-bold">{people.resetGoneTitle}</h1>
        <p className="text-soft">{people.resetGoneText}</p>
        <ButtonLink to="/forgot-password">{people.sendLinkAgain}</ButtonLink>
      </div>
    )
  }
  return (
    <Form method="post" className="flex flex-col gap-4">
      <header>
        <h1 className="text-lg font-bold">{people.newPasswordTitle}</h1>
        <p className="mt-1 text-soft">{people.newPasswordText}</p>
      </header>
      <FormError code={formError(answer)} details={answer && !answer.ok ? answer.details : undefined} />
      <NewPasswordField label={people.newPassword} hint={people.passwordHint} error={fieldError(answer, 'password')} autoFocus />
      <Button type="submit" disabled={busy}>
        {people.changePassword}
      </Button>
    </Form>
  )
}
