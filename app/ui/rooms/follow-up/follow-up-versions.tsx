import { useEffect, useState } from 'react'
import { getJson } from '#app/http/post-json.ts'
import { Ago } from '#app/i18n/format.tsx'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { Written } from '#app/ui/feed/written.tsx'
import { Dialog } from '#app/ui/kit/dialog.tsx'
import { Spinner } from '#app/ui/kit/states.tsx'
import type { FollowUpVersionView } from '#rooms/follow-ups/contract.ts'

const useText = textsOf('errors', 'followUps', 'sessions')

/** What a follow-up said before each of its changes, read once somebody asks for it. */
export function FollowUpVersions({ sessionId, count }: { sessionId: string; count: number }) {
  const text = useText()
  const { followUps } = text
  const [open, setOpen] = useState(false)
  const [versions, setVersions] = useState<FollowUpVersionView[] | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  useEffect(() => {
    if (!open) return
    let over = false
    void getJson<FollowUpVersionView[]>(`/sessions/${sessionId}/follow-up`).then((answer) => {
      if (over) return
      setFailure(answer.ok ? null : answer.code)
      if (answer.ok) setVersions(answer.value)
    })
    return () => {
      over = true
    }
  }, [open, sessionId])
  return (
    <>
      <button
        type="button"
        className="font-medium underline-offset-2 hover:text-ink hover:underline print:hidden"
        onClick={() => setOpen(true)}
      >
        {followUps.versions({ count })}
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} title={followUps.versionsTitle} wide>
        {failure ? (
          <p role="alert" className="text-danger">
            {errorText(text, failure)}
          </p>
        ) : versions === null ? (
          <Spinner />
        ) : (
          <ol className="flex flex-col gap-5">
            {versions.map((version) => (
              <li key={version.rev} className="flex flex-col gap-1.5 border-t border-line pt-4 first:border-0 first:pt-0">
                <p className="text-sm text-soft">
                  {followUps.changedBy({ name: version.changedBy?.name ?? text.sessions.former })} ·{' '}
                  <Ago at={new Date(version.changedAt)} />
                </p>
                {version.title && <h3 className="font-bold">{version.title}</h3>}
                <Written html={version.html} whole />
              </li>
            ))}
          </ol>
        )}
      </Dialog>
    </>
  )
}
