import { isRouteErrorResponse, useRouteError } from '@remix-run/react'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { ButtonLink } from '#app/ui/kit/button.tsx'

const useText = textsOf('common', 'errors')

interface Told {
  code?: string
  requestId?: string
  details?: Record<string, string | number>
}

/** What a page says when it can't be shown: in a sentence, with a way out. Expected errors say what they are; bugs only that they are ours. */
export function Problem({ requestId: ofThePage }: { requestId?: string | undefined }) {
  const error = useRouteError()
  const text = useText()
  const told = isRouteErrorResponse(error) ? (error.data as Told | null) : null
  const requestId = told?.requestId ?? ofThePage
  const notFound = isRouteErrorResponse(error) && error.status === 404
  const title = notFound ? text.common.notFoundTitle : told?.code ? errorText(text, told.code, told.details) : text.common.brokenTitle
  const sentence = notFound
    ? told?.code
      ? errorText(text, told.code, told.details)
      : text.common.notFoundText
    : told?.code
      ? null
      : text.common.brokenText
  return (
    <div className="mx-auto flex min-h-[60dvh] max-w-md flex-col items-center justify-center gap-3 px-6 text-center">
      <h1 className="text-2xl font-bold">{title}</h1>
      {sentence && <p className="text-balance text-soft">{sentence}</p>}
      {requestId && !told?.code && !notFound && (
        <p className="tabular text-sm text-faint">{text.common.brokenReference({ id: requestId })}</p>
      )}
      <ButtonLink to="/" className="mt-3">
        {text.common.goHome}
      </ButtonLink>
    </div>
  )
}
