import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'

const composer = (page: Page) => page.getByRole('textbox', { name: 'Write an update' })
const where = (page: Page) => page.getByLabel('in which community')
const thread = (page: Page, words: string) => page.getByRole('article').filter({ hasText: words })
const replyBox = (page: Page, words: string) => thread(page, words).getByRole('textbox', { name: 'Write a reply' })
const unlike = (words: string) => `${words} ${crypto.randomUUID().slice(0, 8)}`

/** Waits for what opens at a click: the page is alive, and has looked for what is kept. */
async function alive(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More about this thread' }).first().click()
  await expect(page.getByRole('menuitem', { name: 'Copy link' })).toBeVisible()
  await page.keyboard.press('Escape')
}

async function openTab(page: Page): Promise<Page> {
  const second = await page.context().newPage()
  await second.goto(page.url())
  await alive(second)
  return second
}

async function postHere(page: Page, words: string): Promise<void> {
  await composer(page).fill(words)
  await where(page).selectOption({ label: 'Everyone' })
  await composer(page).press('Control+Enter')
  await expect(thread(page, words)).toBeVisible()
}

/** What is sent arrives, and its answer does not. */
async function loseAnswers(page: Page, url: string): Promise<() => Promise<void>> {
  await page.route(url, async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    await route.fetch()
    await route.abort()
  })
  return () => page.unroute(url)
}

test('a second tab has the same draft: once it was posted it is gone there, and what is written then goes where it is meant to', async ({
  openAs,
}) => {
  const first = await openAs('ana')
  const [lunch, salaries] = [unlike('Lunch?'), unlike('Salaries')]
  await composer(first).fill(lunch)
  await where(first).selectOption({ label: 'Everyone' })
  const second = await openTab(first)
  await expect(composer(second)).toHaveValue(lunch)
  await composer(first).press('Control+Enter')
  await expect(thread(first, lunch)).toBeVisible()
  await expect(composer(second)).toHaveValue('')

  await composer(second).fill(salaries)
  await where(second).selectOption({ label: 'New workshop' })
  await composer(second).press('Control+Enter')
  await expect(thread(second, salaries).getByRole('link', { name: 'New workshop' })).toBeVisible()
  await expect(thread(second, lunch).getByRole('link', { name: 'Everyone' })).toBeVisible()
  await expect(thread(second, lunch)).toHaveCount(1)
  await expect(thread(second, lunch)).not.toContainText('edited')
})

test('what a second tab made of the same draft stays its own when the first is posted, and goes where it is meant to', async ({
  openAs,
}) => {
  const first = await openAs('ana')
  const [lunch, salaries] = [unlike('Lunch?'), unlike('Salaries')]
  await composer(first).fill(lunch)
  await where(first).selectOption({ label: 'Everyone' })
  const second = await openTab(first)
  await where(second).selectOption({ label: 'New workshop' })
  await composer(second).fill(salaries)
  await composer(first).press('Control+Enter')
  await expect(thread(first, lunch).getByRole('link', { name: 'Everyone' })).toBeVisible()
  await expect(composer(first)).toHaveValue('')
  await expect(composer(second)).toHaveValue(salaries)
  await second.reload()
  await alive(second)
  await expect(composer(second)).toHaveValue(salaries)
  await composer(second).press('Control+Enter')
  await expect(thread(second, salaries).getByRole('link', { name: 'New workshop' })).toBeVisible()
  await expect(thread(second, lunch)).toHaveCount(1)
  await expect(thread(second, lunch)).not.toContainText('edited')
})

test('two tabs that write at once keep both texts, also over a reload', async ({ openAs }) => {
  const first = await openAs('ana')
  const second = await openTab(first)
  const [one, other] = [unlike('One'), unlike('Other')]
  await composer(first).fill(one)
  await composer(second).fill(other)
  await composer(first).press('End')
  await composer(first).pressSequentially('!')
  await first.reload()
  await second.reload()
  await expect(composer(first)).toHaveValue(`${one}!`)
  await expect(composer(second)).toHaveValue(other)
  await second.close()
  for (const words of [`${one}!`, other]) {
    await alive(first)
    await expect(composer(first)).toHaveValue(words)
    await composer(first).press('Control+Enter')
    await expect(thread(first, words)).toBeVisible()
    await first.reload()
  }
  await alive(first)
  await expect(composer(first)).toHaveValue('')
})

test('a reply begun in two tabs is sent once, and another text is another reply', async ({ openAs }) => {
  const first = await openAs('ana')
  const words = unlike('Which table?')
  await postHere(first, words)
  await thread(first, words).getByRole('button', { name: 'Reply', exact: true }).click()
  await replyBox(first, words).fill('The round one')
  const second = await openTab(first)
  await thread(second, words).getByRole('button', { name: 'Reply', exact: true }).click()
  await expect(replyBox(second, words)).toHaveValue('The round one')
  await replyBox(first, words).press('Control+Enter')
  const replies = thread(second, words).getByRole('list', { name: 'Replies' }).getByRole('listitem')
  await expect(replies).toHaveText([/The round one/])
  await expect(replyBox(second, words)).toHaveValue('')
  await replyBox(second, words).fill('Or the long one')
  await replyBox(second, words).press('Control+Enter')
  await expect(replies).toHaveText([/The round one/, /Or the long one/])
  await expect(replies.first()).not.toContainText('edited')
})

test('an answer is lost: the same text is the same post, another one is told that the first arrived, and nothing is lost', async ({
  openAs,
  watch,
}) => {
  watch.allow(/ERR_FAILED|Failed to load/, /status of 409/)
  const ana = await openAs('ana')
  const words = unlike('The door is open')
  let find = await loseAnswers(ana, '**/threads')
  await composer(ana).fill(words)
  await where(ana).selectOption({ label: 'Everyone' })
  await composer(ana).press('Control+Enter')
  await expect(ana.getByRole('alert').filter({ hasText: /\S/ })).toContainText('That did not work')
  await find()
  await ana.reload()
  await alive(ana)
  await expect(composer(ana)).toHaveValue(words)
  await composer(ana).press('Control+Enter')
  await expect(composer(ana)).toHaveValue('')
  await expect(thread(ana, words)).toHaveCount(1)

  const [second, third] = [unlike('It closes at six'), unlike('It closes at seven')]
  find = await loseAnswers(ana, '**/threads')
  await composer(ana).fill(second)
  await composer(ana).press('Control+Enter')
  await expect(ana.getByRole('alert').filter({ hasText: /\S/ })).toContainText('That did not work')
  await find()
  await composer(ana).fill(third)
  await composer(ana).press('Control+Enter')
  await expect(ana.getByRole('alert').filter({ hasText: /\S/ })).toContainText('What you sent before did arrive')
  await expect(composer(ana)).toHaveValue(third)
  await composer(ana).press('Control+Enter')
  await expect(composer(ana)).toHaveValue('')
  await ana.reload()
  for (const each of [words, second, third]) await expect(thread(ana, each)).toHaveCount(1)
})

test('an edit that is left keeps what was typed: by Escape, by going elsewhere; cancelled, it does not', async ({ openAs }) => {
  const ana = await openAs('ana')
  const words = unlike('The lamps are here')
  await postHere(ana, words)
  const card = ana.locator(`[data-thread="${await thread(ana, words).getAttribute('data-thread')}"]`)
  const box = card.getByRole('textbox', { name: 'Edit' })
  const edit = async () => {
    await card.getByRole('button', { name: 'More about this thread' }).click()
    await ana.getByRole('menuitem', { name: 'Edit' }).click()
  }
  await edit()
  await box.fill(`${words}, all ten`)
  await box.press('Escape')
  await expect(box).toBeHidden()
  await edit()
  await expect(box).toHaveValue(`${words}, all ten`)
  await ana.getByRole('link', { name: 'Rooms', exact: true }).first().click()
  await expect(card).toBeHidden()
  await ana.getByRole('link', { name: 'Home', exact: true }).first().click()
  await edit()
  await expect(box).toHaveValue(`${words}, all ten`)
  await card.getByRole('button', { name: 'Cancel' }).click()
  await edit()
  await expect(box).toHaveValue(words)
  await box.fill(`${words}, all twelve`)
  await card.getByRole('button', { name: 'Save' }).click()
  await expect(card).toContainText('all twelve')
  await edit()
  await expect(box).toHaveValue(`${words}, all twelve`)
})

test('an action that is being written is still there after Escape, with who has it and until when', async ({ openAs }) => {
  const ana = await openAs('ana')
  const words = unlike('We need oak')
  await postHere(ana, words)
  const card = thread(ana, words)
  const form = card.getByRole('form', { name: 'Make an action' })
  const begin = async () => {
    await card.getByRole('button', { name: 'More about this thread' }).click()
    await ana.getByRole('menuitem', { name: 'Make an action' }).click()
  }
  await begin()
  await form.getByLabel('What is to be done').fill('Order oak')
  await form.getByLabel('Due on').fill('2031-02-03')
  await form.getByLabel('What is to be done').press('Escape')
  await expect(form).toBeHidden()
  await begin()
  await expect(form.getByLabel('What is to be done')).toHaveValue('Order oak')
  await expect(form.getByLabel('Due on')).toHaveValue('2031-02-03')
  await form.getByRole('button', { name: 'Add' }).click()
  await expect(form).toBeHidden()
  await expect(card).toContainText('Order oak')
  await begin()
  await expect(form.getByLabel('What is to be done')).toHaveValue(words)
})
