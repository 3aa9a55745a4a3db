import sharp, { type OverlayOptions } from 'sharp'
import { writeWhole } from '#platform/whole-files.server.ts'
import { type Box, FILM_HEIGHT, FILM_WIDTH, type Tile } from './place-tiles.server.ts'

/** Who is shown on a card. `photo`: a picture's bytes, as they were stored. */
export interface CardPerson {
  name: string
  photo: Buffer | null
}

const GROUND = '#15181c'
const CARD = '#262b32'
const INK = '#f3f1ee'
/** The people's colours of app/styles.css, as ground and ink. */
const COLOURS = [
  ['#f6d5c6', '#7a2e0e'],
  ['#f7dfb0', '#6b4200'],
  ['#e3e6a8', '#4a4d05'],
  ['#c9e7bb', '#20551a'],
  ['#b9e8d6', '#0b5240'],
  ['#b6e3ec', '#0b4f5e'],
  ['#c4dcf8', '#174a86'],
  ['#d5d4fb', '#3f3a9b'],
  ['#e7cff6', '#652a8c'],
  ['#f8cde0', '#8a1c54'],
] as const
const FONT = 'Figtree, Inter, Noto Sans, DejaVu Sans, sans'

/** Draws what lies below the pictures of a scene: a card for each person, with their face or initials, and their name under it. A PNG. */
export async function drawCards(tiles: readonly Tile[], people: ReadonlyMap<string, CardPerson>, more: number, to: string): Promise<void> {
  const layers = await Promise.all(tiles.map((tile) => drawTile(tile, people, more)))
  const card = sharp({ create: { width: FILM_WIDTH, height: FILM_HEIGHT, channels: 3, background: GROUND } })
  await writeWhole(to, await card.composite(layers.flat()).png().toBuffer())
}

async function drawTile(
  { person, isScreen, picture, label }: Tile,
  people: ReadonlyMap<string, CardPerson>,
  more: number,
): Promise<OverlayOptions[]> {
  const { x: left, y: top, width, height } = picture
  const card: OverlayOptions = { input: { create: { width, height, channels: 3, background: isScreen ? '#000000' : CARD } }, left, top }
  if (isScreen) return [card]
  if (person === null) return [card, ...(await centred(`+${more}`, INK, height / 4, picture))]
  const { name, photo } = people.get(person) ?? { name: person, photo: null }
  const size = Math.floor(height / 4) * 2
  const at = { left: left + Math.floor((width - size) / 2), top: top + Math.floor((height - size) / 2) }
  const [ground, ink] = COLOURS[colourOf(person)] ?? COLOURS[0]
  const face = photo
    ? await sharp(photo)
        .resize(size, size)
        .removeAlpha()
        .raw()
        .toBuffer()
        .catch(() => null)
    : null
  const circle = { input: circleOf(size, face ?? ground), raw: { width: size, height: size, channels: 4 as const }, ...at }
  const box = { x: at.left, y: at.top, width: size, height: size }
  const letters = face ? [] : await centred(initialsOf(name), ink, size * 0.36, box)
  return [card, circle, ...letters, ...(await nameLine(name, label))]
}

/** The same colour as the person has on pages (app/ui/kit/avatar.tsx). */
function colourOf(person: string): number {
  let sum = 0
  for (const character of person) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0
  return sum % COLOURS.length
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u)
  const first = [...(words[0] ?? '?')][0] ?? '?'
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : ''
  return (first + last).toLocaleUpperCase()
}

/** A round picture of four channels: of a colour, or of pixels of three channels. */
function circleOf(size: number, of: string | Buffer): Buffer {
  const pixels = Buffer.alloc(size * size * 4)
  const colour = typeof of === 'string' ? [1, 3, 5].map((from) => Number.parseInt(of.slice(from, from + 2), 16)) : null
  for (let position = 0; position < size * size; position++) {
    const fromCentre = Math.hypot((position % size) + 0.5 - size / 2, Math.floor(position / size) + 0.5 - size / 2)
    for (let channel = 0; channel < 3; channel++) {
      pixels[position * 4 + channel] = colour ? (colour[channel] ?? 0) : ((of as Buffer)[position * 3 + channel] ?? 0)
    }
    pixels[position * 4 + 3] = Math.round(255 * Math.min(1, Math.max(0, size / 2 - fromCentre)))
  }
  return pixels
}

async function centred(text: string, colour: string, height: number, box: Box): Promise<OverlayOptions[]> {
  const drawn = await write(text, colour, height)
  if (!drawn) return []
  const { width, height: tall } = drawn.raw
  return [{ ...drawn, left: Math.round(box.x + (box.width - width) / 2), top: Math.round(box.y + (box.height - tall) / 2) }]
}

async function nameLine(name: string, { x, y, width, height }: Box): Promise<OverlayOptions[]> {
  const drawn = await write(name, INK, height * 0.52, width)
  return drawn ? [{ ...drawn, left: x + 2, top: Math.round(y + (height - drawn.raw.height) / 2) }] : []
}

/** Words as pixels; null where there are none to be seen, or they cannot be written. */
async function write(text: string, colour: string, size: number, most?: number) {
  const clean = text.replace(/\p{C}/gu, ' ').trim()
  if (clean === '') return null
  const escaped = clean.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const markup = `<span foreground="${colour}">${escaped}</span>`
  try {
    const words = { text: markup, rgba: true, dpi: 72, font: `${FONT} ${Math.max(8, Math.round(size))}` }
    const { data, info } = await sharp({ text: words }).raw().toBuffer({ resolveWithObject: true })
    const raw = { width: info.width, height: info.height, channels: info.channels }
    if (most === undefined || info.width <= most) return { input: data, raw }
    const cut = await sharp(data, { raw }).extract({ left: 0, top: 0, width: most, height: info.height }).raw().toBuffer()
    return { input: cut, raw: { ...raw, width: most } }
  } catch {
    return null
  }
}
