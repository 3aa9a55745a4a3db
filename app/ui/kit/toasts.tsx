import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react'

interface Toast {
  id: number
  message: string
  action?: { label: string; run: () => void } | undefined
}

const ToastContext = createContext<(message: string, action?: Toast['action']) => void>(() => {})

/** How long a toast stays; one with something to do (undo) stays longer. */
const STAY_MS = 5_000
const STAY_WITH_ACTION_MS = 8_000

/** Gives the page its short messages at the foot, read aloud politely. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([])
  const nextId = useRef(1)
  const remove = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), [])
  const show = useCallback(
    (message: string, action?: Toast['action']) => {
      const id = nextId.current++
      setToasts((all) => [...all.slice(-2), { id, message, action }])
      setTimeout(() => remove(id), action ? STAY_WITH_ACTION_MS : STAY_MS)
    },
    [remove],
  )
  return (
    <ToastContext.Provider value={show}>
      {children}
      <div
        aria-live="polite"
        className="pointer-events-none fixed inset-x-0 bottom-20 z-50 flex flex-col items-center gap-2 px-4 wide:bottom-6 [.under-stage_&]:bottom-20 max-wide:[:root:has([data-call-bar])_&]:bottom-36"
      >
        {toasts.map((toast) => (
          <div
            key={toast.id}
            className="pointer-events-auto flex items-center gap-4 rounded-xl bg-ink px-4 py-2.5 text-sm font-medium text-canvas"
          >
            {toast.message}
            {toast.action && (
              <button
                type="button"
                className="font-bold underline underline-offset-2"
                onClick={() => {
                  toast.action?.run()
                  remove(toast.id)
                }}
              >
                {toast.action.label}
              </button>
            )}
          </div>
        ))}
      </div>
    </ToastContext.Provider>
  )
}

/** `toast('Deleted', { label: 'Undo', run })` */
export function useToast() {
  return useContext(ToastContext)
}
