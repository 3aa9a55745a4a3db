import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { goIn } from './going-in.ts'
import { usePullableDevices } from './pulled-devices.ts'

const ROOM = '/c/design-studio/rooms/prototype-table'

/** Chooses by what the list calls it; the answer is its whole label. */
async function choose(page: Page, kind: 'Camera' | 'Microphone' | 'Speaker'): Promise<string> {
  const picker = page.getByRole('dialog').getByRole('combobox', { name: kind })
  const labels = await picker.getByRole('option').allTextContents()
  const label = labels.at(-1) ?? ''
  expect(labels.length, labels.join(', ')).toBeGreaterThan(1)
  await picker.selectOption({ label })
  return label
}

/** What the page sends right now: the label of the camera, of the microphone. */
const picture = (page: Page) => page.locator('video').first()
async function expectMoving(page: Page): Promise<void> {
  await picture(page).evaluate(
    (video: HTMLVideoElement) =>
      new Promise<void>((resolve) => {
        let seen = 0
        const onFrame = () => (++seen < 5 ? video.requestVideoFrameCallback(onFrame) : resolve())
        video.requestVideoFrameCallback(onFrame)
      }),
  )
}
const cameraOf = (page: Page) =>
  picture(page).evaluate((video: HTMLVideoElement) =>
    video.srcObject instanceof MediaStream ? video.srcObject.getVideoTracks()[0]?.label : undefined,
  )

test('the chosen camera and microphone are pulled out: what is left takes over, and they come back when they are plugged in again', async ({
  openAs,
}) => {
  test.setTimeout(120_000)
  const ana = await openAs('ana')
  const devices = await usePullableDevices(ana)
  await goIn(ana, ROOM)
  await expectMoving(ana)
  const first = await cameraOf(ana)
  await ana.getByRole('button', { name: 'Camera and sound' }).click()
  const camera = await choose(ana, 'Camera')
  const microphone = await choose(ana, 'Microphone')
  const speaker = await choose(ana, 'Speaker')
  await expect.poll(() => cameraOf(ana)).toBe(camera)
  await ana.keyboard.press('Escape')

  await devices.pullOut(camera)
  await expect(ana.getByText(`“${camera}” is not plugged in any more. “${first}” is your camera until it is back.`)).toBeVisible()
  await expect.poll(() => cameraOf(ana)).toBe(first)
  await expectMoving(ana)
  await expect(ana.getByRole('button', { name: 'Stop camera' })).toBeVisible()
  // Off and on again, while it is away: the one that is left.
  await ana.getByRole('button', { name: 'Stop camera' }).click()
  await expect(picture(ana)).toBeHidden()
  await ana.getByRole('button', { name: 'Start camera' }).click()
  await expectMoving(ana)
  await expect(ana.getByText('another program may be using it')).toBeHidden()

  await devices.pullOut(microphone)
  await expect(ana.getByText(`“${microphone}” is not plugged in any more.`)).toBeVisible()
  await expect(ana.getByRole('button', { name: 'Mute', exact: true })).toBeVisible()
  await devices.pullOut(speaker)
  await expect(ana.getByText(`“${speaker}” is not plugged in any more.`)).toBeVisible()

  for (const label of [camera, microphone, speaker]) {
    await devices.plugIn(label)
    await expect(ana.getByText(`“${label}” is not plugged in any more.`)).toBeHidden()
  }
  await expect.poll(() => cameraOf(ana)).toBe(camera)
  await expectMoving(ana)

  // The last one goes too: it is told, and the first that is plugged in goes on.
  await devices.pullOut(String(first))
  await devices.pullOut(camera)
  await expect(ana.getByText('No camera was found.')).toBeVisible()
  await devices.plugIn(camera)
  await expect(ana.getByText('No camera was found.')).toBeHidden()
  await expectMoving(ana)
  await ana.getByRole('button', { name: 'Leave', exact: true }).click()
})

test('the chosen camera and microphone are gone before one goes in: what is left is shown and taken along, and the choice is kept', async ({
  openAs,
}) => {
  test.setTimeout(120_000)
  const ana = await openAs('ana')
  const devices = await usePullableDevices(ana)
  await ana.goto(ROOM)
  await ana
    .locator('main')
    .getByRole('button', { name: /^(Join|Start a call)$/ })
    .click()
  await expect(ana.getByRole('heading', { name: /^Before you enter/ })).toBeVisible()
  await expectMoving(ana)
  const first = await cameraOf(ana)
  const cameras = ana.getByRole('combobox', { name: 'Camera' })
  const microphones = ana.getByRole('combobox', { name: 'Microphone' })
  const last = async (picker: typeof cameras) => {
    const label = (await picker.getByRole('option').allTextContents()).at(-1) ?? ''
    await picker.selectOption({ label })
    return label
  }
  const camera = await last(cameras)
  await expect.poll(() => cameraOf(ana)).toBe(camera)
  expect(camera).not.toBe(first)
  const microphone = await last(microphones)

  await devices.pullOut(camera)
  await devices.pullOut(microphone)
  await expect.poll(() => cameraOf(ana)).toBe(first)
  await expectMoving(ana)
  await expect(cameras.getByRole('option', { name: camera })).toHaveCount(0)
  await expect(ana.getByText('another program may be using it')).toBeHidden()

  // Plugged in again before the click, and pulled once more: the last word is what is there.
  await devices.plugIn(camera)
  await expect.poll(() => cameraOf(ana)).toBe(camera)
  await devices.pullOut(camera)
  await expect.poll(() => cameraOf(ana)).toBe(first)
  await ana
    .getByRole('region', { name: /^Call in/ })
    .getByRole('button', { name: 'Join', exact: true })
    .click()
  await expect(ana.getByRole('button', { name: 'Leave', exact: true })).toBeVisible()
  await expect(ana.getByRole('button', { name: 'Stop camera' })).toBeVisible()
  await expect(ana.getByRole('button', { name: 'Mute', exact: true })).toBeVisible()
  await expect.poll(() => cameraOf(ana)).toBe(first)
  await expectMoving(ana)

  // It was chosen, and comes back in the call.
  await devices.plugIn(camera)
  await expect.poll(() => cameraOf(ana)).toBe(camera)
  await expectMoving(ana)
  await ana.getByRole('button', { name: 'Leave', exact: true }).click()
})
