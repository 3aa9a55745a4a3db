import { readFileSync } from 'node:fs'
import type { Page } from 'playwright/test'
import { addVoices, installEngine, makeFilm } from './film-scene.ts'
import { expect, test } from './fixtures.ts'

/** Some lines that one can follow, and very many after them. */
const said = [
  ...[
    'We begin with the oak.',
    'It is ten days late.',
    'Who tells the customers?',
    'Dan does, by tomorrow.',
    'Then the fair.',
    'Nine square metres.',
  ],
  ...Array.from({ length: 300 }, (_, index) => (index === 280 ? 'And twelve hinges for the lamp.' : `Aside ${index}`)),
].map((text, index) => {
  const startMs = index < 6 ? index * 5_000 : 30_000 + (index - 6) * 50
  return { text, startMs, endMs: startMs + (index < 6 ? 4_800 : 40) }
})

const player = (page: Page) => page.getByRole('region', { name: 'Player' })
const secondsIn = async (page: Page) =>
  Number(await player(page).getByRole('slider', { name: 'Where you are' }).getAttribute('aria-valuenow'))
const transcript = (page: Page) => page.getByRole('region', { name: 'Transcript' })
const line = (page: Page, text: string) => transcript(page).getByRole('button', { name: text, exact: true })
const editor = (page: Page) => transcript(page).getByRole('textbox', { name: 'What was said here' })

test('a transcript goes along with its player, seeks, is searched, put right by two at once, shown as captions, and taken away', async ({
  openAs,
  demo,
  watch,
  expectAccessible,
}) => {
  test.setTimeout(150_000)
  // What cannot be had any more, and a line that was changed meanwhile, are noted by the browser.
  watch.allow(/status of 40[49]/)
  const { slug, recordingId } = await makeFilm(demo, said)
  const ben = await openAs('ben')
  await ben.goto(`/recordings/${recordingId}`)
  await expect(line(ben, 'We begin with the oak.')).toBeVisible()
  await expectAccessible(ben)

  // A line seeks, by the mouse and by keys, and the one that is said now is marked.
  await line(ben, 'Who tells the customers?').click()
  await expect.poll(() => secondsIn(ben)).toBe(10)
  await expect(line(ben, 'Who tells the customers?')).toHaveAttribute('aria-current', 'true')
  await ben.keyboard.press('ArrowDown')
  await expect(line(ben, 'Dan does, by tomorrow.')).toBeFocused()
  await ben.keyboard.press('Enter')
  await expect.poll(() => secondsIn(ben)).toBe(15)
  await expect(line(ben, 'Dan does, by tomorrow.')).toHaveAttribute('aria-current', 'true')

  // What was said is found far beyond what is on screen; then back to where it is played.
  const find = transcript(ben).getByRole('searchbox', { name: 'Find in the transcript' })
  await find.fill('hinge')
  await expect(transcript(ben).getByText('1 of 1')).toBeVisible()
  await expect(line(ben, 'And twelve hinges for the lamp.')).toBeInViewport()
  await expect(transcript(ben).locator('mark')).toHaveText('hinge')
  await transcript(ben).getByRole('button', { name: 'Follow' }).click()
  await expect(line(ben, 'Dan does, by tomorrow.')).toBeInViewport()
  await find.fill('aside')
  await expect(transcript(ben).getByText('1 of 200+')).toBeVisible()
  await find.press('Shift+Enter')
  await expect(transcript(ben).getByText('200 of 200+')).toBeVisible()
  await expectAccessible(ben)
  await find.fill('')
  await transcript(ben).getByRole('button', { name: 'Follow' }).click()

  // Two put the same line right: the second is told, and loses nothing; what is typed survives a reload.
  const ana = await openAs('ana')
  await ana.goto(`/recordings/${recordingId}`)
  await line(ana, 'It is ten days late.').focus()
  await ana.keyboard.press('e')
  await editor(ana).fill('no')
  await ana.keyboard.press('Escape')
  await expect(line(ana, 'It is ten days late.')).toBeFocused()
  await line(ben, 'It is ten days late.').hover()
  await transcript(ben)
    .getByRole('listitem')
    .filter({ hasText: 'It is ten days late.' })
    .getByRole('button', { name: 'Edit this line' })
    .click()
  await editor(ben).fill('It is two weeks late.')
  await ana.keyboard.press('e')
  await editor(ana).fill('It is twelve days late.')
  await ana.keyboard.press('Control+Enter')
  await expect(line(ana, 'It is twelve days late.')).toBeFocused()
  await ben.reload()
  await expect(editor(ben)).toHaveValue('It is two weeks late.')
  await editor(ben).press('Control+Enter')
  await expect(transcript(ben).getByRole('alert')).toContainText('Somebody changed this line while you were writing.')
  await expect(transcript(ben).getByRole('alert')).toContainText('It is twelve days late.')
  await expectAccessible(ben)
  await transcript(ben).getByRole('button', { name: 'Save mine' }).click()
  await expect(line(ana, 'It is two weeks late.')).toBeVisible()

  // Emptied, a line is gone for everybody; it comes back.
  await line(ben, 'Nine square metres.').focus()
  await ben.keyboard.press('e')
  await editor(ben).fill('')
  await transcript(ben).getByRole('button', { name: 'Save', exact: true }).click()
  await expect(line(ana, 'Nine square metres.')).toHaveCount(0)
  await ben.getByRole('button', { name: 'Undo' }).click()
  await expect(line(ana, 'Nine square metres.')).toBeVisible()

  // As captions, also what was put right.
  await line(ben, 'It is two weeks late.').click()
  await expect.poll(() => secondsIn(ben)).toBe(5)
  await player(ben).getByRole('button', { name: 'Captions' }).click()
  await expect(player(ben).getByText('Ana: It is two weeks late.')).toBeVisible()
  const download = ben.waitForEvent('download')
  await transcript(ben).getByRole('button', { name: 'Download the transcript' }).click()
  await transcript(ben).getByRole('menuitem', { name: 'As captions (.vtt)' }).click()
  const file = readFileSync(await (await download).path(), 'utf8')
  expect(file).toContain('00:00:05.000 --> 00:00:09.800\n<v Ana>It is two weeks late.')

  // Quoted in a post of the community, a moment is a card that leads there.
  await line(ben, 'Then the fair.').hover()
  await transcript(ben)
    .getByRole('listitem')
    .filter({ hasText: 'Then the fair.' })
    .getByRole('button', { name: 'Quote this moment' })
    .click()
  const dialog = ben.getByRole('dialog', { name: 'Quote 0:20' })
  await expect(dialog.getByRole('textbox')).toHaveValue('> Then the fair.\n\n')
  await expectAccessible(ben)
  await dialog.getByRole('textbox').press('End')
  await dialog.getByRole('textbox').fill('> Then the fair.\n\nWho comes along?')
  await dialog.getByRole('button', { name: 'Post', exact: true }).click()
  await ben.getByRole('button', { name: 'See it' }).click()
  await ben.getByRole('article').getByRole('link', { name: 'A film 0:20' }).click()
  await expect(player(ben).getByRole('button', { name: 'Play from 0:20' })).toBeVisible()

  // The library says where it was said.
  await ben.goto(`/c/${slug}/recordings`)
  await ben.getByRole('searchbox', { name: 'What about?' }).fill('hinges')
  await ben.getByRole('link', { name: 'Said at 0:44: And twelve hinges for the lamp.' }).click()
  await expect(line(ben, 'And twelve hinges for the lamp.')).toBeInViewport()

  // Who is taken out of the community has lost it.
  const ways = ['captions', 'transcript', 'transcript.vtt', 'transcript.txt'].map((name) => `/recordings/${recordingId}/${name}`)
  const statuses = (page: Page) => page.evaluate((urls) => Promise.all(urls.map(async (url) => (await fetch(url)).status)), ways)
  expect(await statuses(ben)).toEqual([200, 200, 200, 200])
  await ana.goto(`/c/${slug}/members`)
  await ana.getByRole('button', { name: /Ben/ }).click()
  await ana.getByRole('menuitem', { name: 'Remove' }).click()
  await ana.getByRole('button', { name: 'Remove from the community' }).click()
  await expect(ben.getByText('There is no such recording, or you may not see it.')).toBeVisible()
  await expect(transcript(ben)).toHaveCount(0)
  expect(await statuses(ben)).toEqual([404, 404, 404, 404])
})

test('a recording is kept for good, deleted and brought back where it is watched; who looks after the server is told how transcripts are turned on', async ({
  openAs,
  demo,
  expectAccessible,
}) => {
  const { recordingId } = await makeFilm(demo)
  const [ana, ben] = [await openAs('ana'), await openAs('ben')]
  await ana.goto(`/recordings/${recordingId}`)
  await ben.goto(`/recordings/${recordingId}`)
  await expect(transcript(ana)).toContainText('npm run transcripts:install')
  await expect(transcript(ben)).not.toContainText('npm run')
  const choose = async (name: string) => {
    await ana.getByRole('button', { name: 'More about this recording' }).click()
    await ana.getByRole('menuitem', { name }).click()
  }
  await expect(ana.getByText(/this workspace keeps recordings for 365 days/)).toBeVisible()
  await choose('Keep for good')
  await expect(ben.getByText('Kept for good, as a moderator decided.')).toBeVisible()
  await choose('Stop keeping for good')
  await expect(ana.getByText('Kept for good, as a moderator decided.')).toHaveCount(0)
  await choose('Delete')
  await expect(ben.getByRole('heading', { name: 'This recording is deleted' })).toBeVisible()
  await expect(ben.getByRole('button', { name: 'Bring it back' })).toHaveCount(0)
  await expectAccessible(ana)
  await ana.getByRole('button', { name: 'Bring it back' }).click()
  await expect(player(ben)).toBeVisible()
  await ben.getByRole('button', { name: 'More about this recording' }).click()
  await expect(ben.getByRole('menuitem', { name: 'Who was told, and what they said' })).toBeVisible()
  await expect(ben.getByRole('menuitem', { name: 'Delete' })).toHaveCount(0)
  // On a phone the button stands near the edge, and the menu is whole.
  await ben.keyboard.press('Escape')
  await ben.setViewportSize({ width: 360, height: 740 })
  await ben.getByRole('button', { name: 'More about this recording' }).click()
  await expect(ben.getByRole('menu')).toBeInViewport({ ratio: 1 })
})

test('a transcript is asked for by its button; whose voice could not be read is said, and tried again by another', async ({
  openAs,
  demo,
  expectAccessible,
}) => {
  const { recordingId } = await makeFilm(demo)
  const find = await addVoices(demo, recordingId)
  const removeEngine = installEngine(demo)
  try {
    const ben = await openAs('ben')
    await ben.goto(`/recordings/${recordingId}`)
    await transcript(ben).getByRole('button', { name: 'Write a transcript' }).click()
    const heard = line(ben, 'piece.wav')
    await expect(heard).toHaveCount(1, { timeout: 40_000 })
    await expect(transcript(ben).getByText(/^Not in it: Ana/)).toBeVisible()
    await expectAccessible(ben)
    await find()
    await transcript(ben).getByRole('button', { name: 'Try again' }).click()
    await expect(heard).toHaveCount(2, { timeout: 40_000 })
    await expect(transcript(ben).getByText(/^Not in it/)).toHaveCount(0)
  } finally {
    removeEngine()
  }
})
