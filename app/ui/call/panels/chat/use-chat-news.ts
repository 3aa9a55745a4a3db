import { textsOf } from '#app/i18n/text.tsx'
import type { PanelProps } from '../contract.ts'
import { shownLines } from './chat-state.ts'
import { useChat } from './use-chat.ts'

const useText = textsOf('call', 'common')

/** What was written while the chat is closed, in a few words: how much, and who wrote last. */
export function useChatNews(panel: PanelProps): string | null {
  const { call, common } = useText()
  const { chat, seen, viewerId } = useChat(panel)
  const unseen = shownLines(chat).filter((line) => line.position > seen && line.author?.id !== viewerId)
  const last = unseen.at(-1)
  return last ? call.newLines({ count: unseen.length, name: last.author?.name ?? common.formerMember }) : null
}
