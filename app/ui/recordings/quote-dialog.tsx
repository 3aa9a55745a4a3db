import { useNavigate } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import { postJson } from '#app/http/post-json.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { useDraft } from '#app/ui/feed/use-draft.ts'
import { type Failure, WritingBox } from '#app/ui/feed/writing-box.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { Dialog } from '#app/ui/kit/dialog.tsx'
import { Link2, Play } from '#app/ui/kit/icons.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import { formatMoment } from '#rooms/recordings/contract.ts'
import type { RecordingPage } from '#rooms/recordings/watching/contract.ts'
import { useCopyMoment } from './use-copy-moment.ts'

const useText = textsOf('feed', 'player')

/** A moment that is to be quoted, and what was said there, where that is known. */
export interface Quoted {
  momentMs: number
  said: string
}

/** Takes a moment of the recording elsewhere: a post in its community, a reply to its session's thread, or a link. */
export default function QuoteDialog({ page, quoted, onClose }: { page: RecordingPage; quoted: Quoted; onClose: () => void }) {
  const { player, feed } = useText()
  const toast = useToast()
  const navigate = useNavigate()
  const { recording, community, choices, threadId } = page
  const { momentMs, said } = quoted
  const copy = useCopyMoment(recording.id)
  const ways = [choices.post && 'post', choices.reply && threadId && 'reply'].filter(Boolean) as ('post' | 'reply')[]
  const [chosen, setChosen] = useState(ways[0])
  const draft = useDraft(`quote:${recording.id}`)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  // What was said is there to be written about, unless somebody left a text of their own.
  const begun = useRef(false)
  useEffect(() => {
    if (begun.current || !draft.isRead) return
    begun.current = true
    if (!draft.text && said) draft.write(`> ${said}\n\n`)
  }, [draft, said])
  const close = () => {
    if (draft.text.trim() === `> ${said}`) draft.giveUp()
    onClose()
  }
  const send = async () => {
    setBusy(true)
    const answer = await draft.send((clientId) => {
      const words = { markdown: draft.text, clientId, moment: { recordingId: recording.id, momentMs } }
      return chosen === 'post'
        ? postJson<unknown>('/threads', { communityId: community.id, ...words })
        : postJson<unknown>(`/threads/${threadId}/api`, { intent: 'reply', ...words })
    })
    setBusy(false)
    if (!answer.ok) {
      setFailure(answer)
      return
    }
    onClose()
    if (chosen === 'reply') toast(player.replied)
    else toast(player.posted, { label: player.seePost, run: () => navigate(`/threads/${String(answer.value)}`) })
  }
  return (
    <Dialog open onClose={close} title={player.quoteTitle({ moment: formatMoment(momentMs) })} wide>
      {ways.length > 1 && (
        <fieldset className="flex flex-wrap gap-x-5 gap-y-1.5">
          <legend className="sr-only">{player.quoteWhere}</legend>
          {ways.map((way) => (
            <label key={way} className="flex items-center gap-2">
              <input
                type="radio"
                name="way"
                checked={chosen === way}
                onChange={() => setChosen(way)}
                className="size-4 accent-(--accent)"
              />
              {way === 'post' ? player.quoteInPost({ community: community.name }) : player.quoteInReply}
            </label>
          ))}
        </fieldset>
      )}
      {chosen && (
        <WritingBox
          label={player.quoteText}
          placeholder={player.quoteText}
          send={chosen === 'post' ? feed.post : feed.sendReply}
          text={draft.text}
          onText={(text) => {
            draft.write(text)
            setFailure(null)
          }}
          onSend={() => void send()}
          busy={busy}
          failure={failure}
          communityId={community.id}
          autoFocus
        >
          <span className="tabular inline-flex items-center gap-1 rounded-md bg-sunken px-1.5 py-0.5 text-sm font-semibold text-accent">
            <Play className="size-3 fill-current" aria-hidden /> {formatMoment(momentMs)}
          </span>
        </WritingBox>
      )}
      <div className="flex flex-wrap items-center justify-between gap-2 border-t border-line pt-4">
        <p className="text-sm text-soft">{player.copyHint}</p>
        <Button look="outline" size="small" onClick={() => copy(momentMs)}>
          <Link2 className="size-4" aria-hidden /> {feed.copyLink}
        </Button>
      </div>
    </Dialog>
  )
}
