import { setTimeout as wait } from 'node:timers/promises'
import WebSocket from 'ws'

const INSPECTOR = 'http://127.0.0.1:9229/json/list'
const OPENS_WITHIN_MS = 5_000
const SAMPLE_EVERY_US = 500

/** Whose code it is that runs, by the place of its file; the first that fits. */
const PARTS = [
  ['database', /node_modules\/(pg|pg-[\w-]+|@prisma)\//],
  ['React', /node_modules\/(react|react-dom|scheduler)\//],
  ['routing', /node_modules\/(@remix-run|react-router|react-router-dom|cookie|set-cookie-parser)\//],
  ['serialised data', /node_modules\/turbo-stream\//],
  ['our code', /\/build\//],
  ['Node', /^node:/],
]

/**
 * Where a Node process spends its processor's time while `work` runs, in all of its threads: milliseconds by part. A part has what its
 * own code took, not what it called. What runs beside JavaScript's threads (compression, say) is in none.
 *
 * @param {number} pid Its inspector is opened by SIGUSR1, on port 9229: one process at a time.
 * @param {() => Promise<unknown>} work
 * @returns {Promise<Record<string, number>>}
 */
export async function partsWhile(pid, work) {
  process.kill(pid, 'SIGUSR1')
  const socket = new WebSocket(await addressOfInspector(), { maxPayload: 512 * 2 ** 20 })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const threads = [speakTo((message) => socket.send(message))]
  const workers = new Map()
  socket.on('message', (data) => {
    const message = JSON.parse(String(data))
    const { sessionId, message: inner } = message.params ?? {}
    if (message.method === 'NodeWorker.receivedMessageFromWorker') workers.get(sessionId)?.hear(JSON.parse(inner))
    else if (message.method === 'NodeWorker.attachedToWorker') {
      const thread = speakTo((text) => void threads[0].ask('NodeWorker.sendMessageToWorker', { sessionId, message: text }))
      workers.set(sessionId, thread)
      threads.push(thread)
    } else threads[0].hear(message)
  })
  try {
    await threads[0].ask('NodeWorker.enable', { waitForDebuggerOnStart: false })
    const askAll = (method, params) => Promise.all(threads.map(({ ask }) => ask(method, params)))
    await askAll('Profiler.enable')
    await askAll('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_US })
    await askAll('Profiler.start')
    await work()
    return sumParts((await askAll('Profiler.stop')).map(({ profile }) => profile))
  } finally {
    socket.close()
  }
}

/** One thread's inspector: questions go out by `send`, and answers come in by `hear`. */
function speakTo(send) {
  const asked = new Map()
  return {
    ask: (method, params = {}) =>
      new Promise((resolve, reject) => {
        const id = asked.size + 1
        asked.set(id, { resolve, reject })
        send(JSON.stringify({ id, method, params }))
      }),
    hear: ({ id, result, error }) => {
      if (error) asked.get(id)?.reject(new Error(error.message))
      else asked.get(id)?.resolve(result)
    },
  }
}

function sumParts(profiles) {
  const sums = Object.fromEntries([...PARTS.map(([part]) => part), 'garbage', 'native'].map((part) => [part, 0]))
  for (const { nodes, samples, timeDeltas } of profiles) {
    const partById = new Map(nodes.map(({ id, callFrame }) => [id, partOf(callFrame)]))
    for (const [at, id] of samples.entries()) {
      const part = partById.get(id)
      if (part) sums[part] += timeDeltas[at] / 1000
    }
  }
  return sums
}

/** Null: the thread had nothing to do. */
function partOf({ url, functionName }) {
  if (functionName === '(idle)' || functionName === '(program)' || functionName === '(root)') return null
  if (functionName === '(garbage collector)') return 'garbage'
  return PARTS.find(([, place]) => place.test(url))?.[0] ?? 'native'
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
