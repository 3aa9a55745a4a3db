import { textReady } from '#app/i18n/areas.ts'

type StageModule = Pick<typeof import('./stage/stage.tsx'), 'Stage'>

let loaded: StageModule | null = null

/** Loads the stage's code and what it says, once. */
export async function loadStage(): Promise<StageModule> {
  const { Stage } = await import('./stage/stage.tsx')
  await textReady()
  loaded = { Stage }
  return loaded
}

/** The stage's code, where it was loaded ahead. */
export const findStage = (): StageModule | null => loaded
