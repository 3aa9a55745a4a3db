import { deflateSync } from 'node:zlib'
import type { Stretch } from '#rooms/recordings/contract.ts'
import { foldText } from '#rooms/search/fold-text.server.ts'
import type { HeardSegment } from './engine/engine.server.ts'

/** What is known of a stretch of the sound besides what the engine heard. */
export interface Evidence {
  /** Whether there is any sound. */
  isHeard(stretch: Stretch): boolean
  /** Whether the video server took the person for speaking then; null: it told nothing of this recording. */
  isSpeaking(stretch: Stretch): boolean | null
}

/** Figures of the model's makers: more than this is no speech, and less sure than that it is guessed. */
const NO_SPEECH = 0.6
const GUESSED = -1
/** Where the server heard nobody, less is enough. */
const DOUBTED_SPEECH = 0.4
const DOUBTED = -0.8
/** Text that can be packed better than this goes round in circles. */
const MOST_REPEATED = 2.4
/** The same words over and over. */
const LOOP = 3
/** Films' subtitles, which these models have learnt from, end so; nobody says it in a meeting. */
const CREDITS =
  /(sous-?titr|subtitle|transcri|traduction|translat).{0,40}(amara|radio-canada|st'? ?501|communaute|community|soustitreur)|amara\.org/
/** This may be said, by somebody who speaks. */
const FAREWELLS =
  /^(thanks?( you)?( so much| very much)? for (watching|listening)|merci (d'avoir|a tous d'avoir) (regarde|ecoute)|abonnez[- ]vous|(please )?(like and )?subscribe)/

/** Leaves out what engines hear in silence and noise: credits, loops, guesses, words where there was no sound. */
export function dropPhantoms(segments: readonly HeardSegment[], evidence: Evidence): HeardSegment[] {
  const real = segments.filter((segment) => !isPhantom(segment, evidence))
  return real.filter((segment, position) => !loops(real, position) && /[\p{L}\p{N}]/u.test(segment.text))
}

function isPhantom(segment: HeardSegment, { isHeard, isSpeaking }: Evidence): boolean {
  if (!isHeard(segment)) return true
  const said = foldText(segment.text).trim()
  if (CREDITS.test(said) || isRepetitive(segment.text)) return true
  const noSpeech = segment.noSpeech ?? 0
  const confidence = segment.confidence ?? 0
  if (noSpeech > NO_SPEECH && confidence < GUESSED) return true
  const doubted = isSpeaking(segment) === false
  if (FAREWELLS.test(said)) return doubted || noSpeech > DOUBTED_SPEECH
  return doubted && (noSpeech > DOUBTED_SPEECH || confidence < DOUBTED)
}

/** As the model's makers measure it. */
function isRepetitive(text: string): boolean {
  const bytes = Buffer.from(text)
  return bytes.length / deflateSync(bytes).length > MOST_REPEATED
}

/** Of words that come three times in a row and more, only the first stay. */
function loops(segments: readonly HeardSegment[], position: number): boolean {
  const said = wordsOf(segments[position])
  const isSame = (at: number) => wordsOf(segments[at]) === said
  if (said === '' || position === 0 || !isSame(position - 1)) return false
  let [from, to] = [position, position]
  while (from > 0 && isSame(from - 1)) from--
  while (to + 1 < segments.length && isSame(to + 1)) to++
  return to - from + 1 >= LOOP
}

const wordsOf = (segment?: HeardSegment) =>
  foldText(segment?.text ?? '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
