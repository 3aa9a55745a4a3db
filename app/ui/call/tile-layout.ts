export interface TileLayout {
  columns: number
  rows: number
  /** Of one tile, in CSS pixels. */
  tileWidth: number
  tileHeight: number
  /** How many tiles a page holds; the rest is on further pages. */
  perPage: number
  pages: number
}

/** A tile may be cropped up to these shapes before it gives space away: faces stand in the middle. */
const NARROWEST = 1
const WIDEST = 16 / 9

/** Smaller than this nobody is recognised. */
const MIN_TILE_WIDTH = 132
const MIN_TILE_HEIGHT = 96

/** Shared out evenly: 7 on pages of 6 would leave one person alone on a page. */
function evenPages(count: number, most: number) {
  const pages = Math.ceil(count / most)
  return { pages, perPage: Math.ceil(count / pages) }
}

function largestTiles(count: number, width: number, height: number, gap: number) {
  let best = { columns: 1, rows: count, tileWidth: 0, tileHeight: 0 }
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns)
    const cellWidth = (width - gap * (columns - 1)) / columns
    const cellHeight = (height - gap * (rows - 1)) / rows
    if (cellWidth <= 0 || cellHeight <= 0) continue
    const aspect = Math.min(Math.max(cellWidth / cellHeight, NARROWEST), WIDEST)
    const tileWidth = Math.min(cellWidth, cellHeight * aspect)
    const tileHeight = Math.min(cellHeight, cellWidth / aspect)
    if (tileWidth * tileHeight > best.tileWidth * best.tileHeight) best = { columns, rows, tileWidth, tileHeight }
  }
  return best
}

/**
 * Lays out equal tiles in an area, as large as they go; on several pages where they would get too small to recognise anybody.
 *
 * @param area in CSS pixels
 */
export function layOutTiles(count: number, area: { width: number; height: number }, gap = 8, most = 25): TileLayout {
  if (count <= 0 || area.width <= 0 || area.height <= 0) return { columns: 1, rows: 1, tileWidth: 0, tileHeight: 0, perPage: 1, pages: 1 }
  for (let limit = Math.min(count, most); limit >= 1; limit--) {
    const { pages, perPage } = evenPages(count, limit)
    const best = largestTiles(perPage, area.width, area.height, gap)
    const bigEnough = best.tileWidth >= Math.min(MIN_TILE_WIDTH, area.width) && best.tileHeight >= Math.min(MIN_TILE_HEIGHT, area.height)
    if (bigEnough || limit === 1) {
      return { ...best, tileWidth: Math.floor(best.tileWidth), tileHeight: Math.floor(best.tileHeight), perPage, pages }
    }
  }
  throw new Error('unreachable: one tile always fits')
}
