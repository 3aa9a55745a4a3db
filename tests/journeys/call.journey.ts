import { readFileSync } from 'node:fs'
import path from 'node:path'
import { SignalResponse } from '@livekit/protocol'
import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { goIn, hasCalledBefore } from './going-in.ts'
import { holdSocket } from './sockets.ts'

// Two browsers' worth of video is encoded here without a graphics card.
test.describe.configure({ timeout: 150_000 })

const join = { name: 'Join', exact: true }
/** A ghost lasts so long at most (product.md). */
const GONE = { timeout: 10_000 }

/** New pictures of somebody else arrive: not a still one, and not one's own. */
async function expectMovingPictures(page: Page, others = 1): Promise<void> {
  const videos = page.locator('[data-participant] video')
  await expect(videos).toHaveCount(others)
  for (const video of await videos.all()) {
    await video.evaluate(
      (element: HTMLVideoElement) =>
        new Promise<void>((resolve) => {
          let seen = 0
          const onFrame = () => (++seen < 5 ? element.requestVideoFrameCallback(onFrame) : resolve())
          element.requestVideoFrameCallback(onFrame)
        }),
    )
    expect(await video.evaluate((element: HTMLVideoElement) => element.videoWidth)).toBeGreaterThan(0)
  }
}

/** Counts how often a page connects to LiveKit. */
function countConnections(page: Page): () => number {
  let count = 0
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).pathname.startsWith('/livekit/')) count++
  })
  return () => count
}

const tileOf = (page: Page, name: string) => page.getByRole('figure', { name: new RegExp(`^${name}\\b`) })

test('a first call: Ana looks at herself, starts it from the community page, Ben drops in from the feed', async ({
  openAs,
  expectAccessible,
}) => {
  const ana = await openAs('ana')
  await ana.goto('/c/everyone')
  await ana.getByRole('region', { name: 'Rooms' }).getByRole('button', { name: 'Start a call' }).first().click()
  await expect(ana).toHaveURL(/\/c\/everyone\/rooms\/coffee-corner$/)
  await expect(ana.getByRole('heading', { name: 'Before you enter Coffee corner' })).toBeVisible()
  await expect(ana.getByRole('combobox', { name: 'Camera' })).toHaveValue(/.+/)
  await expectAccessible(ana)
  // In another room of theirs there may be people.
  await ana.getByRole('region', { name: 'Call in Coffee corner' }).getByRole('button', join).click()
  await expect(ana.getByText('Nobody else is here yet.')).toBeVisible()

  const ben = await openAs('ben')
  await hasCalledBefore(ben)
  await ben.goto('/')
  const card = ben.getByRole('article').filter({ hasText: 'Live in Coffee corner' })
  await expect(card).toContainText('Ana is in the room')
  await expectAccessible(ben)
  // While he is on his way in, he sees whom he is about to meet.
  let letIn = () => {}
  const held = new Promise<void>((resolve) => {
    letIn = resolve
  })
  await ben.route('**/ticket', async (route) => {
    await held
    await route.continue()
  })
  await card.getByRole('button', join).click()
  const stage = ben.getByRole('region', { name: 'Call in Coffee corner' })
  await expect(stage.getByRole('figure')).toHaveCount(2)
  await expect(stage.getByRole('figure', { name: 'Ana', exact: true })).toBeVisible()
  await expect(stage).toContainText('Going in')
  await expectAccessible(ben)
  letIn()
  await expectMovingPictures(ben)
  await expectMovingPictures(ana)
  await expect(ana.getByRole('list', { name: 'In the room' }).getByRole('listitem')).toHaveCount(2)
  await expectAccessible(ana)

  await ben.getByRole('button', { name: 'Mute' }).click()
  await expect(tileOf(ana, 'Ben')).toHaveAccessibleName(/muted/)
  await ben.getByRole('button', { name: 'Unmute' }).click()
  await expect(tileOf(ana, 'Ben')).not.toHaveAccessibleName(/muted/)
  await ben.getByRole('button', { name: 'Stop camera' }).click()
  await expect(ana.locator('[data-participant] video')).toHaveCount(0)
  await ben.getByRole('button', { name: 'Start camera' }).click()
  await expectMovingPictures(ana)

  await ana.getByRole('button', { name: 'Add a topic' }).click()
  await ana.getByRole('textbox', { name: 'Topic' }).fill('Sample boards')
  await ana.keyboard.press('Enter')
  await expect(ben.getByRole('button', { name: 'Topic: Sample boards. Change it' })).toBeVisible()

  await ben.getByRole('button', { name: 'Leave' }).click()
  await expect(ana.getByText('Nobody else is here yet.')).toBeVisible()
  await ana.getByRole('button', { name: 'Leave' }).click()
  await expect(ana.getByRole('heading', { level: 1, name: 'Coffee corner' })).toBeVisible()
})

test('Ben reads on while he is in a call: no page interrupts it, and the way back is one click', async ({ openAs, expectAccessible }) => {
  const [ana, ben] = [await openAs('ana'), await openAs('ben')]
  const connections = countConnections(ben)
  await goIn(ana, '/c/everyone/rooms/monday-meeting')
  await hasCalledBefore(ben)
  await ben.goto('/communities')
  const sidebar = ben.getByRole('navigation', { name: 'Main' })
  await sidebar.getByRole('button', join).click()
  await expectMovingPictures(ben)
  await ben.getByRole('link', { name: 'Browse' }).click()
  await expect(ben.getByRole('heading', { level: 1, name: 'Everyone' })).toBeVisible()
  for (const place of ['Communities', 'Home', 'Rooms']) {
    await sidebar.getByRole('link', { name: place, exact: true }).click()
    await expectMovingPictures(ben)
  }
  await expectAccessible(ben)
  await expect(ana.getByRole('list', { name: 'In the room' }).getByRole('listitem')).toHaveCount(2)
  await ben.getByRole('region', { name: 'Call in Monday meeting' }).getByRole('link', { name: 'Back to the call' }).click()
  await expect(tileOf(ben, 'Ana')).toBeVisible()
  expect(connections()).toBe(1)
})

test('somebody is seen as soon as their picture comes, before the call stands, and without a break when it does', async ({ openAs }) => {
  const [ana, ben] = [await openAs('ana'), await openAs('ben')]
  await goIn(ana, '/c/everyone/rooms/coffee-corner')
  // Media come, and nobody may know yet that the connection is there.
  await ben.addInitScript(() => {
    const { prototype } = RTCPeerConnection
    const read = Object.getOwnPropertyDescriptor(prototype, 'connectionState')?.get
    const held = new Set<RTCPeerConnection>()
    let mayKnow = false
    Object.defineProperty(prototype, 'connectionState', {
      get(this: RTCPeerConnection) {
        held.add(this)
        return mayKnow ? read?.call(this) : 'connecting'
      },
    })
    window.addEventListener('may-know', () => {
      mayKnow = true
      for (const connection of held) connection.dispatchEvent(new Event('connectionstatechange'))
    })
  })
  await goIn(ben, '/c/everyone/rooms/coffee-corner')
  const stage = ben.getByRole('region', { name: 'Call in Coffee corner' })
  await expectMovingPictures(ben)
  await expect(stage).toContainText('Going in')
  const video = await ben.locator('[data-participant] video').elementHandle()
  const breaks = await video?.evaluateHandle((element) => {
    const seen: string[] = []
    for (const type of ['emptied', 'ended']) element.addEventListener(type, () => seen.push(type))
    return seen
  })
  await ben.evaluate(() => void window.dispatchEvent(new Event('may-know')))
  await expect(stage).not.toContainText('Going in')
  await expect(ana.getByRole('list', { name: 'In the room' }).getByRole('listitem')).toHaveCount(2)
  await expectMovingPictures(ben)
  expect(await video?.evaluate((element) => element.isConnected)).toBe(true)
  expect(await breaks?.jsonValue()).toEqual([])

  // It is livekit-client's own now: what Ana does is seen.
  await ana.getByRole('button', { name: 'Stop camera' }).click()
  await expect(ben.locator('[data-participant] video')).toHaveCount(0)
  await ana.getByRole('button', { name: 'Start camera' }).click()
  await expectMovingPictures(ben)
})

test('a panel and a page whose code cannot be had say so in their place: the call goes on, and trying again brings them', async ({
  openAs,
  expectAccessible,
  watch,
}) => {
  watch.allow(/net::ERR_FAILED/, /AbortError/, /Error loading route module/, /dynamically imported module/, /cannot be had/)
  const ana = await openAs('ana')
  const connections = countConnections(ana)
  const files = /\/assets\/(chat-panel|inbox)-[\w-]+\.js$/
  await ana.route(files, (route) => route.abort())
  await goIn(ana, '/c/everyone/rooms/coffee-corner')
  const stage = ana.getByRole('region', { name: 'Call in Coffee corner' })
  await stage.getByRole('button', { name: /^Chat/ }).click()
  const panel = stage.getByRole('tabpanel', { name: 'Chat' })
  await expect(panel.getByRole('alert')).toContainText('This could not be loaded.')
  const again = { name: 'Try again' }
  await panel.getByRole('button', again).press('Enter')
  await expect(panel.getByRole('alert')).toContainText('reload the page')
  await expect(panel.getByRole('button', again)).toBeFocused()
  await expectAccessible(ana)

  await stage.getByRole('link', { name: 'Browse' }).click()
  await expect(ana.getByRole('heading', { level: 1, name: 'Everyone' })).toBeVisible()
  const inbox = ana.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Inbox/ })
  await inbox.click()
  await expect(ana.getByText('This could not be loaded.')).toBeVisible()
  await expect(ana.getByRole('button', again)).toBeVisible()
  await ana.unroute(files)
  await inbox.click()
  await expect(ana.getByRole('heading', { level: 1, name: 'Inbox' })).toBeVisible()

  await stage.getByRole('link', { name: 'Back to the call' }).first().click()
  await expect(panel.getByRole('textbox')).toBeVisible()
  expect(connections()).toBe(1)
})

test('a shared screen is shown large, and goes when it is stopped', async ({ openAs }) => {
  const [ana, ben] = [await openAs('ana'), await openAs('ben')]
  await goIn(ana, '/c/everyone/rooms/coffee-corner')
  await goIn(ben, '/c/everyone/rooms/coffee-corner')
  await ana.getByRole('button', { name: 'Share screen' }).click()
  const screen = ben.getByRole('figure', { name: 'Ana’s screen' }).locator('video')
  await expect(screen).toBeVisible()
  await expect.poll(() => screen.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBeGreaterThan(0)
  await ana.getByRole('button', { name: 'Stop sharing' }).click()
  await expect(screen).toBeHidden()
})

test('two tabs of one person: the newer one has the call, the older one can take it back', async ({ openAs }) => {
  const ana = await openAs('ana')
  await goIn(ana, '/c/everyone/rooms/monday-meeting')
  const ben = await openAs('ben')
  await goIn(ben, '/c/everyone/rooms/monday-meeting')
  const second = await ana.context().newPage()
  await goIn(second, '/c/everyone/rooms/monday-meeting')
  await expectMovingPictures(second)
  await expect(ana.getByRole('heading', { name: 'The call goes on in another tab' })).toBeVisible()
  await ana.getByRole('button', { name: 'Continue here' }).click()
  await expectMovingPictures(ana)
  await expect(second.getByRole('heading', { name: 'The call goes on in another tab' })).toBeVisible()
  await expect(ben.getByRole('list', { name: 'In the room' }).getByRole('listitem')).toHaveCount(2)
})

test('the media server dies in the middle of a call: both are back in it by themselves', async ({ openAs, demo, watch }) => {
  watch.allow(/livekit/, /status of (404|502|503)/)
  const [ana, ben] = [await openAs('ana'), await openAs('ben')]
  await goIn(ana, '/c/everyone/rooms/coffee-corner')
  await goIn(ben, '/c/everyone/rooms/coffee-corner')
  await expectMovingPictures(ben)
  const connections = countConnections(ben)
  const { pid } = JSON.parse(readFileSync(path.join(demo.dataFolder, 'livekit.pid'), 'utf8')) as { pid: number }
  process.kill(pid, 'SIGKILL')
  await expect.poll(connections, { timeout: 30_000 }).toBeGreaterThan(0)
  await expect(ben.getByText(/^(Reconnecting\.|The connection broke\.)/)).toHaveCount(0, { timeout: 30_000 })
  await expectMovingPictures(ben)
  await expectMovingPictures(ana)
})

test('a click before the page is alive is not lost', async ({ openAs }) => {
  const chloe = await openAs('chloe', { locale: 'en-GB' })
  await hasCalledBefore(chloe)
  // The scripts arrive only after the click.
  let release = () => {}
  const clicked = new Promise<void>((resolve) => {
    release = resolve
  })
  await chloe.route('**/assets/*.js', async (route) => {
    await clicked
    await route.continue()
  })
  await chloe.goto('/c/everyone/rooms/monday-meeting', { waitUntil: 'commit' })
  const posted = chloe.waitForRequest((request) => request.method() === 'POST' && request.isNavigationRequest())
  const button = chloe.locator('main button[value="join"]')
  await button.click({ noWaitAfter: true })
  await posted
  release()
  await expect(chloe.locator('[data-self] video')).toBeVisible()
})

test('without camera and microphone one still listens, and is told what to do', async ({ openAs }) => {
  const [ana, dan] = [await openAs('ana'), await openAs('dan')]
  await goIn(ana, '/c/everyone/rooms/coffee-corner')
  // What a browser answers where a person has said no.
  await dan.context().addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('Permission denied', 'NotAllowedError'))
  })
  await goIn(dan, '/c/everyone/rooms/coffee-corner')
  await expectMovingPictures(dan)
  await expect(dan.getByText('This browser does not let Palier use your microphone.')).toBeVisible()
  await expect(dan.getByRole('button', { name: 'Unmute' })).toBeVisible()
  await expect(tileOf(ana, 'Dan')).toHaveAccessibleName(/muted, camera off/)
})

test('a camera that goes away in mid-call is told of, and comes back by its button', async ({ openAs }) => {
  const [ana, ben] = [await openAs('ana'), await openAs('ben')]
  await goIn(ana, '/c/everyone/rooms/coffee-corner')
  await goIn(ben, '/c/everyone/rooms/coffee-corner')
  await expectMovingPictures(ben)
  await ana.locator('[data-self] video').evaluate((video: HTMLVideoElement) => {
    const { mediaDevices } = navigator
    const open = mediaDevices.getUserMedia.bind(mediaDevices)
    const gone = () => Promise.reject(new DOMException('Requested device not found', 'NotFoundError'))
    mediaDevices.getUserMedia = gone
    Object.assign(window, { plugIn: () => Object.assign(mediaDevices, { getUserMedia: open }) })
    const [track] = (video.srcObject as MediaStream).getVideoTracks()
    track?.dispatchEvent(new Event('ended'))
  })
  await expect(ana.getByText('No camera was found. You are in without a picture.')).toBeVisible()
  await expect(tileOf(ben, 'Ana')).toHaveAccessibleName(/camera off/)
  await ana.evaluate('plugIn()')
  await ana.getByRole('button', { name: 'Start camera' }).click()
  await expect(ana.getByRole('button', { name: 'Stop camera' })).toBeVisible()
  await expect(ana.getByText('No camera was found.')).toHaveCount(0)
  await expect(tileOf(ben, 'Ana')).not.toHaveAccessibleName(/camera off/)
  await expectMovingPictures(ben)
  // It was on when it went: so it is at the next call.
  expect(await ana.evaluate(() => JSON.parse(localStorage.getItem('palier.devices') ?? '{}'))).toMatchObject({ camera: true })
})

test('what is lost while one’s devices are published is published again, and the buttons work', async ({ openAs }) => {
  const [ana, ben] = [await openAs('ana'), await openAs('ben')]
  await goIn(ben, '/c/everyone/rooms/coffee-corner')
  // LiveKit's word that the first of them is there, as it goes where a connection is made anew just then.
  let lost = 0
  await ana.routeWebSocket(/\/livekit\/rtc/, (socket) => {
    socket.connectToServer().onMessage((message) => {
      const isWord = typeof message !== 'string' && SignalResponse.fromBinary(message).message.case === 'trackPublished'
      if (isWord && lost++ === 0) return
      socket.send(message)
    })
  })
  await goIn(ana, '/c/everyone/rooms/coffee-corner')
  await expect.poll(() => lost).toBeGreaterThan(0)
  // livekit-client waits ten seconds for it.
  await expect.poll(() => lost, { timeout: 20_000 }).toBe(3)
  await expect(tileOf(ben, 'Ana')).not.toHaveAccessibleName(/muted|camera off/)
  await ana.getByRole('button', { name: 'Mute' }).click()
  await expect(tileOf(ben, 'Ana')).toHaveAccessibleName(/muted/)
})

test('the whole way by keyboard: in, mute, people, out', async ({ openAs }) => {
  const emma = await openAs('emma')
  await hasCalledBefore(emma)
  await emma.goto('/c/everyone/rooms/monday-meeting')
  await emma.locator('main').getByRole('button', { name: 'Start a call' }).focus()
  await emma.keyboard.press('Enter')
  await expect(emma.getByRole('region', { name: 'Call in Monday meeting' })).toBeFocused()
  await expect(emma.getByRole('button', { name: 'Mute' })).toBeVisible()
  await emma.keyboard.press('m')
  await expect(emma.getByRole('button', { name: 'Unmute' })).toBeVisible()
  await emma.keyboard.press('?')
  await expect(emma.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await emma.keyboard.press('Escape')
  await emma.getByRole('button', { name: 'Add a topic' }).focus()
  await emma.keyboard.press('Enter')
  await emma.keyboard.type('mmm')
  await expect(emma.getByRole('textbox', { name: 'Topic' })).toHaveValue('mmm')
  await emma.keyboard.press('Escape')
  await expect(emma.getByRole('button', { name: 'Unmute' })).toBeVisible()
  await emma.getByRole('button', { name: 'Leave' }).focus()
  await emma.keyboard.press('Enter')
  await expect(emma.getByRole('heading', { level: 1, name: 'Monday meeting' })).toBeVisible()
})

test('a session has a page: who is in, on what, and from when', async ({ openAs, expectAccessible }) => {
  const [ana, ben, chloe] = [await openAs('ana'), await openAs('ben'), await openAs('chloe')]
  await goIn(ana, '/c/design-studio/rooms/prototype-table')
  await goIn(ben, '/c/design-studio/rooms/prototype-table')
  await ben.goto('/')
  // Leaving the page is leaving the call, in the end: a page that goes can be cut off before it said so.
  const card = ben.getByRole('article').filter({ hasText: 'Live in Prototype table' })
  await expect(card).toContainText('Ana is in the room', GONE)
  // Chloé's page comes before Ana goes, and its socket after.
  const { letIn } = await holdSocket(chloe)
  await chloe.goto('/')
  const same = chloe.getByRole('article').filter({ hasText: 'Live in Prototype table' })
  await expect(same).toContainText('Ana is in the room')
  await ana.getByRole('button', { name: 'Leave' }).click()
  await expect(card).toContainText('Everybody has just left', GONE)
  await expect(same).toContainText('Ana is in the room')
  letIn()
  await expect(same).toContainText('Everybody has just left')

  // A session of the demo company, which is over.
  const over = ben.getByRole('article').filter({ hasText: 'met for' }).first()
  await over.getByRole('link', { name: 'Who was there, and when' }).click()
  await expect(ben).toHaveURL(/\/sessions\//)
  await expect(ben.getByRole('heading', { name: 'Who was there, and when' })).toBeVisible()
  await expect(ben.getByText(/\d\d:\d\d to \d\d:\d\d, \d+ min/).first()).toBeVisible()
  await expectAccessible(ben)
})

test('who looks after the rooms makes one, locks it, and takes it out of use again', async ({ openAs, expectAccessible, watch }) => {
  watch.allow(/status of 400/)
  const emma = await openAs('emma')
  await emma.goto('/c/design-studio')
  const rail = emma.getByRole('region', { name: 'Rooms' })
  await rail.getByRole('button', { name: 'New room' }).click()
  await emma.getByRole('button', { name: 'Make the room' }).click()
  await expect(emma.getByText('Give the room a name.')).toBeVisible()
  const name = `Varnish ${Date.now()}`
  // A press beside it closes it; one that begins in it, and marks its text, does not.
  await emma.mouse.click(5, 400)
  await expect(emma.getByRole('dialog')).toBeHidden()
  await rail.getByRole('button', { name: 'New room' }).click()
  const field = emma.getByRole('textbox', { name: 'Name' })
  await field.fill(name)
  await field.hover()
  await emma.mouse.down()
  await emma.mouse.move(5, 400)
  await emma.mouse.up()
  await expect(field).toHaveValue(name)
  await emma.getByRole('button', { name: 'Make the room' }).click()
  const card = rail.getByRole('listitem').filter({ hasText: name })
  await expect(card.getByRole('button', { name: 'Start a call' })).toBeVisible()
  await expectAccessible(emma)

  const ben = await openAs('ben')
  await ben.goto('/c/design-studio')
  const seenByBen = ben.getByRole('region', { name: 'Rooms' }).getByRole('listitem').filter({ hasText: name })
  await expect(seenByBen.getByRole('button', { name: 'Start a call' })).toBeVisible()
  await card.getByRole('button', { name: `${name}: more` }).click()
  await emma.getByRole('menuitem', { name: 'Lock the door' }).click()
  await expect(seenByBen.getByRole('button', { name: 'Start a call' })).toBeHidden()
  await card.getByRole('button', { name: `${name}: more` }).click()
  await emma.getByRole('menuitem', { name: 'Archive' }).click()
  await expect(seenByBen).toBeHidden()
})
