import { randomInt } from 'node:crypto'
import dgram from 'node:dgram'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { readJson, writePrivate } from './data-folder.mjs'
import { commandLine } from './processes.mjs'
import { Refusal } from './say.mjs'

const LOWEST_PORT = 20_000
const HIGHEST_PORT = 32_000

/**
 * @param {number} port
 * @param {string} host
 * @throws {Refusal} Naming the port, who has it where that can be seen, and the way out.
 */
export async function requireFreePort(port, host) {
  const refused = await withBoundPort('tcp', { port, host }, () => null).catch((error) => error.code)
  if (refused === null) return
  if (refused === 'EACCES')
    throw new Refusal(`Port ${port} needs rights that you do not have: choose one from 1024 up with PORT=3000 npm start.`)
  if (refused !== 'EADDRINUSE') {
    throw new Refusal(`Palier cannot listen on ${host} (${refused}): set HOST to an address of this machine, such as 127.0.0.1 or 0.0.0.0.`)
  }
  const owner = findPortOwner(port)
  const by = owner ? ` by process ${owner} (${commandLine(owner).slice(0, 60)})` : ''
  throw new Refusal(
    `Port ${port} is taken${by}: stop what uses it, or choose another one with PORT=${port < 65535 ? port + 1 : 3000} npm start.`,
  )
}

/**
 * A port that is free now on the loopback address, from below the range that systems take for outgoing connections: one of
 * those could have it at the moment when a server comes back.
 *
 * @param {"tcp" | "udp"} [protocol]
 * @returns {Promise<number>}
 */
export async function findFreePort(protocol = 'tcp') {
  for (;;) {
    const port = randomInt(LOWEST_PORT, HIGHEST_PORT + 1)
    if (await isFree(port, protocol)) return port
  }
}

async function isFree(port, protocol) {
  return withBoundPort(protocol, { port, host: '127.0.0.1' }, () => true).catch(() => false)
}

/**
 * The port of one of our own servers: the one it had last time, else a free one, remembered.
 * A lasting port lets what was left running, and what points at it, be found again.
 *
 * @param {string} dataFolder
 * @param {string} name
 * @param {{ protocol?: "tcp" | "udp", stillOurs?: boolean, preferred?: number }} [options] `stillOurs`: our own left-over listens there, so it may be taken.
 *   `preferred`: the one to take the first time, if it is free.
 */
export async function keepPort(dataFolder, name, { protocol = 'tcp', stillOurs = false, preferred } = {}) {
  const file = path.join(dataFolder, 'ports.json')
  const ports = readJson(file) ?? {}
  if (ports[name] !== undefined && (stillOurs || (await isFree(ports[name], protocol)))) return ports[name]
  const taken = new Set(Object.values(ports))
  let port = preferred !== undefined && (await isFree(preferred, protocol)) ? preferred : await findFreePort(protocol)
  while (taken.has(port)) port = await findFreePort(protocol)
  // Read again: other servers choose theirs at the same time.
  writePrivate(file, `${JSON.stringify({ ...readJson(file), [name]: port }, null, '\t')}\n`)
  return port
}

/** Listens for a moment, and rejects with the system's error code where that is refused. */
async function withBoundPort(protocol, { port, host }, read) {
  return new Promise((resolve, reject) => {
    const socket = protocol === 'udp' ? dgram.createSocket(host.includes(':') ? 'udp6' : 'udp4') : net.createServer()
    const done = () => {
      const result = read(socket.address().port)
      socket.close(() => resolve(result))
    }
    socket.once('error', reject)
    if (protocol === 'udp') socket.bind({ port, address: host, exclusive: true }, done)
    else socket.listen({ port, host, exclusive: true }, done)
  })
}

/** The pid that listens on a TCP port, as far as /proc shows it to us. */
function findPortOwner(port) {
  if (process.platform !== 'linux') return null
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  try {
    const inodes = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) =>
      readFileSync(table, 'utf8')
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .filter((fields) => fields[3] === '0A' && fields[1]?.endsWith(`:${hex}`))
        .map((fields) => `socket:[${fields[9]}]`),
    )
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        for (const descriptor of readdirSync(`/proc/${pid}/fd`)) {
          if (inodes.includes(readlinkSync(`/proc/${pid}/fd/${descriptor}`))) return Number(pid)
        }
      } catch {
        // Another user's process, or one that has just ended.
      }
    }
  } catch {
    // No /proc/net here: the sentence does without the name.
  }
  return null
}
