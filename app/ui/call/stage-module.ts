import { textReady } from '#app/i18n/areas.ts'

type StageModule = typeof import('./stage/stage.tsx')

let loaded: StageModule | null = null

/** Loads the stage's code and what it says, once. */
export async function loadStage(): Promise<StageModule> {
  const stage = await import('./stage/stage.tsx')
  await textReady()
  loaded = stage
  return loaded
}

/** The stage's code, where it was loaded ahead. */
export const findStage = (): StageModule | null => loaded
