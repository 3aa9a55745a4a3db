import type { Page } from 'playwright/test'
import { expect as expectAtOnce, test } from './fixtures.ts'
import { goIn, hasCalledBefore } from './going-in.ts'
import { inDatabase } from './in-database.ts'

// Three browsers' worth of video, and a recorder, without a graphics card.
test.describe.configure({ timeout: 400_000 })

/** Going in, and the recorder that follows, take a second or two; on a busy machine, far longer. */
const expect = expectAtOnce.configure({ timeout: 60_000 })
const tileOf = (page: Page, name: string) => page.getByRole('figure', { name: new RegExp(`^${name}(,|$)`) })
const bannerOf = (page: Page) => page.getByRole('region', { name: 'Recording' })

async function choose(page: Page, thing: string): Promise<void> {
  await page.getByRole('button', { name: 'Recording: more' }).click()
  await page.getByRole('menuitem', { name: thing }).click()
}

async function stop(page: Page): Promise<void> {
  await choose(page, 'Stop the recording')
  await page.getByRole('dialog', { name: 'Stop the recording?' }).getByRole('button', { name: 'Stop the recording' }).click()
}

test('Ana records, Ben is told, Chloé is asked: she listens, then takes part; it is paused, resumed, and stopped', async ({
  openAs,
  expectAccessible,
}) => {
  const [ana, ben] = [await openAs('ana'), await openAs('ben')]
  await goIn(ana, '/c/everyone/rooms/coffee-corner')
  await goIn(ben, '/c/everyone/rooms/coffee-corner')
  await ana.getByRole('button', { name: 'Record', exact: true }).click()
  for (const page of [ana, ben]) {
    await expect(bannerOf(page)).toContainText(/Recording · \d+:\d\d · started by Ana/)
    await expect(page.getByRole('status').filter({ hasText: 'Recording. started by Ana' })).toHaveCount(1)
  }
  await choose(ben, 'What is recorded, and why')
  const words = ben.getByRole('dialog', { name: 'This call is being recorded' })
  await expect(words).toContainText('Who can watch it')
  await words.getByRole('button', { name: 'Close' }).click()

  const chloe = await openAs('chloe')
  await chloe.goto('/')
  await expect(chloe.getByRole('article').filter({ hasText: 'Live in Coffee corner' }).first()).toContainText('Recording')
  await goIn(chloe, '/c/everyone/rooms/coffee-corner')
  const question = chloe.getByRole('dialog', { name: 'This call is being recorded' })
  await expect(question).toContainText('Your camera and your microphone stay off until you have chosen.')
  await expectAccessible(chloe)
  await expect(tileOf(ana, 'Chloé')).toHaveAccessibleName(/not recorded/)
  await question.getByRole('button', { name: 'Listen only' }).click()
  await expect(bannerOf(chloe)).toContainText('You are listening, and are not recorded.')
  await expect(chloe.getByRole('button', { name: /^Unmute \(You are listening only/ })).toBeVisible()
  await expectAccessible(chloe)
  await expect(tileOf(ana, 'Chloé').locator('video')).toHaveCount(0)

  await chloe.getByRole('button', { name: 'Take part', exact: true }).click()
  await question.getByRole('button', { name: 'Join and be recorded' }).click()
  await expect(tileOf(ana, 'Chloé').locator('video')).toHaveCount(1)
  await expect(tileOf(ana, 'Chloé')).not.toHaveAccessibleName(/not recorded/)
  await expect(chloe.getByRole('button', { name: 'Mute', exact: true })).toBeVisible()

  await choose(ben, 'Don’t record me')
  await expect(tileOf(ana, 'Ben').locator('video')).toHaveCount(0)
  await expect(tileOf(ana, 'Ben')).toHaveAccessibleName(/not recorded/)
  // That is for this call: what he chooses in it does not make his next one begin in silence.
  await ben.getByRole('button', { name: 'Camera and sound' }).click()
  await ben.getByLabel('Speaker').selectOption({ index: 1 })
  await ben.keyboard.press('Escape')
  const kept = await ben.evaluate(() => JSON.parse(localStorage.getItem('palier.devices') ?? '{}'))
  expect(kept).toEqual({ microphone: true, camera: true, speakerId: expect.stringMatching(/./) })

  await choose(chloe, 'Pause the recording')
  await expect(bannerOf(ana)).toContainText('Recording paused')
  await choose(ana, 'Go on recording')
  await expect(bannerOf(chloe)).toContainText(/Recording · \d+:\d\d/)
  await stop(chloe)
  for (const page of [ana, ben, chloe]) await expect(bannerOf(page)).toContainText(/The recording (is over|can be watched)/)
  await expectAccessible(ana)
  // Ben may speak again, and does not without his doing.
  await expect(ben.getByRole('button', { name: 'Unmute', exact: true })).toBeVisible()
  await expect(ana.getByRole('button', { name: 'Record', exact: true })).toBeVisible()
  for (const page of [ana, ben, chloe]) await page.getByRole('button', { name: 'Leave', exact: true }).click()
})

test('en français, sur un téléphone : on demande à Dan, qui écoute seulement', async ({ openAs, expectAccessible, demo, watch }) => {
  const emma = await openAs('emma')
  await goIn(emma, '/c/everyone/rooms/monday-meeting')
  await emma.getByRole('button', { name: 'Record', exact: true }).click()
  await expect(bannerOf(emma)).toContainText('Recording')
  const dan = await openAs('dan', { locale: 'fr-FR', viewport: { width: 360, height: 740 }, colorScheme: 'dark' })
  await hasCalledBefore(dan)
  await dan.goto('/c/everyone/rooms/monday-meeting')
  await dan.locator('main').getByRole('button', { name: 'Passer une tête' }).click()
  const question = dan.getByRole('dialog', { name: 'Cet appel est enregistré' })
  await expect(question).toContainText('Vous pouvez refuser')
  await expect(question).toContainText('365 jours')
  // Both answers are in sight, whole, with air below them.
  const { y, height } = (await question.getByRole('button', { name: 'Écouter seulement' }).boundingBox()) ?? { y: 0, height: 740 }
  expect(y + height).toBeLessThanOrEqual(730)
  await expectAccessible(dan)
  // He reads 365 days, and it is 30 by the time he says yes: that is no yes to 30 days.
  const keepDays = (days: number | null) =>
    inDatabase(demo, (client) => client.query(`UPDATE "Community" SET "keepRecordingsDays" = $1 WHERE slug = 'everyone'`, [days]))
  await keepDays(30)
  const yes = question.getByRole('button', { name: 'Participer, enregistrement compris' })
  watch.allow(/status of 409/)
  await yes.click()
  await expect(question.getByRole('alert')).toHaveText('Le texte a changé entre-temps. Relisez-le, puis répondez.')
  await expect(question).toContainText('30 jours, puis il est supprimé')
  await expect(question).not.toContainText('365 jours')
  await expect(tileOf(emma, 'Dan')).toHaveAccessibleName(/not recorded/)
  await expectAccessible(dan)
  await keepDays(null)
  await dan.keyboard.press('Escape')
  await expect(dan.getByRole('region', { name: 'Enregistrement' })).toContainText('Rien de vous n’est enregistré.')
  await dan.getByRole('button', { name: 'Participer', exact: true }).click()
  await question.getByRole('button', { name: 'Écouter seulement' }).click()
  await expect(question).toBeHidden()
  await expectAccessible(dan)
  await stop(emma)
  await expect(dan.getByRole('region', { name: 'Enregistrement' })).toContainText(/L’enregistrement (est terminé|peut être regardé)/)
  for (const page of [dan, emma]) await page.getByRole('button', { name: /^(Leave|Quitter)$/ }).click()
})
