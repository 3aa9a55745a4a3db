import { mintTicket, serveBareCall, waitForPeople } from './bare-call.mjs'
import { openAtRest, openContext } from './browser.mjs'
import { enter, joinButton, leaveCall, openCallWithAna } from './call-scene.mjs'
import { median } from './figures.mjs'
import { readMarks, setMarks } from './marks.mjs'

const AIM_RATIO = 1.15
/** From the pointer's arrival on a button to the press, as with a hand. */
const POINTING_MS = 250

/**
 * From the click on Join to the first frame of the other person's camera, through the product and on the floor: a page with
 * livekit-client and nothing else, its token in hand, that joins the same session of the same livekit-server without a proxy.
 * Rounds alternate, each in a new page of a browser that has been here before.
 *
 * @param {{ browser: import('playwright').Browser, instance: import('./instance.mjs').Instance, rounds: number, say: (line: string) => void }} bench
 * @returns {Promise<import('./figures.mjs').Figure[]>}
 */
export async function measureFirstFrame({ browser, instance, rounds, say }) {
  const call = await openCallWithAna(browser, instance)
  const floor = await serveBareCall()
  const ben = await openContext(browser, instance, 'ben')
  await ben.context.addInitScript(setMarks, call.anaId)
  await ben.context.grantPermissions(['camera', 'microphone'], { origin: new URL(floor.url).origin })
  const alone = () => waitForPeople(instance.livekit, call.sessionId, (people) => people.length === 1)

  const throughProduct = async (point) => {
    const page = await ben.context.newPage()
    await openAtRest(page, call.communityUrl, 'button')
    const marks = await press(page, joinButton(page), point)
    await leaveCall(page)
    await alone()
    await page.close()
    return marks
  }
  const onFloor = async () => {
    const page = await ben.context.newPage()
    await openAtRest(page, floor.url)
    const ticket = await mintTicket(instance.livekit, call.sessionId, ben.memberId)
    await page.evaluate((value) => Object.assign(window, { ticket: value }), ticket)
    const marks = await press(page, page.getByRole('button', { name: 'Join' }), true)
    await page.evaluate(() => window.leave())
    await alone()
    await page.close()
    return marks
  }

  try {
    // Ben's first call, whose pre-join panel and whose loading of files are over after it.
    const first = await ben.context.newPage()
    await openAtRest(first, call.communityUrl, 'button')
    await enter(first, joinButton(first))
    await leaveCall(first)
    await alone()
    await first.close()
    await onFloor()

    const floors = []
    const pointed = []
    const straight = []
    for (let round = 1; round <= rounds; round++) {
      floors.push(await onFloor())
      pointed.push(await throughProduct(true))
      straight.push(await throughProduct(false))
      say(`round ${round} of ${rounds}: floor ${last(floors)}, product ${last(pointed)}, pressed at once ${last(straight)} ms`)
    }
    for (const [name, marks] of Object.entries({ floor: floors, product: pointed, 'pressed at once': straight })) {
      say(`steps, ${name}: ${steps(marks)}`)
    }
    const base = median(floors.map((marks) => marks.firstFrame))
    const figure = (what, marks, aimed) => {
      const value = median(marks.map((each) => each.firstFrame))
      const ratio = value / base
      return {
        what,
        value: `${Math.round(value)} ms`,
        beside: `${Math.round(base)} ms (floor)`,
        ratio,
        ...(aimed ? { aim: `× ${AIM_RATIO}`, met: ratio <= AIM_RATIO } : {}),
      }
    }
    return [
      figure('click on Join → first remote frame', pointed, true),
      figure('… where the press comes with the pointer (a touch)', straight, false),
    ]
  } finally {
    await ben.context.close()
    await floor.stop()
    await call.close()
  }
}

/** Presses a button as a hand does, and reads when what came of it. */
async function press(page, button, point) {
  await button.scrollIntoViewIfNeeded()
  if (point) {
    await button.hover()
    await page.waitForTimeout(POINTING_MS)
  }
  await button.click()
  return readMarks(page)
}

const last = (rounds) => Math.round(rounds[rounds.length - 1].firstFrame)

/** Where the time goes, as medians of the rounds that have the step. */
function steps(rounds) {
  const names = Object.keys(rounds[0])
  return names.map((name) => `${name} ${Math.round(median(rounds.map((marks) => marks[name] ?? Number.NaN)))}`).join(', ')
}
