import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'

const unlike = (words: string) => `${words} ${crypto.randomUUID().slice(0, 8)}`
const badge = (page: Page) => page.getByRole('link', { name: /^Inbox/ }).first()
const thread = (page: Page, words: string) => page.getByRole('article').filter({ hasText: words })
const matter = (page: Page, words: string) => page.getByRole('listitem').filter({ hasText: words })

async function write(page: Page, words: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: 'Write an update' })
  await composer.fill(words)
  await page.getByLabel('in which community').selectOption({ label: 'Everyone' })
  await composer.press('Control+Enter')
  await expect(thread(page, words)).toBeVisible()
}

test('somebody is named, sees it at once on each device, goes to the place, and is done with it', async ({
  openAs,
  expectAccessible,
  watch,
}) => {
  watch.allow(/ERR_FAILED/)
  const [ana, ben, benToo] = [await openAs('ana'), await openAs('ben'), await openAs('ben')]
  await ben.goto('/inbox')
  const allDone = ben.getByRole('button', { name: 'All done' })
  if (await allDone.isVisible()) await allDone.click()
  await expect(ben.getByText('Nothing waits for you')).toBeVisible()
  await expect(badge(benToo)).not.toContainText('unread')

  const words = unlike('Where are the samples?')
  await write(ana, words)
  await thread(ana, words).getByRole('button', { name: 'Reply', exact: true }).click()
  const reply = thread(ana, words).getByRole('textbox', { name: 'Write a reply' })
  await reply.pressSequentially('Ask @be')
  await expect(thread(ana, words).getByRole('option', { name: /^Ben/ })).toHaveAttribute('aria-selected', 'true')
  await expectAccessible(ana)
  await ana.keyboard.press('Enter')
  await expect(reply).toHaveValue(/^Ask @Ben[^@]* $/)
  await ana.keyboard.type('about it')
  await ana.keyboard.press('Control+Enter')

  for (const page of [ben, benToo]) await expect(badge(page)).toContainText('1 unread')
  await expect(matter(ben, 'mentioned you')).toContainText('about it')
  await expectAccessible(ben)
  await matter(ben, 'mentioned you').getByRole('link').click()
  await expect(ben).toHaveURL(/\/threads\/.*#reply-/)
  await expect(ben.getByRole('listitem').filter({ hasText: 'about it' })).toBeInViewport()
  for (const page of [ben, benToo]) await expect(badge(page)).not.toContainText('unread')

  await benToo.goto('/inbox')
  await ben.goBack()
  await matter(ben, 'about it').getByRole('button', { name: 'Mark as done' }).press('Enter')
  for (const page of [ben, benToo]) await expect(matter(page, 'about it')).toHaveCount(0)
  // The one of "all done", from before, may still be there.
  await ben.getByRole('button', { name: 'Undo' }).last().click()
  for (const page of [ben, benToo]) await expect(matter(page, 'about it')).toBeVisible()

  // What did not get through is not called done.
  const undo = ben.getByRole('button', { name: 'Undo' })
  await expect(undo).toHaveCount(0)
  await ben.route('**/inbox/api', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
  await matter(ben, 'about it').getByRole('button', { name: 'Mark as done' }).press('Enter')
  await expect(ben.getByText('That did not work. Try again in a moment.')).toBeVisible()
  await expect(undo).toHaveCount(0)
  await expect(matter(ben, 'about it')).toBeVisible()
})

test('an action is made of a reply, and done in the list of who has it: the thread says so', async ({ openAs, expectAccessible }) => {
  const [ana, ben] = [await openAs('ana'), await openAs('ben')]
  const words = unlike('Chairs for the big room')
  const task = unlike('Order twelve of them')
  await write(ana, words)
  await thread(ana, words).getByRole('button', { name: 'Reply', exact: true }).click()
  await ana.keyboard.type(task)
  await ana.keyboard.press('Control+Enter')
  await thread(ana, words).getByRole('listitem').filter({ hasText: task }).getByRole('button', { name: 'More about this reply' }).click()
  await ana.getByRole('menuitem', { name: 'Make an action' }).click()
  await expect(ana.getByRole('textbox', { name: 'What is to be done' })).toHaveValue(task)
  await ana.getByRole('combobox', { name: 'Who' }).fill('Ben')
  await expect(ana.getByRole('option', { name: /^Ben/ })).toBeVisible()
  await ana.getByRole('combobox', { name: 'Who' }).press('Enter')
  await ana.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(thread(ana, words).getByRole('checkbox', { name: task })).not.toBeChecked()
  await expectAccessible(ana)

  await expect(badge(ben)).toContainText('unread')
  await ben.goto('/actions')
  await expectAccessible(ben)
  await ben.getByRole('checkbox', { name: task }).first().press('Space')
  await expect(thread(ana, words).getByRole('checkbox', { name: task })).toBeChecked()
  await expect(thread(ana, words)).toContainText(`has done: ${task}`)
  await ben.getByRole('button', { name: 'Undo' }).click()
  await expect(thread(ana, words).getByRole('checkbox', { name: task })).not.toBeChecked()
  await expect(thread(ana, words)).not.toContainText(`has done: ${task}`)

  // Changing it by keyboard, or thinking better of it, leaves one where it is.
  const line = ben.getByRole('listitem').filter({ hasText: task })
  const change = async () => {
    await line.getByRole('button', { name: /^More about/ }).press('Enter')
    await ben.getByRole('menuitem', { name: 'Edit' }).press('Enter')
  }
  await change()
  await ben.getByRole('textbox', { name: 'What is to be done' }).press('Escape')
  await expect(line).toBeFocused()
  await change()
  await ben.getByRole('textbox', { name: 'What is to be done' }).fill(`${task}, soon`)
  await ben.keyboard.press('Enter')
  await expect(line).toContainText(`${task}, soon`)
  await expect(line).toBeFocused()
})
