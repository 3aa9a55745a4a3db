import { Suspense } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { lazily } from '#app/ui/kit/lazily.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import type { ThreadItem } from '#communities/threads/contract.ts'
import ActionList from './action-list.tsx'

const useText = textsOf('common', 'feed')

const ActionForm = lazily(() => import('./action-form.tsx'))

/** What an action is being made of: a reply, or the post itself. */
export interface Making {
  replyId?: string
  html: string
}

/** The first line of what was written, as plain text. */
function firstLineOf(html: string): string {
  const written = new DOMParser().parseFromString(html, 'text/html').body
  return (written.querySelector('p, li, h3, h4, h5')?.textContent ?? written.textContent ?? '').trim().split('\n')[0] ?? ''
}

/** The actions of a thread, and the form for another one. */
export default function ThreadActions({ thread, making, onClose }: { thread: ThreadItem; making: Making | null; onClose: () => void }) {
  const { common, feed } = useText()
  const toast = useToast()
  return (
    <div className="flex flex-col gap-1.5">
      {thread.actions.length > 0 && (
        <ActionList
          actions={thread.actions}
          label={feed.actions}
          communityOf={() => thread.community.id}
          mayEdit={() => thread.mayEditActions}
        />
      )}
      {making && (
        <Suspense>
          <ActionForm
            key={making.replyId ?? thread.id}
            communityId={thread.community.id}
            threadId={thread.id}
            source={making.replyId ? 'reply' : 'thread'}
            sourceId={making.replyId}
            text={firstLineOf(making.html)}
            onDone={() => {
              onClose()
              toast(common.saved)
            }}
            onCancel={onClose}
          />
        </Suspense>
      )}
    </div>
  )
}
