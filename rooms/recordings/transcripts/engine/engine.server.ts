import type { Stretch, TranscriptCause } from '#rooms/recordings/contract.ts'

/** What transcripts are written in: of a person's speech, whichever of them it is. */
export const LANGUAGES = ['fr', 'en'] as const
export type SpokenLanguage = (typeof LANGUAGES)[number]

/** What was heard without a pause, in milliseconds from the begin of the file. */
export interface HeardSegment extends Stretch {
  text: string
  /** Where the engine tells them; with the space before, and the signs after. */
  words: (Stretch & { text: string })[]
  /** How likely it is that nobody spoke, from 0 to 1, and how sure the engine is of its words (a mean logarithm, 0 at most); null: it does not say. */
  noSpeech: number | null
  confidence: number | null
}

export interface HeardFile {
  language: SpokenLanguage
  segments: HeardSegment[]
}

export interface ListenOptions {
  /** The language of who speaks, for where it cannot be heard. */
  hint: SpokenLanguage | null
  signal?: AbortSignal | undefined
  /** How far it is in the file. */
  onProgress?: (atMs: number) => void
}

/** What writes down what is said. One file after the other; an error of one leaves it fit for the next. */
export interface Engine {
  /**
   * @param file WAV, 16 kHz, mono, 16 bits, five minutes at most
   * @throws EngineError
   */
  transcribe(file: string, options: ListenOptions): Promise<HeardFile>
  close(): void
}

/** An engine could not do it, and why. `again`: it may, later. */
export class EngineError extends Error {
  override readonly name = 'EngineError'
  readonly code: TranscriptCause
  readonly again: boolean

  constructor(code: TranscriptCause, words: string, { again = false }: { again?: boolean } = {}) {
    super(words)
    this.code = code
    this.again = again
  }
}
