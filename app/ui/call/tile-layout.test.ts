import fc from 'fast-check'
import { expect, it } from 'vitest'
import { layOutTiles } from './tile-layout.ts'

const GAP = 8
const people = fc.integer({ min: 1, max: 50 })
const areas = fc.record({ width: fc.integer({ min: 320, max: 2560 }), height: fc.integer({ min: 300, max: 1440 }) })

it('fits every page into the area, and has a place for everybody', () => {
  fc.assert(
    fc.property(people, areas, (count, area) => {
      const { columns, rows, tileWidth, tileHeight, perPage, pages } = layOutTiles(count, area, GAP)
      expect(columns * tileWidth + (columns - 1) * GAP).toBeLessThanOrEqual(area.width)
      expect(rows * tileHeight + (rows - 1) * GAP).toBeLessThanOrEqual(area.height)
      expect(columns * rows).toBeGreaterThanOrEqual(perPage)
      expect(perPage * pages).toBeGreaterThanOrEqual(count)
      expect(perPage * (pages - 1)).toBeLessThan(count)
    }),
  )
})

it('shows nobody too small to be recognised, nor more than 25 at once', () => {
  fc.assert(
    fc.property(people, areas, (count, area) => {
      const { tileWidth, tileHeight, perPage } = layOutTiles(count, area, GAP)
      expect(tileWidth).toBeGreaterThanOrEqual(132)
      expect(tileHeight).toBeGreaterThanOrEqual(96)
      expect(perPage).toBeLessThanOrEqual(25)
    }),
  )
})

it('keeps tiles between a square and 16:9', () => {
  fc.assert(
    fc.property(people, areas, (count, area) => {
      const { tileWidth, tileHeight } = layOutTiles(count, area, GAP)
      // One pixel of rounding down on either side.
      expect((tileWidth + 1) / tileHeight).toBeGreaterThanOrEqual(1)
      expect(tileWidth / (tileHeight + 1)).toBeLessThanOrEqual(16 / 9)
    }),
  )
})

it('never makes faces larger when somebody comes in', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 24 }), areas, (count, area) => {
      const fewer = layOutTiles(count, area, GAP)
      const more = layOutTiles(count + 1, area, GAP)
      fc.pre(fewer.pages === 1 && more.pages === 1)
      // Rounding down costs a tile up to a pixel on each side.
      expect(more.tileWidth * more.tileHeight).toBeLessThanOrEqual((fewer.tileWidth + 1) * (fewer.tileHeight + 1))
    }),
  )
})

it.each([
  [1, 1, 1],
  [2, 2, 1],
  [4, 2, 2],
  [9, 3, 3],
  [25, 5, 5],
])('puts %i people on a wide screen into %i columns and %i rows', (count, columns, rows) => {
  expect(layOutTiles(count, { width: 1920, height: 1000 }, GAP)).toMatchObject({ columns, rows, pages: 1 })
})

it('stacks two people on a phone', () => {
  expect(layOutTiles(2, { width: 344, height: 560 }, GAP)).toMatchObject({ columns: 1, rows: 2 })
})

it('spreads fifty people over pages evenly', () => {
  expect(layOutTiles(50, { width: 1920, height: 1000 }, GAP)).toMatchObject({ perPage: 25, pages: 2 })
})

it('lays nothing out where there is nobody, or no space yet', () => {
  expect(layOutTiles(0, { width: 100, height: 100 })).toMatchObject({ tileWidth: 0 })
  expect(layOutTiles(3, { width: 0, height: 0 })).toMatchObject({ tileWidth: 0 })
})
