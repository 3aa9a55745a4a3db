import { textReady } from '#app/i18n/areas.ts'

declare global {
  interface Window {
    /** Remix's own list of the build's pages and their files. */
    __remixManifest?: { routes: Record<string, { module: string }> }
  }
}

let loaded: Promise<void> | null = null

/**
 * Loads the code of all pages, one after the other, and their texts, once a call stands. Where a page's code cannot be had (the app restarts just
 * now), Remix reloads the document, and a reload ends the call: even a pointer over a link would do. What is loaded stays loaded.
 * What could not be loaded is tried again with the next call.
 */
export function loadPagesAhead(): Promise<void> {
  loaded ??= loadAll().catch(() => {
    loaded = null
  })
  return loaded
}

async function loadAll(): Promise<void> {
  for (const { module } of Object.values(window.__remixManifest?.routes ?? {})) await import(/* @vite-ignore */ module)
  await textReady()
}
