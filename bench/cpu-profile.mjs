import { setTimeout as wait } from 'node:timers/promises'
import WebSocket from 'ws'

const INSPECTOR = 'http://127.0.0.1:9229/json/list'
const OPENS_WITHIN_MS = 5_000
const SAMPLE_EVERY_US = 500

/**
 * Profiles a Node process by its inspector, which SIGUSR1 opens on port 9229: one process at a time.
 *
 * @param {number} pid
 * @param {() => Promise<unknown>} work What is done while it is profiled.
 * @returns {Promise<object>} A profile as Chromium's DevTools read it.
 */
export async function profileWhile(pid, work) {
  process.kill(pid, 'SIGUSR1')
  const socket = new WebSocket(await addressOfInspector())
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  let last = 0
  const ask = (method, params = {}) =>
    new Promise((resolve, reject) => {
      const id = ++last
      const hear = (data) => {
        const answer = JSON.parse(String(data))
        if (answer.id !== id) return
        socket.off('message', hear)
        if (answer.error) reject(new Error(answer.error.message))
        else resolve(answer.result)
      }
      socket.on('message', hear)
      socket.send(JSON.stringify({ id, method, params }))
    })
  try {
    await ask('Profiler.enable')
    await ask('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_US })
    await ask('Profiler.start')
    await work()
    return (await ask('Profiler.stop')).profile
  } finally {
    socket.close()
  }
}

async function addressOfInspector() {
  const giveUpMs = performance.now() + OPENS_WITHIN_MS
  for (;;) {
    try {
      const [target] = await (await fetch(INSPECTOR)).json()
      return target.webSocketDebuggerUrl
    } catch (error) {
      if (performance.now() > giveUpMs) throw error
      await wait(50)
    }
  }
}
