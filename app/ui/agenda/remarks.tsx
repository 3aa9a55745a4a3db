import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { useDraft } from '#app/ui/feed/use-draft.ts'
import { type Failure, WritingBox } from '#app/ui/feed/writing-box.tsx'
import { Written } from '#app/ui/feed/written.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { stayAt } from '#app/ui/kit/stay-at.ts'
import { useToast } from '#app/ui/kit/toasts.tsx'
import type { PersonCard } from '#communities/people/contract.ts'
import type { AgendaItem, AgendaRemark } from '#rooms/agenda/contract.ts'
import type { AgendaAct } from './use-agenda.ts'

const useText = textsOf('agenda', 'common', 'errors')

/** What was left on a line, with its answers; and where to answer. */
export function Remarks({
  item,
  communityId,
  me,
  mayEdit,
  act,
}: {
  item: AgendaItem
  /** Whose people can be named. */
  communityId: string
  me: PersonCard | undefined
  mayEdit: boolean
  act: AgendaAct
}) {
  if (item.remarks.length === 0) return null
  return (
    <ul className="flex flex-col gap-3">
      {item.remarks.map((remark) => (
        <Remark key={remark.id} remark={remark} communityId={communityId} mine={remark.author?.id === me?.id} mayEdit={mayEdit} act={act} />
      ))}
    </ul>
  )
}

function Remark({
  remark,
  communityId,
  mine,
  mayEdit,
  act,
}: {
  remark: AgendaRemark
  communityId: string
  mine: boolean
  mayEdit: boolean
  act: AgendaAct
}) {
  const text = useText()
  const { agenda } = text
  const toast = useToast()
  const name = remark.author?.name ?? text.common.formerMember
  const { answer } = remark
  const row = useRef<HTMLLIElement>(null)
  const takeBack = async () => {
    const answered = await act({ intent: 'takeBack', remarkId: remark.id })
    if (!answered.ok) toast(errorText(text, answered.code, answered.details))
  }
  return (
    <li ref={row} tabIndex={-1} className="flex gap-2 rounded-lg">
      {remark.author ? (
        <Avatar person={remark.author} size="tiny" className="mt-0.5" />
      ) : (
        <span className="mt-0.5 size-5 shrink-0 rounded-full bg-sunken" />
      )}
      <div className="flex min-w-0 flex-1 flex-col gap-1 text-sm">
        <p className="flex items-baseline justify-between gap-2 font-semibold">
          {remark.kind === 'question' ? agenda.asks({ name }) : agenda.thinks({ name })}
          {mine && !answer && mayEdit && (
            <button type="button" className="font-medium text-faint hover:text-ink hover:underline" onClick={() => void takeBack()}>
              {agenda.takeBack}
            </button>
          )}
        </p>
        <Written html={remark.html} whole={false} />
        {answer ? (
          <div className="mt-0.5 border-l-2 border-accent pl-2.5">
            <p className="font-semibold">{agenda.answeredBy({ name: answer.by?.name ?? text.common.formerMember })}</p>
            <Written html={answer.html} whole={false} />
          </div>
        ) : (
          mayEdit && !mine && <AnswerBox remarkId={remark.id} communityId={communityId} name={name} act={act} row={row} />
        )}
      </div>
    </li>
  )
}

function AnswerBox({
  remarkId,
  communityId,
  name,
  act,
  row,
}: {
  remarkId: string
  communityId: string
  name: string
  act: AgendaAct
  /** The remark, which stays when the box goes. */
  row: RefObject<HTMLElement>
}) {
  const { agenda } = useText()
  const draft = useDraft(`answer:${remarkId}`)
  const { busy, failure, run } = useSending()
  // It goes as soon as the answer stands there, which may be told before the server has answered.
  useLayoutEffect(() => () => stayAt(row.current), [row])
  return (
    <WritingBox
      label={agenda.answerTo({ name })}
      placeholder={agenda.answerPlaceholder}
      send={agenda.answer}
      text={draft.text}
      onText={draft.write}
      onSend={() => void run(() => draft.send(() => act({ intent: 'answer', remarkId, markdown: draft.text })))}
      busy={busy}
      failure={failure}
      communityId={communityId}
      compact
    />
  )
}

/** Where somebody leaves a question or a position on a line. */
export function RemarkBox({
  item,
  communityId,
  kind,
  act,
  onDone,
}: {
  item: AgendaItem
  communityId: string
  kind: AgendaRemark['kind']
  act: AgendaAct
  onDone: () => void
}) {
  const { agenda } = useText()
  const draft = useDraft(`remark:${kind}:${item.id}`)
  const { busy, failure, run } = useSending()
  const question = kind === 'question'
  const send = () => draft.send((clientId) => act({ intent: 'remark', itemId: item.id, kind, markdown: draft.text, clientId }))
  return (
    <WritingBox
      label={question ? agenda.ask : agenda.takePosition}
      placeholder={question ? agenda.questionPlaceholder : agenda.positionPlaceholder}
      send={agenda.leave}
      text={draft.text}
      onText={draft.write}
      onSend={() => void run(send, onDone)}
      onClose={onDone}
      onCancel={() => {
        draft.giveUp()
        onDone()
      }}
      busy={busy}
      failure={failure}
      communityId={communityId}
      autoFocus
    />
  )
}

/** Sends what was written; while it is on its way nothing is sent twice, and what went wrong is kept for its place on screen. */
function useSending() {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const run = async (work: () => Promise<ActionAnswer<unknown>>, done?: () => void) => {
    setBusy(true)
    setFailure(null)
    const answer = await work()
    setBusy(false)
    if (answer.ok) done?.()
    else setFailure(answer)
  }
  return { busy, failure, run }
}

/** Two buttons that open it, for who has no other way to say something. */
export function RemarkButtons({ onChoose }: { onChoose: (kind: AgendaRemark['kind']) => void }) {
  const { agenda } = useText()
  return (
    <span className="-ml-3 flex flex-wrap">
      <Button look="quiet" size="small" onClick={() => onChoose('question')}>
        {agenda.ask}
      </Button>
      <Button look="quiet" size="small" onClick={() => onChoose('position')}>
        {agenda.takePosition}
      </Button>
    </span>
  )
}
