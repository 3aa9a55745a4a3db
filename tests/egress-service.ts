import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import {
  EgressInfo,
  EgressStatus,
  FileInfo,
  ListEgressRequest,
  ListEgressResponse,
  RoomCompositeEgressRequest,
  StopEgressRequest,
  WebhookEvent,
} from '@livekit/protocol'
import { TokenVerifier } from 'livekit-server-sdk'

/** What Egress does where it is told to start, stop or list. */
export type Refusal = { status: number; code: string; msg: string }

/**
 * A stand-in of LiveKit's Egress API: Twirp over HTTP, by LiveKit's own messages. It keeps its runs as LiveKit does, and records nothing:
 * `film` is what it leaves where it was told to. What real Egress does besides is not shown by it.
 */
export async function openEgressService({ film, dir }: { film?: Buffer; dir?: { there: string; here: string } } = {}) {
  const runs = new Map<string, EgressInfo>()
  const asked: string[] = []
  let refusal: Refusal | null = null
  let hang = false
  let count = 0
  const nowNs = () => BigInt(Date.now()) * 1_000_000n
  const verifier = new TokenVerifier(process.env['LIVEKIT_API_KEY'] ?? '', process.env['LIVEKIT_API_SECRET'] ?? '')

  const answer = (method: string, body: string) => {
    if (method === 'StartRoomCompositeEgress') {
      const request = RoomCompositeEgressRequest.fromJsonString(body, { ignoreUnknownFields: true })
      count += 1
      const egressId = `EG_${String(count).padStart(12, '0')}`
      const run = new EgressInfo({ egressId, roomName: request.roomName, status: EgressStatus.EGRESS_STARTING, updatedAt: nowNs() })
      run.request = { case: 'roomComposite', value: request }
      runs.set(egressId, run)
      return run
    }
    if (method === 'StopEgress') {
      const { egressId } = StopEgressRequest.fromJsonString(body)
      const run = runs.get(egressId)
      if (!run) throw { status: 404, code: 'not_found', msg: 'egress does not exist' }
      if (run.status > EgressStatus.EGRESS_ACTIVE) {
        const msg = `egress with status ${EgressStatus[run.status]} cannot be stopped`
        throw { status: 412, code: 'failed_precondition', msg }
      }
      run.status = EgressStatus.EGRESS_ENDING
      run.updatedAt = nowNs()
      return run
    }
    const { roomName } = ListEgressRequest.fromJsonString(body)
    return new ListEgressResponse({ items: [...runs.values()].filter((run) => !roomName || run.roomName === roomName) })
  }

  const server = createServer(async (request, response) => {
    const method = path.basename(request.url ?? '')
    const body = await readBody(request)
    const say = (status: number, json: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
    try {
      const { video } = await verifier.verify((request.headers.authorization ?? '').replace('Bearer ', ''))
      if (!video?.roomRecord) return say(401, { code: 'unauthenticated', msg: 'permissions denied' })
      asked.push(method)
      if (refusal) throw refusal
      const said = answer(method, body).toJson() as object
      if (hang) return response.destroy()
      say(200, said)
    } catch (error) {
      const { status = 500, code = 'internal', msg = String(error) } = error as Partial<Refusal>
      say(status, { code, msg })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    runs,
    asked,
    /** From now on everything is refused so; null: nothing any more. */
    refuse(how: Refusal | null) {
      refusal = how
    },
    /** From now on it does what it is told, and never answers. */
    hangUp(yes: boolean) {
      hang = yes
    },
    forget: () => runs.clear(),
    /** Moves a run on, as Egress does by itself, and gives the body of the webhook that LiveKit sends. */
    async becomes(egressId: string, status: EgressStatus, { lengthMs = 10_000, error = '', file = true } = {}): Promise<string> {
      const run = runs.get(egressId) ?? new EgressInfo()
      run.status = status
      run.updatedAt = nowNs()
      run.error = error
      if (status === EgressStatus.EGRESS_ACTIVE) run.startedAt = nowNs()
      const asked = run.request.case === 'roomComposite' ? run.request.value.fileOutputs[0]?.filepath : undefined
      if (status >= EgressStatus.EGRESS_COMPLETE) {
        run.endedAt = run.startedAt + BigInt(lengthMs) * 1_000_000n
        const kept = file && (status === EgressStatus.EGRESS_COMPLETE || status === EgressStatus.EGRESS_LIMIT_REACHED)
        if (kept && asked) {
          const info = { filename: asked, location: asked, size: BigInt(film?.length ?? 1000), duration: BigInt(lengthMs) * 1_000_000n }
          run.fileResults = [new FileInfo({ ...info, startedAt: run.startedAt, endedAt: run.endedAt })]
          if (film && dir) await leave(path.join(dir.here, path.relative(dir.there, asked)), film)
        }
      }
      const event = { [EgressStatus.EGRESS_STARTING]: 'egress_started' }[status as number]
      return new WebhookEvent({
        event: event ?? (status >= EgressStatus.EGRESS_COMPLETE ? 'egress_ended' : 'egress_updated'),
        id: `EV_${egressId}_${EgressStatus[status]}`,
        createdAt: BigInt(Math.floor(Date.now() / 1000)),
        egressInfo: run.clone(),
      }).toJsonString()
    },
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close').catch(() => {})
    },
  }
}
export type EgressService = Awaited<ReturnType<typeof openEgressService>>

async function leave(file: string, bytes: Buffer): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, bytes)
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
