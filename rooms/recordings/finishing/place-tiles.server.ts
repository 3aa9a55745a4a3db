import type { Scene } from './plan-film.server.ts'

export const FILM_WIDTH = 1280
export const FILM_HEIGHT = 720

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** Where a person (or the screen, or how many more there are) is shown: the picture, and the line with the name below it. */
export interface Tile {
  person: string | null
  isScreen: boolean
  picture: Box
  label: Box
}

const GAP = 8
const LABEL_HEIGHT = 32
const SMALL_LABEL_HEIGHT = 26
const COLUMN_WIDTH = 256
const COLUMN_ROWS = 5

/** Places a scene's people: a large picture with a column of small ones beside it, or all alike in rows. Each box begins and ends at even pixels. */
export function placeTiles({ screen, large, people, more }: Scene): Tile[] {
  const whole = { x: 0, y: 0, width: FILM_WIDTH, height: FILM_HEIGHT }
  const small: (string | null)[] = [...people.filter((person) => person !== large), ...(more > 0 ? [null] : [])]
  if (screen === null && large === null) {
    const columns = small.length <= 1 ? 1 : small.length <= 4 ? 2 : 3
    return small.map((person, position) => tile(person, cell(whole, position, small.length, columns)))
  }
  if (small.length === 0) return [tile(large, whole, { isScreen: screen !== null })]
  const main = { ...whole, width: FILM_WIDTH - COLUMN_WIDTH }
  const height = FILM_HEIGHT / COLUMN_ROWS
  const top = Math.floor((FILM_HEIGHT - small.length * height) / 4) * 2
  return [
    tile(large, main, { isScreen: screen !== null }),
    ...small.map((person, position) => tile(person, { x: main.width, y: top + position * height, width: COLUMN_WIDTH, height })),
  ]
}

/** A cell of rows that are centred, the last one too where it is not full. */
function cell(whole: Box, position: number, count: number, columns: number): Box {
  const rows = Math.max(1, Math.ceil(count / columns))
  const width = Math.floor(whole.width / columns)
  const height = Math.floor(whole.height / rows)
  const row = Math.floor(position / columns)
  const inRow = row === rows - 1 ? count - row * columns : columns
  const left = Math.floor((whole.width - inRow * width) / 2)
  return { x: whole.x + left + (position % columns) * width, y: whole.y + row * height, width, height }
}

function tile(person: string | null, { x, y, width, height }: Box, { isScreen = false } = {}): Tile {
  const labelHeight = height > 200 ? LABEL_HEIGHT : SMALL_LABEL_HEIGHT
  const roomWidth = width - 2 * GAP
  const roomHeight = height - 2 * GAP - labelHeight
  const pictureWidth = even(Math.min(roomWidth, (roomHeight * 16) / 9))
  const pictureHeight = even(Math.min(roomHeight, (pictureWidth * 9) / 16))
  const left = even(x + (width - pictureWidth) / 2)
  const top = even(y + (height - labelHeight - pictureHeight) / 2)
  return {
    person,
    isScreen,
    picture: { x: left, y: top, width: pictureWidth, height: pictureHeight },
    label: { x: left, y: top + pictureHeight, width: pictureWidth, height: labelHeight },
  }
}

const even = (value: number) => Math.floor(value / 2) * 2
