import { type CallView, emptyView } from './call-view.ts'

/** What the screens of the call show, and when they hear of it. */
export function createCallStore() {
  let view: CallView = emptyView
  let drawTimer: ReturnType<typeof setTimeout> | undefined
  const listeners = new Set<() => void>()
  const update = (change: Partial<CallView>): void => {
    view = { ...view, ...change }
    if (drawTimer === undefined) for (const listener of listeners) listener()
  }
  const draw = (): void => {
    clearTimeout(drawTimer)
    drawTimer = undefined
    update({})
  }
  return {
    get view() {
      return view
    },
    getView: () => view,
    update,
    /** Tells at once what was held back. */
    draw,
    /** From now on nothing is told, for so long at most; where that is so already, it stays as it is. */
    drawIn(ms: number): void {
      drawTimer ??= setTimeout(draw, ms)
    },
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
