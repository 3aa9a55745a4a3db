/** Why this tab hears nothing from the server, or may send nothing to it; in codes of the errors' catalogue. */
export interface Refusal {
  code: string
  details: Readonly<Record<string, string | number>>
}

/** Whose sign-in it is has to change before these do: trying again is no use. */
const FINAL = new Set(['signIn.required', 'signIn.changed'])

let refusal: Refusal | null = null
const listeners = new Set<() => void>()

export const isFinal = ({ code }: Refusal) => FINAL.has(code)

export const refusals = {
  current: () => refusal,
  subscribe(listener: () => void) {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
  /** Null: the server let this tab in again. */
  tell(told: Refusal | null): void {
    if (told === refusal) return
    refusal = told
    for (const listener of [...listeners]) listener()
  },
}

/** Waits until the server lets this tab in again, or nobody wants to know any more. */
export function whenLetIn(signal?: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      unsubscribe()
      signal?.removeEventListener('abort', onAbort)
    }
    const onAbort = () => {
      end()
      reject(signal?.reason)
    }
    const unsubscribe = refusals.subscribe(() => {
      if (refusal) return
      end()
      resolve()
    })
    signal?.addEventListener('abort', onAbort)
    if (signal?.aborted) onAbort()
  })
}
