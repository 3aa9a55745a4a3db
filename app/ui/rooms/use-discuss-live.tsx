import { type ReactNode, Suspense, useState } from 'react'
import { getJson, postJson } from '#app/http/post-json.ts'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { lazily } from '#app/ui/kit/lazily.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import type { AgendaRoom } from '#rooms/agenda/contract.ts'

const useText = textsOf('errors', 'feed')

const DiscussDialog = lazily(async () => ({ default: (await import('./discuss-dialog.tsx')).DiscussDialog }))

/**
 * Puts a thread on the agenda of a room of its community: at once where there is one room, else after asking which. The answer is what
 * starts it, and the question to be put on the page.
 */
export function useDiscussLive(threadId: string): { start: () => void; question: ReactNode } {
  const text = useText()
  const toast = useToast()
  const [rooms, setRooms] = useState<readonly AgendaRoom[] | null>(null)
  const url = `/threads/${threadId}/live`
  const choose = async (room: AgendaRoom) => {
    setRooms(null)
    const answer = await postJson<null>(url, { roomId: room.id })
    toast(answer.ok ? text.feed.discussAdded({ room: room.name }) : errorText(text, answer.code, answer.details))
  }
  const start = async () => {
    const answer = await getJson<AgendaRoom[]>(url)
    if (!answer.ok) return toast(errorText(text, answer.code, answer.details))
    const [first, ...more] = answer.value
    if (!first) toast(text.feed.noRooms)
    else if (more.length === 0) await choose(first)
    else setRooms(answer.value)
  }
  return {
    start: () => void start(),
    question: rooms && (
      <Suspense>
        <DiscussDialog rooms={rooms} onChoose={(room) => void choose(room)} onClose={() => setRooms(null)} />
      </Suspense>
    ),
  }
}
