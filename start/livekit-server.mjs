import { createHash } from 'node:crypto'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { writePrivate } from './data-folder.mjs'
import { keepPort } from './ports.mjs'
import { adopt, findLeftOver, launch, stop } from './processes.mjs'
import { isLoopback, localName } from './settings.mjs'

const READY_TIMEOUT_MS = 20_000
const RETRY_EVERY_MS = 50
/** A room that nobody came to, and one that the last person left: past the 60 s in which a session goes on (product.md). */
const EMPTY_TIMEOUT_SECONDS = 120
const DEPARTURE_TIMEOUT_SECONDS = 90

/** The first signal lets calls end by themselves, the second does not wait for them. */
export const livekitStopStages = [
  { signal: /** @type {const} */ ('SIGTERM'), waitMs: 1_000 },
  { signal: /** @type {const} */ ('SIGTERM'), waitMs: 5_000 },
]

/**
 * Decides ports and writes the configuration of our own livekit-server; `open` then starts it, or adopts the one that outlived
 * an earlier start with the same configuration, with its calls.
 *
 * @param {object} options
 * @param {Pick<import('./settings.mjs').Settings, 'dataFolder' | 'host' | 'port'> & Partial<import('./settings.mjs').Settings>} options.settings
 * @param {{ livekitKey: string, livekitSecret: string }} options.secrets
 * @param {string} options.binary
 * @param {string | undefined} options.nodeIp What browsers send media to, where it is not this machine's own address.
 */
export async function prepareLivekit({ settings, secrets, binary, nodeIp }) {
  const { dataFolder } = settings
  const pidFile = path.join(dataFolder, 'livekit.pid')
  const configFile = path.join(dataFolder, 'livekit.yaml')
  const logFile = path.join(dataFolder, 'livekit.log')
  const kept = { stillOurs: findLeftOver(pidFile) !== null }
  const port = settings.livekitPort ?? (await keepPort(dataFolder, 'livekit', kept))
  const udpPort = settings.livekitUdpPort ?? (await keepPort(dataFolder, 'livekitUdp', { ...kept, protocol: 'udp' }))
  const tcpPort = settings.livekitTcpPort ?? (await keepPort(dataFolder, 'livekitTcp', kept))
  const loopback = isLoopback(settings.host)

  // JSON is YAML. Browsers reach the signalling through the app's /livekit, so it listens on the loopback address only.
  const config = JSON.stringify(
    {
      port,
      bind_addresses: ['127.0.0.1'],
      rtc: {
        udp_port: udpPort,
        // LiveKit binds its TCP port to every address of the machine. On this very machine UDP is never in anybody's way.
        tcp_port: loopback ? 0 : tcpPort,
        use_external_ip: false,
        ...(nodeIp ? { node_ip: nodeIp } : {}),
        ...(loopback ? { node_ip: '127.0.0.1', enable_loopback_candidate: true, ips: { includes: ['127.0.0.1/32'] } } : {}),
      },
      keys: { [secrets.livekitKey]: secrets.livekitSecret },
      room: { auto_create: false, empty_timeout: EMPTY_TIMEOUT_SECONDS, departure_timeout: DEPARTURE_TIMEOUT_SECONDS },
      webhook: { urls: [`http://${localName(settings.host)}:${settings.port}/webhooks/livekit`], api_key: secrets.livekitKey },
      logging: { level: 'info', json: true, pion_level: 'error' },
    },
    null,
    '\t',
  )
  writePrivate(configFile, `${config}\n`)
  const fingerprint = createHash('sha256').update(`${binary}\n${config}`).digest('hex')
  const httpUrl = `http://127.0.0.1:${port}`

  return {
    url: `ws://127.0.0.1:${port}`,
    /** @param {(running: import('./processes.mjs').Running) => void} track */
    async open(track) {
      const leftOver = findLeftOver(pidFile)
      if (leftOver && leftOver.note === fingerprint) {
        track(adopt(leftOver.pid))
        return
      }
      if (leftOver) await stop(adopt(leftOver.pid), livekitStopStages)
      const running = await launch({ command: binary, args: ['--config', configFile], logFile, pidFile, note: fingerprint })
      track(running)
      await answers(httpUrl, running, logFile)
    },
  }
}

async function answers(httpUrl, running, logFile) {
  let ended = null
  running.exited.then((why) => {
    ended = why
  })
  const giveUpMs = performance.now() + READY_TIMEOUT_MS
  while (performance.now() < giveUpMs) {
    if (ended !== null) throw new Error(`livekit-server stopped at once (${ended}): see ${logFile}`)
    const response = await fetch(httpUrl).catch(() => null)
    if (response?.ok) return
    await sleep(RETRY_EVERY_MS)
  }
  throw new Error(`livekit-server did not answer within ${READY_TIMEOUT_MS / 1000} s: see ${logFile}`)
}
