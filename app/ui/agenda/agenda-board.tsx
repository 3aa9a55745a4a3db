import { useRouteLoaderData } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import type { loader } from '#app/root.tsx'
import { Spinner } from '#app/ui/kit/states.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import { useNames } from '#app/ui/rooms/names.tsx'
import type { Agenda, AgendaItem } from '#rooms/agenda/contract.ts'
import { AddLine } from './add-line.tsx'
import { AgendaLine, type LineMoves } from './agenda-line.tsx'
import type { AgendaAct } from './use-agenda.ts'

const useText = textsOf('agenda', 'common', 'errors')

/** An agenda that can be written, ordered and gone through: in a call, on a room's page, on the page of a session that runs. */
export function AgendaBoard({
  roomId,
  communityId,
  agenda,
  act,
  mayEdit,
  leaves = false,
}: {
  roomId: string
  communityId: string
  /** Undefined: not read yet. */
  agenda: Agenda | undefined
  act: AgendaAct
  mayEdit: boolean
  /** Before a session: what somebody leaves on a line is at hand. */
  leaves?: boolean
}) {
  const text = useText()
  const { agenda: words, common } = text
  const me = useRouteLoaderData<typeof loader>('root')?.frame?.viewer
  const names = useNames()
  const toast = useToast()
  const [told, setTold] = useState('')
  const [dragged, setDragged] = useState<string | null>(null)
  const moved = useRef<string | null>(null)
  const ids = agenda?.items.map(({ id }) => id) ?? []
  const order = ids.join()
  // A line that moves takes the keyboard's place with it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each new order
  useEffect(() => {
    if (moved.current) document.getElementById(`move-${moved.current}`)?.focus()
    moved.current = null
  }, [order])
  if (!agenda) {
    return (
      <p className="flex justify-center p-6 text-soft">
        <Spinner />
      </p>
    )
  }
  const run: AgendaAct = async (intent) => {
    const answer = await act(intent)
    // What has a field says it there.
    const atItsField = ['edit', 'remark', 'answer'].includes(intent.intent)
    if (!answer.ok && !atItsField) toast(errorText(text, answer.code, answer.details))
    return answer
  }
  const put = (item: AgendaItem, at: number) => {
    const itemIds = ids.filter((id) => id !== item.id)
    itemIds.splice(at, 0, item.id)
    setTold(words.moved({ title: item.title, place: at + 1, count: ids.length }))
    void run({ intent: 'order', itemIds })
  }
  const moves: LineMoves = {
    run,
    step: (item, by) => {
      const at = ids.indexOf(item.id) + by
      if (at < 0 || at >= ids.length) return
      moved.current = item.id
      put(item, at)
    },
    remove: async (item) => {
      const answer = await run({ intent: 'remove', itemId: item.id })
      if (!answer.ok) return
      toast(words.removed({ title: item.title }), {
        label: common.undo,
        run: () => void run({ intent: 'remove', itemId: item.id, restore: true }),
      })
    },
  }
  const running = agenda.session !== null && agenda.session.endedAt === null
  return (
    <div className="flex flex-col gap-3">
      {agenda.items.length > 0 ? (
        <ol aria-label={words.lines} className="flex flex-col gap-1">
          {agenda.items.map((item, index) => (
            <AgendaLine
              key={item.clientId ?? item.id}
              item={item}
              roomId={roomId}
              communityId={communityId}
              me={me}
              mayEdit={mayEdit}
              running={running}
              leaves={leaves && mayEdit}
              moves={moves}
              drag={{
                onDragStart: (event) => {
                  event.dataTransfer.effectAllowed = 'move'
                  event.dataTransfer.setData('text/plain', item.title)
                  setDragged(item.id)
                },
                onDragOver: (event) => dragged && event.preventDefault(),
                onDrop: (event) => {
                  event.preventDefault()
                  const other = agenda.items.find(({ id }) => id === dragged)
                  setDragged(null)
                  if (other && other.id !== item.id) put(other, index)
                },
              }}
            />
          ))}
        </ol>
      ) : (
        <p className="text-soft">
          {mayEdit ? words.empty : words.emptyReader}
          {mayEdit && !running && ` ${words.emptyHint}`}
        </p>
      )}
      <p role="status" className="sr-only">
        {told}
      </p>
      {agenda.absent.length > 0 && (
        <p className="text-sm text-soft">{words.absent({ names: names(agenda.absent), count: agenda.absent.length })}</p>
      )}
      {mayEdit && <AddLine roomId={roomId} act={act} />}
    </div>
  )
}
