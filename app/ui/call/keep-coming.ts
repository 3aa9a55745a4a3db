import type { Picture } from './call-view.ts'

/** How long a picture is asked for that no tile shows. */
const UNSEEN_FOR_MS = 2_000
/** With more people than this, each is drawn so small that the smallest picture will do. */
const FEW = 6

/**
 * Asks for a picture that has just come until a tile shows it. What is attached nowhere is paused at once (adaptiveStream), and asked for
 * anew only when its tile is drawn and seen: one more way to the server and back, and one more key frame.
 *
 * @param people how many others are in the call: the picture is asked for about as large as its tile will be
 * @param onceShown calls back when it is attached once more
 */
export function keepComing(picture: Picture, people: number, onceShown: (shown: () => void) => void): void {
  const unseen = document.createElement('video')
  unseen.muted = true
  unseen.ariaHidden = 'true'
  const [width, height] = people > FEW ? ['160px', '90px'] : ['640px', '360px']
  Object.assign(unseen.style, { position: 'fixed', inset: '0 auto auto 0', width, height, opacity: '0', pointerEvents: 'none' })
  document.body.append(unseen)
  picture.attach(unseen)
  const end = () => {
    clearTimeout(timer)
    picture.detach(unseen)
    unseen.remove()
  }
  const timer = setTimeout(end, UNSEEN_FOR_MS)
  onceShown(() => setTimeout(end))
}
