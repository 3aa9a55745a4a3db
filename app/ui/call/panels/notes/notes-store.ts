import { fromBase64, toBase64 } from 'lib0/buffer'
import type { NotesStore } from './notes-link.ts'

/** Short enough that a crash costs a word at most, and long enough that typing stays light. */
const WRITE_EVERY_MS = 300

/**
 * Keeps in this browser what the server has not acknowledged. Each tab has an entry of its own; a new one takes over what others of
 * the same person left behind.
 */
export function openNotesStore(memberId: string, sessionId: string): NotesStore & { close: () => void } {
  const family = `notes:${memberId}:${sessionId}:`
  const key = family + crypto.randomUUID()
  let latest: Uint8Array | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const write = () => {
    clearTimeout(timer)
    timer = undefined
    try {
      if (latest) localStorage.setItem(key, toBase64(latest))
      else localStorage.removeItem(key)
    } catch {
      // A browser without storage keeps it as long as the page lives.
    }
  }
  window.addEventListener('pagehide', write)

  return {
    recall() {
      try {
        return Object.keys(localStorage)
          .filter((name) => name.startsWith(family) && name !== key)
          .flatMap((name) => {
            const kept = localStorage.getItem(name)
            const forget = () => {
              // A tab that is still open may have written more since.
              if (localStorage.getItem(name) === kept) localStorage.removeItem(name)
            }
            return kept ? [{ update: fromBase64(kept), forget }] : []
          })
      } catch {
        return []
      }
    },
    keep(update) {
      const first = latest === null || update === null
      latest = update
      if (first) write()
      else timer ??= setTimeout(write, WRITE_EVERY_MS)
    },
    close() {
      write()
      window.removeEventListener('pagehide', write)
    },
  }
}
