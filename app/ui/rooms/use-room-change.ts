import { useFetcher } from '@remix-run/react'
import { useEffect, useRef } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import type { RoomAlertChoice } from '#rooms/alerts/contract.ts'

const useText = textsOf('errors')

/** What can be changed of a community's rooms, as forms of `/rooms`. */
export type RoomChange =
  | { intent: 'create'; communityId: string; name: string; clientId: string }
  | { intent: 'rename'; roomId: string; name: string }
  | { intent: 'order'; communityId: string; roomIds: string }
  | { intent: 'door'; roomId: string; door: 'open' | 'locked' }
  | { intent: 'alert'; roomId: string; threshold: RoomAlertChoice }
  | { intent: 'archive' | 'restore'; roomId: string }

/** Sends one change after the other; one that is refused says why at the foot of the page, unless `onAnswer` takes it. */
export function useRoomChange(onAnswer?: (answer: ActionAnswer<null>) => void) {
  const fetcher = useFetcher<ActionAnswer<null>>()
  const text = useText()
  const toast = useToast()
  const answer = fetcher.state === 'idle' ? fetcher.data : undefined
  const latest = useRef({ onAnswer, toast, text })
  latest.current = { onAnswer, toast, text }
  useEffect(() => {
    if (!answer) return
    const now = latest.current
    if (now.onAnswer) now.onAnswer(answer)
    else if (!answer.ok) now.toast(errorText(now.text, answer.code, answer.details))
  }, [answer])
  return {
    busy: fetcher.state !== 'idle',
    send: (change: RoomChange) => fetcher.submit({ ...change }, { method: 'post', action: '/rooms' }),
  }
}
