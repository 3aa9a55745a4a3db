import { useNavigation, useSubmit } from '@remix-run/react'
import { useRef } from 'react'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { Form } from '#app/ui/kit/form.tsx'
import { Spinner } from '#app/ui/kit/states.tsx'
import type { Viewer } from '#communities/people/contract.ts'

const useText = textsOf('errors', 'people')

/** One's own face: choosing a picture is enough, it is sent at once. */
export function PhotoForm({ viewer, error }: { viewer: Viewer; error: string | undefined }) {
  const text = useText()
  const { people } = text
  const submit = useSubmit()
  const input = useRef<HTMLInputElement>(null)
  const navigation = useNavigation()
  const sending = navigation.state === 'submitting' && navigation.formData?.get('intent') === 'photo'
  return (
    <Form method="post" encType="multipart/form-data" className="flex flex-wrap items-center gap-4">
      <Avatar person={viewer} size="huge" />
      <div className="flex flex-col gap-2">
        <input type="hidden" name="intent" value="photo" />
        <input
          ref={input}
          type="file"
          name="photo"
          accept="image/jpeg,image/png,image/webp"
          aria-label={people.choosePhoto}
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => event.currentTarget.form && submit(event.currentTarget.form)}
        />
        <div className="flex flex-wrap items-center gap-2">
          <Button look="outline" onClick={() => input.current?.click()}>
            {people.choosePhoto}
          </Button>
          {viewer.photoKey && (
            <Button type="submit" look="quiet" name="intent" value="removePhoto">
              {people.removePhoto}
            </Button>
          )}
          {sending && <Spinner />}
        </div>
        {error ? (
          <p role="alert" className="text-sm font-medium text-danger">
            {errorText(text, error)}
          </p>
        ) : (
          <p className="text-sm text-faint">{people.photoHint}</p>
        )}
      </div>
    </Form>
  )
}
