import { isRouteErrorResponse, useLocation, useNavigate, useRouteError } from '@remix-run/react'
import { errorText, type Text, textsOf } from '#app/i18n/text.tsx'
import { Button, ButtonLink } from '#app/ui/kit/button.tsx'

const useText = textsOf('common', 'errors')

interface Told {
  code?: string
  requestId?: string
  details?: Record<string, string | number>
}

/** In words; `again`: trying again may help, `ours`: it is our mistake. */
function tellingOf(error: unknown, text: Pick<Text, 'common' | 'errors'>) {
  const { common } = text
  if (error instanceof Error && globalThis.navigator?.onLine === false) {
    return { title: common.notLoaded, sentence: common.reloadHint, again: true }
  }
  const told = isRouteErrorResponse(error) ? (error.data as Told | null) : null
  const words = told?.code && errorText(text, told.code, told.details)
  if (isRouteErrorResponse(error) && error.status === 404) {
    return { title: common.notFoundTitle, sentence: words || common.notFoundText }
  }
  if (words) return { title: words }
  return { title: common.brokenTitle, sentence: common.brokenText, again: true, ours: true, requestId: told?.requestId }
}

/** What a page says when it can't be shown: in a sentence, with a way out. Expected errors say what they are; bugs only that they are ours. */
export function Problem({ requestId: ofThePage }: { requestId?: string | undefined }) {
  const text = useText()
  const { common } = text
  const navigate = useNavigate()
  const location = useLocation()
  const { title, sentence, again, ours, requestId = ofThePage } = tellingOf(useRouteError(), text)
  return (
    <div className="mx-auto flex min-h-[60dvh] max-w-md flex-col items-center justify-center gap-3 px-6 text-center">
      <h1 className="text-2xl font-bold">{title}</h1>
      {sentence && <p className="text-balance text-soft">{sentence}</p>}
      {ours && requestId && <p className="tabular text-sm text-faint">{common.brokenReference({ id: requestId })}</p>}
      <div className="mt-3 flex flex-wrap justify-center gap-2">
        {again && <Button onClick={() => navigate(location, { replace: true })}>{common.retry}</Button>}
        <ButtonLink to="/" look={again ? 'outline' : 'primary'}>
          {common.goHome}
        </ButtonLink>
      </div>
    </div>
  )
}
