import { useEffect, useState } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'

/**
 * The idempotency key of a form that makes something, also before any script has come: `attempt` is made by the loader, each time that
 * its page is read. The same form posted twice makes one thing. Where the key is used up, and what stands in the form now is something
 * else, the next try has another.
 */
export function AttemptField({ attempt, answer }: { attempt: string; answer?: ActionAnswer<unknown> | undefined }) {
  const [next, setNext] = useState<{ after: string; attempt: string } | null>(null)
  useEffect(() => {
    if (answer && !answer.ok && answer.code === 'attempt.changed') setNext({ after: attempt, attempt: crypto.randomUUID() })
  }, [answer, attempt])
  // Firefox puts an old value back into a page that is read again, unless it is told not to.
  return <input type="hidden" autoComplete="off" name="clientId" value={next?.after === attempt ? next.attempt : attempt} />
}
