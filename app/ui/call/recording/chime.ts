const NOTE_SECONDS = 0.22
/** Quieter than people talk. */
const LOUDEST = 0.05
const RISING = [523.25, 659.25]

/** A soft sound of two notes: rising, recording has begun; falling, it is over. Made here, and silent where the browser plays nothing. */
export function chime(which: 'begins' | 'ends'): void {
  try {
    const context = new AudioContext()
    const notes = which === 'begins' ? RISING : [...RISING].reverse()
    for (const [index, frequency] of notes.entries()) {
      const startsAt = context.currentTime + 0.05 + index * NOTE_SECONDS
      const note = new OscillatorNode(context, { frequency })
      const volume = new GainNode(context, { gain: 0 })
      volume.gain.setValueAtTime(0, startsAt)
      volume.gain.linearRampToValueAtTime(LOUDEST, startsAt + 0.03)
      volume.gain.exponentialRampToValueAtTime(0.0001, startsAt + NOTE_SECONDS * 1.6)
      note.connect(volume).connect(context.destination)
      note.start(startsAt)
      note.stop(startsAt + NOTE_SECONDS * 1.7)
      if (index === notes.length - 1) note.onended = () => void context.close()
    }
  } catch {
    // A browser without WebAudio: the banner says it.
  }
}
