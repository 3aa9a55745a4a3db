export type MediaModule = typeof import('./media.ts')

let mediaModule: Promise<MediaModule> | null = null

/** Loads what a call needs beyond the page, once; a failed load is tried again the next time. */
export function loadMedia(): Promise<MediaModule> {
  mediaModule ??= import('./media.ts').catch((error: unknown) => {
    mediaModule = null
    throw error
  })
  return mediaModule
}
