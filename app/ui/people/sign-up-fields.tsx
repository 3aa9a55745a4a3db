import { useEffect, useState } from 'react'
import { type ActionAnswer, fieldError, formError, typedBefore } from '#app/http/action-answer.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { FormError, NewPasswordField, TextField } from '#app/ui/kit/field.tsx'

const useText = textsOf('people')

/** The fields of a new account; the browser's time zone goes along unseen. */
export function SignUpFields({
  answer,
  withWorkspace,
  busy,
}: {
  answer: ActionAnswer<unknown> | undefined
  withWorkspace: boolean
  busy: boolean
}) {
  const { people } = useText()
  const [timeZone, setTimeZone] = useState('')
  useEffect(() => setTimeZone(Intl.DateTimeFormat().resolvedOptions().timeZone), [])
  return (
    <>
      <FormError code={formError(answer)} details={answer && !answer.ok ? answer.details : undefined} />
      <input type="hidden" name="timeZone" value={timeZone} />
      {withWorkspace && (
        <TextField
          label={people.workspaceName}
          hint={people.workspaceNameHint}
          name="workspaceName"
          autoComplete="organization"
          required
          maxLength={80}
          autoFocus
          defaultValue={typedBefore(answer, 'workspaceName')}
          error={fieldError(answer, 'workspaceName')}
        />
      )}
      <TextField
        label={people.name}
        hint={people.nameHint}
        name="name"
        autoComplete="name"
        required
        maxLength={80}
        defaultValue={typedBefore(answer, 'name')}
        error={fieldError(answer, 'name')}
      />
      <TextField
        label={people.email}
        name="email"
        type="email"
        autoComplete="username"
        inputMode="email"
        required
        defaultValue={typedBefore(answer, 'email')}
        error={fieldError(answer, 'email')}
      />
      <NewPasswordField label={people.password} hint={people.passwordHint} error={fieldError(answer, 'password')} />
      <Button type="submit" disabled={busy}>
        {people.createAccount}
      </Button>
    </>
  )
}
