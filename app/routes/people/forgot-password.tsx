import type { MetaFunction } from '@remix-run/node'
import { Link, useActionData, useNavigation } from '@remix-run/react'
import { fieldError, formError, typedBefore } from '#app/http/action-answer.ts'
import { publicAction, publicPage } from '#app/http/answer.server.ts'
import { languageOfRequest } from '#app/http/language.server.ts'
import { texts } from '#app/i18n/text.server.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { FormError, TextField } from '#app/ui/kit/field.tsx'
import { Form } from '#app/ui/kit/form.tsx'
import { requestPasswordReset } from '#communities/people/request-password-reset.server.ts'

const useText = textsOf('people')

export const loader = publicPage(({ request }) => ({ title: texts[languageOfRequest(request)].people.resetTitle }))

export const action = publicAction(({ form, request, context }) =>
  requestPasswordReset(form, context.clientAddress, languageOfRequest(request)),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${data.title} · Palier` : 'Palier' }]

export default function ForgotPassword() {
  const answer = useActionData<typeof action>()
  const { people } = useText()
  const busy = useNavigation().state !== 'idle'
  if (answer?.ok) {
    return (
      <div className="flex flex-col gap-3" role="status">
        <h1 className="text-lg font-bold">{people.resetSentTitle}</h1>
        <p className="text-soft">{people.resetSentText}</p>
        <BackToSignIn />
      </div>
    )
  }
  return (
    <Form method="post" className="flex flex-col gap-4">
      <header>
        <h1 className="text-lg font-bold">{people.resetTitle}</h1>
        <p className="mt-1 text-soft">{people.resetText}</p>
      </header>
      <FormError code={formError(answer)} details={answer && !answer.ok ? answer.details : undefined} />
      <TextField
        label={people.email}
        name="email"
        type="email"
        autoComplete="username"
        required
        autoFocus
        defaultValue={typedBefore(answer, 'email')}
        error={fieldError(answer, 'email')}
      />
      <Button type="submit" disabled={busy}>
        {people.sendLink}
      </Button>
      <BackToSignIn />
    </Form>
  )
}

function BackToSignIn() {
  const { people } = useText()
  return (
    <Link to="/sign-in" className="text-sm text-soft underline underline-offset-2 hover:text-ink">
      {people.backToSignIn}
    </Link>
  )
}
