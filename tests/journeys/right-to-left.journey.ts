import { randomUUID } from 'node:crypto'
import type { Locator } from 'playwright/test'
import { expect, test } from './fixtures.ts'

/** On which side of its block a text begins, by the place of its first letters. */
const sideOf = (block: Locator) =>
  block.evaluate((element) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    const text = texts.nextNode()
    const range = document.createRange()
    range.selectNodeContents(text ?? element)
    const [words] = range.getClientRects()
    const box = element.getBoundingClientRect()
    if (!words) return 'nothing'
    return words.left - box.left < box.right - words.right ? 'left' : 'right'
  })

test('Arabic and Hebrew are laid out from right to left, each block by itself, in what is written and in what is read', async ({
  openAs,
  expectAccessible,
}) => {
  const mark = randomUUID().slice(0, 8)
  const ana = await openAs('ana')
  const box = ana.getByRole('textbox', { name: 'Write an update' })
  await box.fill(`مرحبا بكم (${mark})!`)
  expect(await box.evaluate((area) => getComputedStyle(area).direction)).toBe('rtl')
  await box.fill(`مرحبا بكم (${mark})!\n\nHello all.\n\nשלום Ana, 12:30.\n\n- ألف\n- باء\n\n> ציטוט קצר\n\n1. First\n2. Second`)
  await ana.getByLabel('in which community').selectOption({ label: 'Everyone' })
  await box.press('Control+Enter')
  const written = ana.getByRole('article').filter({ hasText: mark }).locator('.prose')
  const paragraphs = written.locator('> p')
  await expect(paragraphs).toHaveCount(3)
  expect([await sideOf(paragraphs.nth(0)), await sideOf(paragraphs.nth(1)), await sideOf(paragraphs.nth(2))]).toEqual([
    'right',
    'left',
    'right',
  ])
  const direction = (block: Locator) => block.evaluate((element) => getComputedStyle(element).direction)
  expect(await direction(written.locator('ul'))).toBe('rtl')
  expect(await direction(written.locator('blockquote'))).toBe('rtl')
  expect(await direction(written.locator('ol'))).toBe('ltr')
  expect(await sideOf(written.locator('li').first())).toBe('right')
  await expectAccessible(ana)

  await ana.getByRole('article').filter({ hasText: mark }).getByRole('button', { name: 'Reply', exact: true }).click()
  await ana.keyboard.type('תודה רבה!')
  await ana.keyboard.press('Control+Enter')
  const reply = ana.getByRole('listitem').filter({ hasText: 'תודה רבה!' })
  await expect(reply).toBeVisible()
  expect(await sideOf(reply.locator('.prose p'))).toBe('right')
})

test('a name from right to left turns nothing around it, and its place is where names stand', async ({ openAs }) => {
  const chloe = await openAs('chloe')
  await chloe.goto('/me')
  const name = chloe.getByRole('textbox', { name: 'Name' })
  const before = await name.inputValue()
  try {
    await name.fill('كلوي برنار')
    await chloe.getByRole('button', { name: 'Save' }).first().click()
    await chloe.goto('/')
    await chloe.getByRole('textbox', { name: 'Write an update' }).fill(`By ${randomUUID()}`)
    await chloe.getByLabel('in which community').selectOption({ label: 'Everyone' })
    await chloe.getByRole('textbox', { name: 'Write an update' }).press('Control+Enter')
    const card = chloe.getByRole('article').filter({ hasText: 'كلوي برنار' }).first()
    const author = card.getByText('كلوي برنار', { exact: true }).first()
    const time = card.locator('time').first()
    const [authorBox, timeBox] = [await author.boundingBox(), await time.boundingBox()]
    expect(Number(authorBox?.x)).toBeLessThan(Number(timeBox?.x))
  } finally {
    await chloe.goto('/me')
    await chloe.getByRole('textbox', { name: 'Name' }).fill(before)
    await chloe.getByRole('button', { name: 'Save' }).first().click()
    await expect(chloe.getByRole('textbox', { name: 'Name' })).toHaveValue(before)
  }
})
