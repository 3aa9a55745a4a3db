import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Stretch } from '#rooms/recordings/contract.ts'
import { cutPieces, isHeard } from './cut-pieces.server.ts'
import { decodeSound, writePiece } from './decode-sound.server.ts'
import { dropPhantoms } from './drop-phantoms.server.ts'
import type { Engine, HeardSegment, SpokenLanguage } from './engine/engine.server.ts'
import { type Line, splitLines } from './split-lines.server.ts'

export interface Sound {
  file: string
  /** Where it lies on the recording's timeline. */
  startMs: number
  endMs: number
  hint: SpokenLanguage | null
  /** When the video server took the person for speaking, on that timeline; null: it told nothing. */
  speaking: readonly Stretch[] | null
}

interface Options {
  engine: Engine
  /** For what is needed meanwhile; empty afterwards. */
  folder: string
  signal: AbortSignal
  /** How far it is, from 0 to 1. */
  onProgress: (part: number) => void
}

/** The server tells of a voice a little late, and of its end too. */
const SLACK_MS = 1_500

/**
 * What was said in a sound, in lines on the recording's timeline. It is listened to in pieces, so that memory stays flat and a person may
 * change the language; who says too little for one to be heard speaks their own, or the last one.
 *
 * @throws EngineError; FfmpegMissing; Error where the file cannot be read
 */
export async function transcribeTrack(sound: Sound, { engine, folder, signal, onProgress }: Options): Promise<Line[]> {
  const decoded = path.join(folder, 'sound.pcm')
  const piece = path.join(folder, 'piece.wav')
  try {
    const levels = (await decodeSound(sound.file, decoded, signal)) ?? []
    const pieces = cutPieces(levels)
    const wholeMs = pieces.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)
    const segments: HeardSegment[] = []
    let hint = sound.hint
    let doneMs = 0
    for (const stretch of pieces) {
      const lengthMs = stretch.endMs - stretch.startMs
      await writePiece(decoded, stretch, piece)
      const tell = (atMs: number) => onProgress((doneMs + Math.min(lengthMs, atMs)) / wholeMs)
      const heard = await engine.transcribe(piece, { hint, signal, onProgress: tell })
      segments.push(...heard.segments.map((segment) => place(segment, stretch)))
      hint = sound.hint ?? heard.language
      doneMs += lengthMs
      tell(0)
    }
    const real = dropPhantoms(segments, {
      isHeard: (stretch) => isHeard(levels, stretch),
      isSpeaking: (stretch) => sound.speaking && isSpeaking(shift(stretch, sound.startMs), sound.speaking),
    })
    return splitLines(real).map((line) => shift(line, sound.startMs))
  } finally {
    for (const file of [decoded, piece]) await rm(file, { force: true })
  }
}

/** From the times of a piece to those of the sound; nothing lies outside of it. */
function place<Part extends HeardSegment>(segment: Part, { startMs, endMs }: Stretch): Part {
  const at = (ms: number) => Math.min(endMs, startMs + Math.max(0, ms))
  const words = segment.words.map((word) => ({ ...word, startMs: at(word.startMs), endMs: at(word.endMs) }))
  return { ...segment, words, startMs: at(segment.startMs), endMs: at(segment.endMs) }
}

const shift = <Part extends Stretch>(part: Part, byMs: number): Part => ({
  ...part,
  startMs: part.startMs + byMs,
  endMs: part.endMs + byMs,
})

function isSpeaking({ startMs, endMs }: Stretch, speaking: readonly Stretch[]): boolean {
  return speaking.some((spoken) => spoken.startMs - SLACK_MS < endMs && spoken.endMs + SLACK_MS > startMs)
}
