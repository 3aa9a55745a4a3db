type StageModule = typeof import('./stage/stage.tsx')

let loaded: StageModule | null = null

/** Loads the stage's code, once. */
export async function loadStage(): Promise<StageModule> {
  loaded = await import('./stage/stage.tsx')
  return loaded
}

/** The stage's code, where it was loaded ahead. */
export const findStage = (): StageModule | null => loaded
