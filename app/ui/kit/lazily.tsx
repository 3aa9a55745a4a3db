import { Component, type ComponentType, lazy, memo, type ReactNode, useEffect, useState } from 'react'
import { WAITED_FOR } from '#app/http/patient-fetch.ts'
import { textReady } from '#app/i18n/areas.ts'
import { NotLoaded, type NotLoadedProps } from './not-loaded.tsx'

type Load<Props> = () => Promise<{ default: ComponentType<Props> }>

class LoadProblem extends Error {}

/**
 * A part of a page whose code, and what it says, come when it is first drawn; draw it within a `<Suspense>`. A server that is away for
 * a moment is waited for. Where they cannot be had (one is offline, or an update took the file away), a sentence and "Try again" stand
 * in its place, and the rest of the page, a call above all, goes on. Trying again asks the network again, as does opening it anew.
 * What goes wrong in the part itself is the page's matter. It is drawn again only for other props.
 *
 * @param Instead what stands in its place: `NotLoadedItem` in a menu
 */
export function lazily<Props extends object>(load: Load<Props>, Instead: ComponentType<NotLoadedProps> = NotLoaded): ComponentType<Props> {
  let failed = false
  // React keeps a promise that failed: each trying has one of its own.
  let Part = begin()

  async function get() {
    const part = await load()
    await textReady()
    return part
  }

  function begin() {
    failed = false
    return lazy(async () => {
      try {
        return await get().catch(async (cause: unknown) => {
          if (!navigator.onLine) throw cause
          await fetch(WAITED_FOR)
          return get()
        })
      } catch (cause) {
        failed = true
        throw new LoadProblem('a part of the page cannot be had', { cause })
      }
    }) as unknown as ComponentType<Props>
  }

  return memo(function Lazily(props: Props) {
    const [tries, setTries] = useState(0)
    useEffect(
      () => () => {
        if (failed) Part = begin()
      },
      [],
    )
    const again = () => {
      // Another one that shows the same part may have got it by now.
      if (failed) Part = begin()
      setTries(tries + 1)
    }
    // A boundary that caught once and suspends then does not catch again (React 18): each trying has one of its own.
    return (
      <LoadBoundary key={tries} instead={<Instead again={again} once={tries > 0} />}>
        <Part {...props} />
      </LoadBoundary>
    )
  }) as unknown as ComponentType<Props>
}

class LoadBoundary extends Component<{ instead: ReactNode; children: ReactNode }, { problem: unknown }> {
  override state = { problem: null as unknown }

  static getDerivedStateFromError = (problem: unknown) => ({ problem })

  override render() {
    const { problem } = this.state
    if (problem === null) return this.props.children
    if (!(problem instanceof LoadProblem)) throw problem
    return this.props.instead
  }
}
