import { existsSync } from 'node:fs'
import path from 'node:path'
import { runToEnd } from './processes.mjs'
import { say, step } from './say.mjs'

/**
 * Gets ffmpeg by apt where there is none and this is root. Elsewhere it says what to do: recordings are taken and kept without it, and
 * become playable once it is there (the recorder looks for it every minute, platform/ffmpeg.server.ts).
 *
 * @param {Record<string, string | undefined>} env
 */
export async function getFfmpeg(env) {
  if (hasFfmpeg(env)) return
  if (env.FFMPEG_PATH) return say(`! FFMPEG_PATH is ${env.FFMPEG_PATH}, and there are no ffmpeg and ffprobe: put it right. ${WITHOUT}`)
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const work = async () => {
      for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'ffmpeg']]) {
        const { code, words } = await runToEnd('apt-get', args, { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } })
        if (code !== 0) throw new Error(words.trim().split('\n').at(-1))
      }
    }
    await step('Installing ffmpeg with apt', work).catch((error) => say(`  ${error.message}`))
    if (hasFfmpeg(env)) return
  }
  say(`! There is no ffmpeg: ${wayTo()}. ${WITHOUT}`)
}

const WITHOUT = 'Until then recordings are taken and kept, but cannot be watched.'

function wayTo() {
  if (process.platform === 'darwin') return 'install it with `brew install ffmpeg`'
  if (process.platform === 'win32') return 'install it with `winget install ffmpeg`, or set FFMPEG_PATH to its ffmpeg.exe'
  return 'install the package `ffmpeg`, or set FFMPEG_PATH to one'
}

/** As platform/ffmpeg.server.ts finds it. */
function hasFfmpeg(env) {
  const ending = process.platform === 'win32' ? '.exe' : ''
  const both = (folder, ffmpeg = path.join(folder, `ffmpeg${ending}`)) =>
    existsSync(ffmpeg) && existsSync(path.join(folder, `ffprobe${ending}`))
  const own = env.FFMPEG_PATH
  if (own) return both(path.dirname(own), own) || both(own)
  return (env.PATH ?? '').split(path.delimiter).some((folder) => both(folder))
}
