import type { MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { publicAction, publicPage } from '#app/http/answer.server.ts'
import { texts } from '#app/i18n/text.server.ts'
import { Button } from '#app/ui/kit/button.tsx'
import { Form } from '#app/ui/kit/form.tsx'
import { findDigestChoice, stopDigest } from '#communities/notices/stop-digest.server.ts'

/** In the language of the mail, whoever is signed in here. */
export const loader = publicPage(async ({ params }) => {
  const { digest, language } = await findDigestChoice(params['token'] ?? '')
  const { stopTitle, stopText, stopButton, stoppedTitle, stoppedText, stopUndo } = texts[language].notices
  return { digest, language, say: { stopTitle, stopText, stopButton, stoppedTitle, stoppedText, stopUndo } }
})

/** Also asked by mail programs themselves (RFC 8058): they send no cookie, and look at the status only. */
export const action = publicAction(({ params, form }) => stopDigest(params['token'] ?? '', form))

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${data.say.stopTitle} · Palier` : 'Palier' }]

export default function Unsubscribe() {
  const { digest, language, say } = useLoaderData<typeof loader>()
  const acted = useActionData<typeof action>() !== undefined
  return (
    <Form method="post" lang={language} className="flex flex-col gap-4">
      <div role={acted ? 'status' : undefined} className="flex flex-col gap-1">
        <h1 className="text-lg font-bold">{digest ? say.stopTitle : say.stoppedTitle}</h1>
        <p className="text-soft">{digest ? say.stopText : say.stoppedText}</p>
      </div>
      {digest ? (
        <Button type="submit" name="intent" value="stop">
          {say.stopButton}
        </Button>
      ) : (
        <Button type="submit" name="intent" value="undo" look="outline">
          {say.stopUndo}
        </Button>
      )}
    </Form>
  )
}
