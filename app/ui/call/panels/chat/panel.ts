import { MessageCircle } from '#app/ui/kit/icons.tsx'
import { lazily } from '#app/ui/kit/lazily.tsx'
import type { SessionPanel } from '../contract.ts'
import { useChatNews } from './use-chat-news.ts'

export const chatPanel: SessionPanel = {
  id: 'chat',
  shortcut: 'C',
  icon: MessageCircle,
  label: ({ panels }) => panels.chat,
  Panel: lazily(() => import('./chat-panel.tsx')),
  onPhone: true,
  useNews: useChatNews,
}
