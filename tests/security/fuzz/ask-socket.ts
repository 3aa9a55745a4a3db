import { readdirSync } from 'node:fs'
import path from 'node:path'
import { io, type Socket } from 'socket.io-client'
import { z } from 'zod'
import type { Target } from './fuzz.ts'
import { oddUpdate } from './odd-update.ts'
import { oddValue, type Random } from './random.ts'

const ROOT = path.resolve(import.meta.dirname, '../../..')
const ANSWER_WITHIN_MS = 5_000

interface KnownEvent {
  name: string
  input: z.ZodType
}

/** Every event that a contract lets a browser ask. */
export async function listEvents(): Promise<KnownEvent[]> {
  const files = ['rooms', 'communities'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name === 'contract.ts')
      .map((entry) => path.join(entry.parentPath, entry.name)),
  )
  const modules = await Promise.all(files.map(async (file) => (await import(file)) as Record<string, unknown>))
  return modules.flatMap((module) => Object.values(module)).filter(isEvent)
}

function isEvent(value: unknown): value is KnownEvent {
  return typeof value === 'object' && value !== null && 'input' in value && 'output' in value && value.input instanceof z.ZodType
}

/** Browsers' sockets that stay open from case to case; one that was ended is opened anew. */
export function openSockets(target: Target) {
  const sockets: Sockets = new Map()
  return {
    async ask(random: Random): Promise<string | null> {
      const cookie = random.pick(target.cookies())
      const socket = await connected(target, sockets, cookie)
      // A budget that is spent ends a socket, and limits sign-ins: that is not looked for.
      if (!socket) return null
      const event = random.chance(0.95) ? random.pick(target.events) : { name: String(oddValue(random, 9)), input: z.object({}) }
      const input = random.chance(0.1) ? oddValue(random) : inputOf(target, random, event)
      if (RESERVED.has(event.name)) return null
      return answered(socket, event, input, target.events.includes(event))
    },
    close: () => {
      for (const connecting of sockets.values()) void connecting.then((socket) => socket?.disconnect())
    },
  }
}

/** socket.io-client sends none of these. */
const RESERVED = new Set(['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'])

/** By cookie. Cases that run at once share a connection that is still being made. */
type Sockets = Map<string, Promise<Socket | null>>

async function connected(target: Target, sockets: Sockets, cookie: string): Promise<Socket | null> {
  const known = await sockets.get(cookie)
  if (known?.connected) return known
  const connecting = connect(target, cookie)
  sockets.set(cookie, connecting)
  return connecting
}

async function connect(target: Target, cookie: string): Promise<Socket | null> {
  const socket = io(target.url, { transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders: { cookie } })
  const isThere = await new Promise<boolean>((resolve) => {
    socket.once('ready', () => resolve(true))
    socket.once('connect_error', () => resolve(false))
    socket.once('disconnect', () => resolve(false))
  })
  return isThere ? socket : null
}

async function answered(socket: Socket, { name }: KnownEvent, input: unknown, isKnown: boolean): Promise<string | null> {
  const what = `${name} ${JSON.stringify(input)?.slice(0, 500)}`
  const answer = await new Promise<unknown>((resolve) => {
    const late = setTimeout(() => resolve('no answer'), ANSWER_WITHIN_MS)
    const settle = (value: unknown) => {
      clearTimeout(late)
      socket.off('disconnect', gone)
      resolve(value)
    }
    const gone = () => settle('gone')
    socket.once('disconnect', gone)
    socket.emit(name, input, settle)
    if (!isKnown) settle('unknown')
  })
  if (answer === 'no answer') return `${what}: no answer`
  return (answer as { code?: string } | null)?.code === 'unexpected' ? `${what}: unexpected` : null
}

function inputOf(target: Target, random: Random, event: KnownEvent): unknown {
  const shape = event.input instanceof z.ZodObject ? Object.keys(event.input.shape) : []
  const input: Record<string, unknown> = {}
  for (const name of shape) {
    if (name.endsWith('Id')) input[name] = target.place(random, name)
    else if (name === 'update' || name === 'stateVector') input[name] = oddUpdate(random).toString('base64')
    else input[name] = random.pick([0, 1, '', null, { anchor: { type: { client: 1, clock: 0 } }, head: {} }])
    if (random.chance(0.15)) input[name] = oddValue(random)
  }
  return input
}
