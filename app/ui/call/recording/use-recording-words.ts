import { textsOf } from '#app/i18n/text.tsx'
import type { RecordingKnown } from './recording-state.ts'

const useText = textsOf('player', 'recording')

/** How a recording stands, in words: a title, and what one must know besides. Null: there is nothing to say. */
export function useRecordingWords({ running, over }: Pick<RecordingKnown, 'running' | 'over'>): { title: string; detail: string } | null {
  const { recording: words, player } = useText()
  if (running) {
    const by = running.by ? words.startedBy({ name: running.by.name }) : words.byItself
    if (running.wanted === 'stop') return { title: words.stopping, detail: '' }
    if (running.state === 'requested') return { title: running.interrupted ? words.waiting : words.starting, detail: by }
    if (running.interrupted) return { title: words.interrupted, detail: words.interruptedText }
    if (running.state === 'paused' || running.wanted === 'pause') return { title: words.paused, detail: words.pausedText }
    return { title: words.recording, detail: by }
  }
  if (!over) return null
  if (over.state === 'failed') {
    const why = over.cause && Object.hasOwn(player.causes, over.cause) ? player.causes[over.cause as keyof typeof player.causes] : ''
    return { title: player.failed, detail: why }
  }
  if (over.state === 'ready') return { title: words.ready, detail: '' }
  return { title: words.over, detail: words.overText }
}
