import path from 'node:path'
import { adopt, findLeftOver, launch, stop } from './processes.mjs'

/** It closes its files and gives its recordings back. */
export const RECORDER_STOP_STAGES = [{ signal: /** @type {const} */ ('SIGTERM'), waitMs: 12_000 }]

/**
 * Stops the recorder of a start that was killed: its code and its settings may be old. What it was recording goes on with the new one.
 *
 * @param {string} dataFolder
 */
export async function stopLeftOverRecorder(dataFolder) {
  const leftOver = findLeftOver(pidFileOf(dataFolder))
  if (leftOver) await stop(adopt(leftOver.pid), RECORDER_STOP_STAGES)
}

/**
 * How to start the recorder: the built one, or from its sources with a restart at each change. Nobody waits for it: without it,
 * everything works but recording.
 *
 * @param {{ root: string, dev: boolean, env: Record<string, string | undefined>, dataFolder: string }} options
 */
export function openRecorder({ root, dev, env, dataFolder }) {
  const args = dev ? ['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', 'recorder.ts'] : ['build/recorder.js']
  /** @param {(running: import('./processes.mjs').Running) => void} track */
  return async (track) => {
    track(await launch({ command: process.execPath, args, cwd: root, env, pidFile: pidFileOf(dataFolder) }))
  }
}

function pidFileOf(dataFolder) {
  return path.join(dataFolder, 'recorder.pid')
}
