import { LRUCache } from 'lru-cache'
import { MARKUP_MARK, type MarkupCache } from '#app/ui/kit/cached-markup.tsx'

/** Letters, of keys and of markup: some 32 MB. */
const MOST_LETTERS = 16_000_000

const kept = new LRUCache<string, string>({
  maxSize: MOST_LETTERS,
  sizeCalculation: (markup, key) => markup.length + key.length + 1,
})

const MARKED = new RegExp(`<div class="contents" ${MARKUP_MARK}="(\\d+)">`, 'g')
const DIVISION = /<(\/?)div\b/g
/** Ids that say where on a page something stood, and parts that React sends later: neither is the same on another page. */
const BOUND_TO_ITS_PAGE = /:R[\da-z]*(?:H[\da-z]+)?:|<template id="B:/

/** The cache as one drawing of a page uses it; afterwards `keepFrom` takes what is new out of the page. */
export interface PageMarkupCache extends MarkupCache {
  /** @returns The page without the marks. What is drawn twice by pages at the same time is kept once. */
  keepFrom: (page: Buffer) => Buffer
}

export function openMarkupCache(): PageMarkupCache {
  const keys: string[] = []
  return {
    find: (key) => kept.get(key),
    willKeep: (key) => keys.push(key) - 1,
    keepFrom(page) {
      if (keys.length === 0) return page
      const text = page.toString()
      for (const { 0: mark, 1: number, index } of text.matchAll(MARKED)) {
        const begin = index + mark.length
        const markup = text.slice(begin, endOfDivision(text, begin))
        const key = keys[Number(number)]
        if (key !== undefined && !BOUND_TO_ITS_PAGE.test(markup)) kept.set(key, markup.replaceAll(MARKED, '<div class="contents">'))
      }
      return Buffer.from(text.replaceAll(MARKED, '<div class="contents">'))
    },
  }
}

/** Where the division ends whose inside begins at `from`. What people wrote has none of its own: `<` is escaped in text and attributes. */
function endOfDivision(text: string, from: number): number {
  DIVISION.lastIndex = from
  for (let depth = 1, found = DIVISION.exec(text); found; found = DIVISION.exec(text)) {
    depth += found[1] ? -1 : 1
    if (depth === 0) return found.index
  }
  return text.length
}
