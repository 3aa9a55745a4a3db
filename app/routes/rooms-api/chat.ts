import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { chosen, memberJson } from '#app/http/answer.server.ts'
import { readForm } from '#app/http/read-form.server.ts'
import type { ChatLineCard, ChatPage } from '#rooms/chat/contract.ts'
import { deleteChatLine } from '#rooms/chat/delete-chat-line.server.ts'
import { editChatLine } from '#rooms/chat/edit-chat-line.server.ts'
import { reactToChatLine } from '#rooms/chat/react-to-chat-line.server.ts'
import { readChat } from '#rooms/chat/read-chat.server.ts'
import { sendChatLine } from '#rooms/chat/send-chat-line.server.ts'

const _idSchema = z.uuid()
const intents = { send: sendChatLine, edit: editChatLine, delete: deleteChatLine, react: reactToChatLine } as const

/** GET `[?before=<place>|?after=<rev>]`: a page of a session's chat. */
export const loader = memberJson<ChatPage, LoaderFunctionArgs>(({ viewer, params, request }) =>
  readChat(viewer, params['sessionId'] ?? '', Object.fromEntries(new URL(request.url).searchParams)),
)

/** POST `{ intent: send|edit|delete|react, … }`: does it, and answers with the line as it is then. */
export const action = memberJson<ChatLineCard, ActionFunctionArgs>(async ({ viewer, params, request }) => {
  const { intent, ...form } = await readForm(request)
  const work = chosen(intents, intent)
  return work(viewer, params['sessionId'] ?? '', form)
})
