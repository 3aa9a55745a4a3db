import { randomUUID } from 'node:crypto'
import type { Locator, Page } from 'playwright/test'
import { useInputMethod } from './composing.ts'
import { expect, test } from './fixtures.ts'
import { goIn } from './going-in.ts'

/** Composes in `field` and gives the word up by Escape, as the input method has it: the field stays, with what was typed before. */
async function giveUpWord(page: Page, field: Locator): Promise<void> {
  const method = await useInputMethod(page)
  await field.press('End')
  await method.compose('にほん')
  await method.press('Escape')
  await method.compose('')
  // Safari's order: the word has ended, and the key comes after it.
  await method.press('Escape')
  await method.press('Enter')
  // Whatever a key does is done before the next one: this letter comes after all of it.
  await method.take('、')
  await expect(field).toBeFocused()
}

test('keys of an input method close nothing and send nothing: on a page', async ({ openAs }) => {
  const ana = await openAs('ana')
  const words = `Samples are in ${randomUUID().slice(0, 8)}`
  const composer = ana.getByRole('textbox', { name: 'Write an update' })
  await composer.fill(words)
  await ana.getByLabel('in which community').selectOption({ label: 'Everyone' })
  await composer.press('Control+Enter')
  const thread = ana.getByRole('article').filter({ hasText: words })
  await thread.getByRole('button', { name: 'More about this thread' }).click()
  await ana.getByRole('menuitem', { name: 'Edit' }).click()
  const box = ana.getByRole('textbox', { name: 'Edit' })
  await giveUpWord(ana, box)
  await expect(box).toHaveValue(`${words}、`)
  await ana.keyboard.press('Escape')
  await expect(box).toBeHidden()

  await ana.goto('/c/everyone')
  await ana.getByRole('region', { name: 'Rooms' }).getByRole('button', { name: 'New room' }).click()
  const name = ana.getByRole('dialog').getByRole('textbox', { name: 'Name' })
  await name.fill('Box')
  await giveUpWord(ana, name)
  await expect(name).toHaveValue('Box、')
  await ana.keyboard.press('Escape')
  await expect(ana.getByRole('dialog')).toBeHidden()
})

test('keys of an input method close nothing and send nothing: in a call', async ({ openAs }) => {
  test.setTimeout(120_000)
  const ana = await openAs('ana')
  const sent: string[] = []
  ana.on('request', (request) => request.method() === 'POST' && /\/chat$/.test(request.url()) && sent.push(request.url()))
  await goIn(ana, '/c/everyone/rooms/monday-meeting')
  await ana.getByRole('button', { name: /topic/i }).click()
  const topic = ana.getByRole('textbox', { name: 'Topic' })
  await topic.fill('Boards')
  await giveUpWord(ana, topic)
  await expect(topic).toHaveValue('Boards、')
  await ana.keyboard.press('Escape')

  await ana.getByRole('button', { name: /^Chat/ }).click()
  const line = ana.getByRole('textbox', { name: 'Write to everybody here' })
  // The session of another journey may still go on, with all that was written in it.
  const own = `Line ${Date.now()}`
  await line.fill(own)
  await line.press('Enter')
  const written = ana.getByRole('log').locator('li[id^="chat-"]').filter({ hasText: own })
  await written.hover()
  await written.getByRole('button', { name: 'Reply' }).click()
  await line.fill(`Then ${own}`)
  const before = sent.length
  await giveUpWord(ana, line)
  await expect(line).toHaveValue(`Then ${own}、`)
  await expect(ana.getByText('Reply to Ana:')).toBeVisible()
  await line.press('Enter')
  await expect(
    ana
      .getByRole('log')
      .locator('li[id^="chat-"]')
      .filter({ hasText: `Then ${own}、` }),
  ).toHaveCount(1)
  expect(sent.length - before, 'sent once, by a key that is no input method’s').toBe(1)

  await line.press('Escape')
  await expect(line).toBeHidden()
  await ana.keyboard.press('n')
  const notes = ana.getByRole('textbox', { name: 'Notes, written together' })
  await notes.click()
  await ana.keyboard.type('Stand')
  await giveUpWord(ana, notes)
  await expect(notes.locator('p')).toHaveText(['Stand、'])
  await ana.getByRole('button', { name: 'Make an action' }).click()
  const action = ana.getByRole('textbox', { name: 'What is to be done' })
  await giveUpWord(ana, action)
  await expect(action).toHaveValue('Stand、、')
  await ana.getByRole('button', { name: 'Leave', exact: true }).click()
})
