/** How often a long step says that it is still at work, where nobody watches a terminal. */
const REMINDER_EVERY_MS = 15_000

/**
 * Something the person at the keyboard can put right. Its message is one sentence that says what is wrong and what to do;
 * it is shown as it is, without a stack.
 */
export class Refusal extends Error {
  name = 'Refusal'
}

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`)
}

/**
 * Runs one step and shows that it runs: on a terminal a line that counts the seconds, elsewhere plain lines.
 *
 * @template T
 * @param {string} title For example "Installing packages".
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const startedMs = performance.now()
  const elapsed = () => `${((performance.now() - startedMs) / 1000).toFixed(1)} s`
  const live = process.stdout.isTTY === true
  const show = () => (live ? process.stdout.write(`\r\x1b[K· ${title} … ${elapsed()}`) : say(`· ${title} … ${elapsed()}`))
  if (live) show()
  else say(`· ${title} …`)
  const timer = setInterval(show, live ? 200 : REMINDER_EVERY_MS)
  const end = (mark) => say(`${live ? '\r\x1b[K' : ''}${mark} ${title} (${elapsed()})`)
  try {
    const result = await work()
    end('✓')
    return result
  } catch (error) {
    end('✗')
    throw error
  } finally {
    clearInterval(timer)
  }
}

/**
 * The sentence for what went wrong. A full disk is told as such wherever it shows; only a bug of ours keeps its stack.
 *
 * @param {unknown} error
 */
export function sentenceFor(error) {
  if (error instanceof Refusal) return error.message
  if (error?.code === 'ENOSPC' || /ENOSPC|No space left on device/.test(String(error?.message))) {
    return `The disk is full${error?.path ? ` (writing ${error.path})` : ''}: free some space and start again.`
  }
  if (error?.code === 'EACCES' || error?.code === 'EROFS') {
    return `${error.path ?? 'A folder'} cannot be written: give your account the right to it, or set PALIER_DATA_DIR to a folder of yours.`
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
