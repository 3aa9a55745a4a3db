import { textReady } from '#app/i18n/areas.ts'

declare global {
  interface Window {
    /** Remix's own list of the build's pages and their files. */
    __remixManifest?: { routes: Record<string, { module: string }> }
  }
}

let loaded: Promise<void> | null = null

/**
 * Loads the code of all pages, one after the other, and their texts, once a call stands: while the app restarts, or after an update, they
 * could not be had, and a call is no time to reload the document. What is loaded stays loaded. What could not be is asked for when
 * somebody goes there, and tried again with the next call.
 */
export function loadPagesAhead(): Promise<void> {
  loaded ??= loadAll().catch(() => {
    loaded = null
  })
  return loaded
}

async function loadAll(): Promise<void> {
  for (const { module } of Object.values(window.__remixManifest?.routes ?? {})) {
    await import(/* @vite-ignore */ module).catch(() => {
      loaded = null
    })
  }
  await textReady()
}
