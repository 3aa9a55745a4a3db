// Makes the recording of the demo company's meeting anew: drawn portraits that sway, and soft tones in place of voices. Needs ffmpeg.
//   node prisma/demo-recording/build.mjs
// It writes the files next to itself, and `recording.json`, which tells the seed what they are.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const FOLDER = import.meta.dirname
const ROOT = path.resolve(FOLDER, '../..')
const FONT = path.join(ROOT, 'node_modules/@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2')
const DURATION = 48
const FPS = 10

/** Each with the colour behind them, the pitch of their voice, and when they speak (in seconds). */
const people = [
  {
    key: 'ana',
    name: 'Ana',
    behind: '0xf0d9c8',
    hertz: 220,
    speaks: [
      [1, 9],
      [37, 46],
    ],
    from: 0,
  },
  { key: 'ben', name: 'Ben', behind: '0xcfe0ea', hertz: 131, speaks: [[9.6, 16]], from: 0 },
  { key: 'chloe', name: 'Chloé', behind: '0xe9dcc0', hertz: 247, speaks: [[20.5, 28]], from: 0 },
  { key: 'emma', name: 'Emma', behind: '0xd6e6d2', hertz: 262, speaks: [[28.8, 36]], from: 4 },
]
const screen = { by: 'chloe', from: 20, to: 36 }
/** Emma's camera is off for a while. */
const cameraOff = { key: 'emma', from: 10, to: 20 }

const scratch = mkdtempSync(path.join(os.tmpdir(), 'demo-recording-'))
const ffmpeg = (...args) => execFileSync('ffmpeg', ['-v', 'error', '-y', '-nostdin', ...args], { maxBuffer: 64 * 1024 * 1024 })
const file = (name) => path.join(FOLDER, name)
const vp9 = (crf) => [
  '-c:v',
  'libvpx-vp9',
  '-b:v',
  '0',
  '-crf',
  String(crf),
  '-deadline',
  'good',
  '-cpu-used',
  '2',
  '-row-mt',
  '1',
  '-g',
  String(FPS * 4),
  '-pix_fmt',
  'yuv420p',
]
const opus = (rate) => ['-c:a', 'libopus', '-b:a', rate, '-ac', '1', '-vbr', 'on', '-application', 'voip']
const bare = ['-map_metadata', '-1', '-fflags', '+bitexact', '-flags', '+bitexact']

/** While somebody speaks, as an expression of ffmpeg's. */
const within = (spans, t = 't') => spans.map(([from, to]) => `between(${t},${from},${to})`).join('+')

/** A portrait in a room of its colour, swaying; `size`: of the tile. */
function tile({ behind, speaks, from }, width, height, phase) {
  const face = Math.round(height * 0.74)
  const sway = `${(height / 46).toFixed(1)}`
  const sink = `(main_h-overlay_h)*0.62-${(height / 60).toFixed(1)}*(${within(speaks)})*abs(sin(t*5))`
  return (portrait, out) =>
    `color=c=${behind}:s=${width}x${height}:r=${FPS}:d=${DURATION - from}[room${phase}];` +
    `[${portrait}:v]scale=${face}:${face},format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='255*lte(hypot(X-W/2,Y-H/2),W/2)'[face${phase}];` +
    `[room${phase}][face${phase}]overlay=x='(main_w-overlay_w)/2+${sway}*sin(t*0.8+${phase})':y='${sink}':shortest=1[${out}]`
}

function label(name, height) {
  const size = Math.round(height * 0.085)
  return `drawtext=fontfile=${FONT}:text='${name}':fontsize=${size}:fontcolor=white:box=1:boxcolor=0x1b1a18@0.66:boxborderw=${Math.round(size / 2.4)}:x=${size}:y=h-th-${Math.round(size * 1.1)}`
}

/** A voice without words: a soft tone with overtones, in syllables. */
function voice({ hertz, speaks, from }) {
  const t = `(t+${from})`
  const syllable = `pow(abs(sin(${t}*${(3.1 + hertz / 400).toFixed(2)})),1.4)`
  const glide = `${hertz}*(1+0.05*sin(${t}*1.7))`
  const tone = [1, 2, 3, 4].map((n) => `${(0.5 / n ** 1.6).toFixed(3)}*sin(2*PI*${n}*${glide}*0.16*${t}*6.25)`).join('+')
  return `aevalsrc='0.28*(${within(speaks, t)})*${syllable}*(${tone})':s=48000:d=${DURATION - from},lowpass=f=1800`
}

const portrait = (key) => ['-i', path.join(ROOT, `prisma/demo-portraits/${key}.webp`)]
const tracks = []

for (const [phase, person] of people.entries()) {
  const { key, from } = person
  const [width, height] = [256, 144]
  ffmpeg(
    '-loop',
    '1',
    '-framerate',
    String(FPS),
    ...portrait(key),
    '-filter_complex',
    tile(person, width, height, phase)('0', 'v'),
    '-map',
    '[v]',
    '-t',
    String(DURATION - from),
    ...vp9(50),
    ...bare,
    file(`${key}-camera.webm`),
  )
  ffmpeg('-f', 'lavfi', '-i', voice(person), ...opus('11k'), ...bare, file(`${key}-microphone.webm`))
  const mutes = key === cameraOff.key ? [{ startMs: cameraOff.from * 1000, endMs: cameraOff.to * 1000 }] : []
  const at = { by: key, startMs: from * 1000, endMs: DURATION * 1000 }
  tracks.push({ ...at, kind: 'camera', file: `${key}-camera.webm`, mime: 'video/webm; codecs=vp9', width, height, mutes })
  tracks.push({
    ...at,
    kind: 'microphone',
    file: `${key}-microphone.webm`,
    mime: 'audio/webm; codecs=opus',
    width: null,
    height: null,
    mutes: [],
  })
}

// What Chloé shows: the stand, drawn from above, with the bench moving to the left.
const text = (say, x, y, size, colour = '0x211e1a') =>
  `drawtext=fontfile=${FONT}:text='${say}':fontsize=${size}:fontcolor=${colour}:x=${x}:y=${y}`
const plan = [
  'drawbox=x=70:y=84:w=500:h=236:color=0x8d8578:t=3',
  'drawbox=x=70:y=290:w=150:h=30:color=0xfaf8f4:t=fill',
  'drawbox=x=110:y=110:w=180:h=44:color=0xc9e7bb:t=fill',
  "drawbox=x='420-min(t,8)*30':y=220:w=110:h=40:color=0xf7dfb0:t=fill:enable='1'",
  'drawbox=x=480:y=110:w=60:h=90:color=0xb6e3ec:t=fill',
  text('Paris, the small stand', 70, 32, 26),
  text('shelf', 178, 124, 16),
  text('lamp', 494, 148, 16),
  text('entrance', 112, 326, 15, '0x5c554b'),
].join(',')
const [screenWidth, screenHeight] = [640, 360]
ffmpeg(
  '-f',
  'lavfi',
  '-i',
  `color=c=0xfaf8f4:s=${screenWidth}x${screenHeight}:r=5:d=${screen.to - screen.from}`,
  '-vf',
  plan,
  ...vp9(40),
  ...bare,
  file('chloe-screen.webm'),
)
tracks.push({
  by: screen.by,
  kind: 'screen',
  file: 'chloe-screen.webm',
  mime: 'video/webm; codecs=vp9',
  startMs: screen.from * 1000,
  endMs: screen.to * 1000,
  width: screenWidth,
  height: screenHeight,
  mutes: [],
})

// The film: four tiles; while a screen is shared, it is large, and the tiles stand beside it.
const [tileWidth, tileHeight] = [316, 176]
const inputs = people.flatMap(({ key }) => ['-loop', '1', '-framerate', String(FPS), ...portrait(key)])
const grid = []
for (const [phase, person] of people.entries()) {
  grid.push(`${tile({ ...person, from: 0 }, tileWidth, tileHeight, phase)(String(phase), `t${phase}`)}`)
  grid.push(
    `[t${phase}]${label(person.name, tileHeight)},drawbox=x=0:y=0:w=iw:h=ih:color=0x4cd39b:t=3:enable='${within(person.speaks)}',split=2[big${phase}][other${phase}]`,
  )
  grid.push(`[other${phase}]scale=124:70[small${phase}]`)
}
const places = [
  [2, 2],
  [322, 2],
  [2, 182],
  [322, 182],
]
const smallPlaces = places.map((_, index) => [514, 22 + index * 82])
let canvas = 'canvas0'
grid.unshift(`color=c=0x1b1a18:s=640x360:r=${FPS}:d=${DURATION}[canvas0]`)
const shares = `between(t,${screen.from},${screen.to})`
for (const [index] of people.entries()) {
  const [x, y] = places[index]
  const came = `gte(t,${people[index].from})`
  grid.push(`[${canvas}][big${index}]overlay=x=${x}:y=${y}:enable='not(${shares})*${came}'[canvas${index * 2 + 1}]`)
  const [sx, sy] = smallPlaces[index]
  grid.push(`[canvas${index * 2 + 1}][small${index}]overlay=x=${sx}:y=${sy}:enable='${shares}'[canvas${index * 2 + 2}]`)
  canvas = `canvas${index * 2 + 2}`
}
grid.push(`[4:v]fps=${FPS},scale=506:-2,setpts=PTS+${screen.from}/TB[shared]`)
grid.push(`[${canvas}][shared]overlay=x=2:y=38:enable='${shares}':eof_action=pass[film]`)
const voices = people.flatMap(({ key }) => ['-i', file(`${key}-microphone.webm`)])
const mix = people
  .map(({ from }, index) => `[${index + 5}:a]adelay=${from * 1000}[a${index}]`)
  .concat(`${people.map((_, index) => `[a${index}]`).join('')}amix=inputs=${people.length}:normalize=0[sound]`)
ffmpeg(
  ...inputs,
  '-i',
  file('chloe-screen.webm'),
  ...voices,
  '-filter_complex',
  [...grid, ...mix].join(';'),
  '-map',
  '[film]',
  '-map',
  '[sound]',
  '-t',
  String(DURATION),
  ...vp9(44),
  ...opus('16k'),
  ...bare,
  path.join(scratch, 'film.webm'),
)
// With its index in front, so that a player seeks in it without reading all of it.
ffmpeg('-i', path.join(scratch, 'film.webm'), '-c', 'copy', '-cues_to_front', '1', ...bare, file('film.webm'))

ffmpeg('-ss', '12', '-i', file('film.webm'), '-frames:v', '1', '-c:v', 'libwebp', '-quality', '70', file('poster.webp'))
const strip = { columns: 6, rows: 2, width: 128, height: 72, everyMs: 4_000 }
ffmpeg(
  '-i',
  file('film.webm'),
  '-vf',
  `fps=1000/${strip.everyMs}:start_time=0:round=down,scale=${strip.width}:${strip.height},tile=${strip.columns}x${strip.rows}`,
  '-frames:v',
  '1',
  '-c:v',
  'libwebp',
  '-quality',
  '60',
  file('strip.webp'),
)

const everyMs = 100
const sound = ffmpeg('-i', file('film.webm'), '-vn', '-f', 's16le', '-ar', '8000', '-ac', '1', '-')
const samples = new Int16Array(sound.buffer, sound.byteOffset, Math.floor(sound.length / 2))
const perBar = (8000 * everyMs) / 1000
const values = Array.from({ length: Math.round((DURATION * 1000) / everyMs) }, (_, index) => {
  let most = 0
  for (let at = index * perBar; at < Math.min((index + 1) * perBar, samples.length); at++) most = Math.max(most, Math.abs(samples[at] ?? 0))
  return Math.min(255, Math.round((most / 32_768) * 255 * 2))
})
const speakers = people
  .flatMap(({ key, speaks }) => speaks.map(([from, to]) => ({ by: key, startMs: from * 1000, endMs: to * 1000 })))
  .sort((a, b) => a.startMs - b.startMs)
writeFileSync(
  file('recording.json'),
  `${JSON.stringify({ durationMs: DURATION * 1000, tracks, speakers, strip, peaks: { everyMs, values } })}\n`,
)
rmSync(scratch, { recursive: true })
