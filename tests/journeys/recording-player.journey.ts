import type { Page } from 'playwright/test'
import { failToFinish, makeFilm } from './film-scene.ts'
import { expect, test } from './fixtures.ts'

const player = (page: Page) => page.getByRole('region', { name: 'Player' })
const position = (page: Page) => player(page).getByRole('slider', { name: 'Where you are' })
const secondsIn = async (page: Page) => Number(await position(page).getAttribute('aria-valuenow'))

/** The elements that play: where each is on the recording's timeline, in seconds. */
const playingAt = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLMediaElement>('[data-player] :is(video, audio)')]
      .filter((element) => !element.paused && !element.ended && !element.seeking)
      .map((element) => element.currentTime + Number(element.dataset['startMs'] ?? 0) / 1000),
  )
const spread = (seconds: number[]) => (seconds.length > 1 ? Math.max(...seconds) - Math.min(...seconds) : Number.POSITIVE_INFINITY)

async function openDemoRecording(page: Page): Promise<void> {
  // However much other journeys have posted above it.
  await page.goto('/c/everyone?count=100')
  await page.getByRole('link', { name: 'Watch the recording, 0:48' }).click()
  await expect(position(page)).toBeVisible()
}

test('a film and its tracks are watched, at another speed, by keys; a reply is tied to its moment, and one goes on where one left', async ({
  openAs,
  expectAccessible,
}) => {
  test.setTimeout(180_000)
  const ben = await openAs('ben')
  await openDemoRecording(ben)
  await expectAccessible(ben)

  // The film: it plays, faster when asked to, and goes where it is told to.
  const video = player(ben).locator('video')
  await player(ben).getByRole('button', { name: 'Play', exact: true }).first().click()
  await expect.poll(() => secondsIn(ben)).toBeGreaterThan(1)
  await player(ben).getByRole('combobox', { name: 'Speed' }).selectOption('2')
  expect(await video.evaluate((element: HTMLVideoElement) => [element.playbackRate, element.preservesPitch])).toEqual([2, true])
  await ben.keyboard.press('>')
  await expect(player(ben).getByRole('combobox', { name: 'Speed' })).toHaveValue('2.5')
  await player(ben).getByRole('combobox', { name: 'Speed' }).selectOption('1')
  await position(ben).focus()
  await ben.keyboard.press('k')
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.paused)).toBe(true)
  await ben.keyboard.press('3')
  await expect.poll(() => secondsIn(ben)).toBe(14)
  await ben.keyboard.press('ArrowLeft')
  await ben.keyboard.press('l')
  await expect.poll(() => secondsIn(ben)).toBe(19)
  await ben.keyboard.press('?')
  await expect(ben.getByRole('dialog', { name: 'Keys of the player' })).toBeVisible()
  await ben.keyboard.press('Escape')
  await player(ben).getByRole('button', { name: 'Chêne en retard : qui prévient les clients ?' }).click()
  await expect.poll(() => secondsIn(ben)).toBe(24)

  // Person by person: everybody by one clock, also after a jump and at another speed.
  await player(ben).getByRole('button', { name: 'Sound' }).click()
  await player(ben).getByRole('button', { name: 'Volume of each person' }).click()
  await player(ben).getByRole('slider', { name: 'Volume of Chloé' }).fill('0.2')
  await ben.keyboard.press('Escape')
  for (const [key, speed] of [
    ['0', '1'],
    ['5', '1'],
    ['4', '1.5'],
  ] as const) {
    await player(ben).getByRole('combobox', { name: 'Speed' }).selectOption(speed)
    await position(ben).focus()
    await ben.keyboard.press(key)
    const pause = player(ben).getByRole('button', { name: 'Pause', exact: true })
    if (!(await pause.isVisible())) await ben.keyboard.press('k')
    await expect(pause).toBeVisible()
    await expect.poll(async () => spread(await playingAt(ben)), { timeout: 30_000 }).toBeLessThan(0.1)
    expect((await playingAt(ben)).length).toBeGreaterThan(4)
  }
  const chloe = await player(ben)
    .locator('audio')
    .evaluateAll((elements) => elements.map((element) => (element as HTMLAudioElement).volume))
  expect(chloe.filter((volume) => volume < 1)).toEqual([0.2])
  // Looking at it takes as long as the rest of the recording: it would be over by then.
  await player(ben).getByRole('button', { name: 'Pause', exact: true }).click()
  await expect(player(ben).getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await expectAccessible(ben)
  await position(ben).focus()

  // A reply to what is being watched.
  await ben.keyboard.press('2')
  await expect.poll(() => secondsIn(ben)).toBe(9)
  const thread = ben.getByRole('region', { name: 'What was said about it' })
  await thread.getByRole('textbox', { name: 'Write a reply' }).fill('Oak it is, then.')
  await expect(thread.getByRole('checkbox', { name: 'At 0:09' })).toBeChecked()
  await thread.getByRole('button', { name: 'Send' }).click()
  const reply = thread.getByRole('listitem').filter({ hasText: 'Oak it is, then.' })
  await expect(player(ben).getByRole('button', { name: 'Ben, at 0:09' })).toBeVisible()
  await position(ben).focus()
  await ben.keyboard.press('8')
  await expect.poll(() => secondsIn(ben)).toBe(38)
  await reply.getByRole('button', { name: 'Play at 0:09' }).click()
  await expect.poll(() => secondsIn(ben)).toBe(9)

  // One goes on where one left; a link to a moment begins there.
  await position(ben).focus()
  await ben.keyboard.press('6')
  await ben.keyboard.press('k')
  await expect.poll(() => secondsIn(ben)).toBeGreaterThan(30)
  const saved = ben.waitForResponse((response) => response.url().endsWith('/watch'))
  await ben.keyboard.press('k')
  await saved
  const left = await secondsIn(ben)
  await ben.reload()
  await expect(player(ben).getByRole('button', { name: `Go on at 0:${left}` })).toBeVisible()
  await ben.goto(`${new URL(ben.url()).pathname}?t=12`)
  await expect(player(ben).getByRole('button', { name: 'Play from 0:12' })).toBeVisible()

  // Quoted in another thread, it is a card that leads there.
  await ben.goto('/c/design-studio')
  const link = `${new URL(ben.url()).origin}${await recordingPathOf(ben)}?t=21`
  await ben.goto('/c/design-studio')
  await ben.getByRole('textbox', { name: 'Write an update' }).fill(`Look at the bench: ${link}`)
  await ben.getByRole('button', { name: 'Post', exact: true }).click()
  const post = ben.getByRole('article').filter({ hasText: 'Look at the bench' })
  await post.getByRole('link', { name: /This week, and the fair in Paris/ }).click()
  await expect(player(ben).getByRole('button', { name: 'Play from 0:21' })).toBeVisible()
})

test('who leaves a recording by a link goes on where they left', async ({ openAs }) => {
  const chloe = await openAs('chloe')
  await openDemoRecording(chloe)
  await position(chloe).focus()
  await chloe.keyboard.press('6')
  await chloe.keyboard.press('k')
  await expect.poll(() => secondsIn(chloe)).toBeGreaterThan(30)
  await chloe.keyboard.press('k')
  await expect(player(chloe).getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  const left = await secondsIn(chloe)
  await chloe.locator('main a[href^="/sessions/"]').first().click()
  await expect(chloe.getByRole('heading', { name: 'Who was there, and when' })).toBeVisible()
  await chloe.goBack()
  await expect(player(chloe).getByRole('button', { name: `Go on at 0:${left}` })).toBeVisible()
})

test('at the end that was reached by a jump, one press on Play begins anew, for the film and for each person', async ({ openAs }) => {
  const ben = await openAs('ben')
  await openDemoRecording(ben)
  const button = (name: string) => player(ben).getByRole('button', { name, exact: true })
  await button('Play').first().click()
  await button('Pause').click()
  for (const toTracks of [false, true]) {
    if (toTracks) {
      await player(ben).getByRole('button', { name: 'Sound' }).click()
      await player(ben).getByRole('button', { name: 'Volume of each person' }).click()
      await ben.keyboard.press('Escape')
    }
    await position(ben).focus()
    await ben.keyboard.press('9')
    await ben.keyboard.press('l')
    await expect.poll(() => secondsIn(ben)).toBe(48)
    await button('Play').click()
    await expect(button('Pause')).toBeVisible()
    await expect.poll(() => secondsIn(ben)).toBeLessThan(20)
    await expect.poll(() => secondsIn(ben)).toBeGreaterThan(0)
    await button('Pause').click()
  }
})

test('a recording is found in the library of its community, and in that of all of mine', async ({ openAs, expectAccessible }) => {
  const ben = await openAs('ben')
  const found = ben.getByRole('region', { name: 'Recordings' }).getByRole('link', { name: 'This week, and the fair in Paris' })
  await ben.goto('/c/everyone')
  await ben.locator('main').getByRole('link', { name: 'Recordings', exact: true }).click()
  await expect(found).toBeVisible()
  await expectAccessible(ben)
  await ben.getByRole('searchbox', { name: 'What about?' }).fill('no such word')
  await expect(ben.getByRole('heading', { name: 'No recording like this' })).toBeVisible()
  await ben.goto('/')
  await ben.getByRole('navigation', { name: 'Main' }).first().getByRole('link', { name: 'Recordings' }).click()
  await expect(found).toBeVisible()
  await expectAccessible(ben)
})

async function recordingPathOf(page: Page): Promise<string> {
  await page.goto('/c/everyone?count=100')
  return (await page.getByRole('link', { name: 'Watch the recording, 0:48' }).getAttribute('href')) ?? ''
}

test('who is taken out of the community while they watch sees no more of it, on no further range', async ({
  openAs,
  demo,
  watch,
  browser,
}) => {
  // What cannot be had any more is noted by the browser.
  watch.allow(/status of 40[134]/)
  const { slug, recordingId } = await makeFilm(demo)
  const [ana, ben] = [await openAs('ana'), await openAs('ben')]
  const film = `/recordings/${recordingId}/media/film`
  await ben.goto(`/recordings/${recordingId}`)
  await player(ben).getByRole('button', { name: 'Play', exact: true }).first().click()
  await expect.poll(() => secondsIn(ben)).toBeGreaterThan(0)
  const range = (page: Page) => page.evaluate(async (url) => (await fetch(url, { headers: { range: 'bytes=0-99' } })).status, film)
  expect(await range(ben)).toBe(206)

  await ana.goto(`/c/${slug}/members`)
  await ana.getByRole('button', { name: /Ben/ }).click()
  await ana.getByRole('menuitem', { name: 'Remove' }).click()
  await ana.getByRole('button', { name: 'Remove from the community' }).click()
  await expect(ben.getByText('There is no such recording, or you may not see it.')).toBeVisible()
  await expect(ben.locator('video')).toHaveCount(0)
  expect(await range(ben)).toBe(404)
  expect(await range(ana)).toBe(206)

  const stranger = await browser.newContext()
  expect((await stranger.request.get(new URL(film, demo.baseURL).href)).status()).toBe(401)
  await stranger.close()
})

test('a recording that could not be finished says so, and is tried again by a button', async ({ openAs, demo, expectAccessible }) => {
  const { recordingId } = await makeFilm(demo)
  await failToFinish(demo, recordingId)
  const [ana, ben] = [await openAs('ana'), await openAs('ben')]
  await ana.goto(`/recordings/${recordingId}`)
  await ben.goto(`/recordings/${recordingId}`)
  await expect(ben.getByRole('status').filter({ hasText: 'What was taken could not be put together.' })).toBeVisible()
  await expect(player(ben)).toHaveCount(0)
  await expectAccessible(ben)
  await ben.getByRole('button', { name: 'Try again' }).click()
  for (const page of [ana, ben]) await expect(player(page)).toBeVisible({ timeout: 40_000 })
  await expect(ben.getByText('What was taken could not be put together.')).toHaveCount(0)
})
