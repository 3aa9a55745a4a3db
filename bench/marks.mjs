/**
 * Runs in a page before its own scripts: notes when the first click came, when a call's steps were reached, and when the
 * first frame of `identity`'s picture was shown. The same for the product and for the floor.
 *
 * @param {string} identity
 */
export function setMarks(identity) {
  const marks = {}
  const note = (name) => {
    if (marks.clicked !== undefined) marks[name] ??= performance.now()
  }
  Object.assign(window, { benchMarks: marks })
  window.addEventListener(
    'click',
    (event) => {
      marks.clicked ??= event.timeStamp
    },
    true,
  )
  window.WebSocket = class extends WebSocket {
    constructor(url, protocols) {
      super(url, protocols)
      if (!new URL(url, location.href).pathname.includes('/rtc')) return
      note('dialled')
      this.addEventListener('open', () => note('signalled'))
    }
  }
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(options) {
      super(options)
      this.addEventListener('track', ({ track }) => track.kind === 'video' && note('track'))
      this.addEventListener('connectionstatechange', () => this.connectionState === 'connected' && note('media'))
    }
  }
  const { mediaDevices } = navigator
  const open = mediaDevices?.getUserMedia.bind(mediaDevices)
  if (open) {
    mediaDevices.getUserMedia = async (wanted) => {
      const stream = await open(wanted)
      if (stream.getVideoTracks().length > 0) note('camera')
      return stream
    }
  }
  const watched = new WeakSet()
  new MutationObserver(() => {
    for (const video of document.querySelectorAll(`[data-participant="${identity}"] video`)) {
      if (watched.has(video)) continue
      watched.add(video)
      note('tile')
      video.requestVideoFrameCallback(() => note('firstFrame'))
    }
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-participant'] })
}

/**
 * Waits for the first frame.
 *
 * @param {import('playwright').Page} page
 * @returns {Promise<Record<string, number>>} Milliseconds from the click, by step.
 */
export async function readMarks(page) {
  await page.waitForFunction(() => window['benchMarks'].firstFrame !== undefined, null, { polling: 100 })
  const { clicked, ...reached } = await page.evaluate(() => window['benchMarks'])
  return Object.fromEntries(Object.entries(reached).map(([name, atMs]) => [name, atMs - clicked]))
}
