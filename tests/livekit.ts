import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findLivekitServer } from '../start/livekit-binary.mjs'
import { livekitStopStages, prepareLivekit } from '../start/livekit-server.mjs'
import { type Running, stop } from '../start/processes.mjs'

export interface TestLivekit {
  url: string
  pid(): number
  /** Ends it as an outage would, without a word to anybody. */
  kill(): Promise<void>
  /** Starts it again after `kill`, on the same ports; it has forgotten every room. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts a real livekit-server of this file's own, configured as start.mjs does, and points the environment at it. Call it before
 * anything imports `#platform/env.server.ts`: at the top of the file, the code under test by `await import(…)` after it.
 *
 * Its webhooks go to `webhookPort` on the loopback address, where a test may listen or not.
 */
export async function startLivekit({ webhookPort = 1 }: { webhookPort?: number } = {}): Promise<TestLivekit> {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'palier-livekit-'))
  const secrets = { livekitKey: 'palier-test', livekitSecret: 'a-livekit-secret-for-tests-of-more-than-32-characters' }
  const binary = await findLivekitServer(process.env)
  const settings = { dataFolder, host: '127.0.0.1', port: webhookPort }
  const server = await prepareLivekit({ settings, secrets, binary, nodeIp: undefined })
  let running: Running | undefined
  const open = () =>
    server.open((started) => {
      running = started
    })
  const kill = async () => {
    if (!running) return
    process.kill(running.pid, 'SIGKILL')
    await running.exited
    running = undefined
  }
  await open()
  process.env['LIVEKIT_URL'] = server.url
  process.env['LIVEKIT_API_KEY'] = secrets.livekitKey
  process.env['LIVEKIT_API_SECRET'] = secrets.livekitSecret
  return {
    url: server.url,
    pid: () => running?.pid ?? 0,
    kill,
    restart: open,
    stop: async () => {
      if (running) await stop(running, livekitStopStages)
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}
