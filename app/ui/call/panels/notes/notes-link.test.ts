import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { compactNotes } from '#rooms/notes/compact-notes.server.ts'
import * as server from '#rooms/notes/contract.ts'
import { openNotes } from '#rooms/notes/open-notes.server.ts'
import { writeNotes } from '#rooms/notes/write-notes.server.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { NOTES_FRAGMENT, NOTES_LETTERS_MAX } from './editor.tsx'
import { createNotesLink, type NotesStore } from './notes-link.ts'
import { NOTES_SOCKET_BYTES_MAX } from './use-notes.ts'

/** How the answer to something sent gets lost: on the way there, or on the way back. */
type Loss = 'none' | 'there' | 'back'

interface Browser {
  doc: Y.Doc
  link: ReturnType<typeof createNotesLink>
  online: boolean
  loss: Loss
  /** Told to this browser, and not heard yet. */
  inbox: string[]
  storage: { kept: Uint8Array | null }
}

afterEach(() => void vi.restoreAllMocks())

/** Some browsers on one session, and the real use cases on the real database as their server: it has no memory of its own to lose. */
async function makeNotes(count: number) {
  const viewers = await Promise.all(Array.from({ length: count }, () => makePerson('Ana')))
  const { room, community } = await makeRoom(viewers)
  const { id: sessionId } = await db.session.create({ data: { roomId: room.id, communityId: community.id } })
  const browsers: Browser[] = viewers.map(() => ({ ...blank(), storage: { kept: null } }) as Browser)
  /** Letters that the server acknowledged, and those that somebody deleted. */
  const acknowledged = new Set<string>()
  const running = new Set<Promise<unknown>>()
  const track = <T>(work: Promise<T>): Promise<T> => {
    running.add(work)
    void work.finally(() => running.delete(work)).catch(() => {})
    return work
  }

  function start(index: number, viewer: Viewer): void {
    const browser = browsers[index] as Browser
    const { storage } = browser
    const doc = new Y.Doc()
    const left = storage.kept
    storage.kept = left
    const store: NotesStore = {
      recall: () => (left ? [{ update: left, forget: () => {} }] : []),
      keep: (update) => {
        storage.kept = update
      },
    }
    const self = { ...blank(), doc, storage } as Browser
    self.link = createNotesLink(
      doc,
      {
        open: (stateVector) =>
          track(
            (async () => {
              if (!self.online) return { ok: false, code: 'unexpected' } as const
              return { ok: true, value: await openNotes(viewer, sessionId, Buffer.from(stateVector, 'base64')) } as const
            })(),
          ),
        write: (update) =>
          track(
            (async () => {
              const { loss } = self
              if (!self.online || loss === 'there') return { ok: false, code: 'unexpected' } as const
              await writeNotes(viewer, sessionId, update)
              const told = Buffer.from(update).toString('base64')
              // Also to oneself, as the channel does.
              for (const other of browsers) if (other.online) other.inbox.push(told)
              if (loss === 'back' || !self.online) return { ok: false, code: 'unexpected' } as const
              for (const letter of lettersIn(update)) acknowledged.add(letter)
              return { ok: true, value: {} } as const
            })(),
          ),
      },
      store,
      // The steps say when it is tried again.
      [60_000],
    )
    browsers[index] = self
  }
  viewers.forEach((viewer, index) => void start(index, viewer))
  const settle = async () => {
    while (running.size > 0) await Promise.allSettled([...running])
    await new Promise((resolve) => setImmediate(resolve))
    if (running.size > 0) await settle()
  }
  return { viewers, sessionId, browsers, acknowledged, start, settle }
}

const blank = () => ({ online: true, loss: 'none' as Loss, inbox: [] as string[] })
const words = (doc: Y.Doc) => doc.getText('words')

/** The letters that an update brings: each is written once in a run. */
function lettersIn(update: Uint8Array): string[] {
  return Y.decodeUpdate(update).structs.flatMap((struct) => {
    const content = 'content' in struct ? struct.content : null
    return content instanceof Y.ContentString ? [...content.str] : []
  })
}

const step = fc.record({
  who: fc.nat(2),
  what: fc.oneof(
    { weight: 6, arbitrary: fc.constant('write' as const) },
    { weight: 2, arbitrary: fc.constant('delete' as const) },
    { weight: 2, arbitrary: fc.constant('settle' as const) },
    ...(['hear', 'hearTwice', 'cut', 'back', 'reload', 'loseThere', 'loseBack', 'mend', 'compact'] as const).map((what) => ({
      weight: 1,
      arbitrary: fc.constant(what),
    })),
  ),
  at: fc.nat(1_000),
})

test('browsers that are cut off, reloaded and told things twice and in any order end with the same notes; no letter is lost', {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 3 }), fc.array(step, { maxLength: 40 }), async (count, steps) => {
      const { viewers, sessionId, browsers, acknowledged, start, settle } = await makeNotes(count)
      const written = new Set<string>()
      const deleted = new Set<string>()
      for (const { link } of browsers) await link.open()

      for (const { who, what, at } of steps) {
        const index = who % count
        const browser = browsers[index] as Browser
        const text = words(browser.doc)
        if (what === 'write' && browser.link.getStatus().phase !== 'connecting') {
          const letter = String.fromCodePoint(0x4e00 + written.size)
          written.add(letter)
          text.insert(at % (text.length + 1), letter)
        } else if (what === 'delete' && text.length > 0) {
          const place = at % text.length
          deleted.add(text.toString()[place] ?? '')
          text.delete(place, 1)
        } else if (what === 'hear' || what === 'hearTwice') {
          // The newest first: the others have to wait.
          const heard = browser.inbox.splice(at % (browser.inbox.length + 1)).reverse()
          for (const update of what === 'hear' ? heard : [...heard, ...heard]) browser.link.told(update)
        } else if (what === 'cut') {
          browser.online = false
          browser.inbox = []
          browser.link.lost()
        } else if (what === 'back' || what === 'mend') {
          Object.assign(browser, { online: true, loss: 'none' })
          void browser.link.open()
        } else if (what === 'reload') {
          browser.link.close()
          browser.online = false
          start(index, viewers[index] as Viewer)
          void browsers[index]?.link.open()
        } else if (what === 'loseThere') browser.loss = 'there'
        else if (what === 'loseBack') browser.loss = 'back'
        else if (what === 'compact') await compactNotes(sessionId)
        else if (what === 'settle') {
          await settle()
          // What a browser calls sent is on the server.
          const { stateVector } = await openNotes(viewers[0] as Viewer, sessionId, new Uint8Array())
          const there = Y.decodeStateVector(Buffer.from(stateVector, 'base64'))
          for (const { doc, link } of browsers) {
            const own = Y.decodeStateVector(Y.encodeStateVector(doc)).get(doc.clientID) ?? 0
            if (!link.getStatus().unsent) expect(there.get(doc.clientID) ?? 0).toBe(own)
          }
        }
      }

      // Everybody is back, as long as anybody has something to say.
      for (let round = 0; round < 3; round++) {
        for (const browser of browsers) {
          Object.assign(browser, { online: true, loss: 'none' })
          await settle()
          await browser.link.open()
          await settle()
        }
      }
      const server = new Y.Doc()
      Y.applyUpdate(server, Buffer.from((await openNotes(viewers[0] as Viewer, sessionId, new Uint8Array())).update, 'base64'))
      const end = words(server).toString()
      for (const browser of browsers) {
        expect(words(browser.doc).toString()).toBe(end)
        expect(browser.link.getStatus()).toMatchObject({ phase: 'live', unsent: false, refusal: null })
        expect(browser.storage.kept).toBeNull()
        browser.link.close()
      }
      const remaining = [...written].filter((letter) => !deleted.has(letter)).sort()
      expect([...end].sort()).toEqual(remaining)
      expect([...acknowledged].filter((letter) => !deleted.has(letter) && !end.includes(letter))).toEqual([])
    }),
    { numRuns: 40 },
  )
})

test('what the server refuses is kept, and said; what is deleted then goes through', async () => {
  const doc = new Y.Doc()
  const storage: { kept: Uint8Array | null } = { kept: null }
  let full = true
  const link = createNotesLink(
    doc,
    {
      open: async () => ({ ok: true, value: { update: 'AAA=', stateVector: 'AA==', mayEdit: true, endedAt: null } }),
      write: async () => (full ? { ok: false, code: 'notes.full' } : { ok: true, value: {} }),
    },
    {
      recall: () => [],
      keep: (update) => {
        storage.kept = update
      },
    },
  )
  await link.open()
  words(doc).insert(0, 'too much')
  await expect.poll(() => link.getStatus().refusal).toBe('notes.full')
  expect(link.getStatus().unsent).toBe(true)
  expect(storage.kept).not.toBeNull()
  full = false
  words(doc).delete(3, 5)
  await expect.poll(() => link.getStatus()).toMatchObject({ refusal: null, unsent: false })
  expect(storage.kept).toBeNull()
  link.close()
})

test('the editor has the limits that the server takes', () => {
  expect([NOTES_FRAGMENT, NOTES_LETTERS_MAX, NOTES_SOCKET_BYTES_MAX]).toEqual([
    server.NOTES_FRAGMENT,
    server.NOTES_LETTERS_MAX,
    server.NOTES_SOCKET_BYTES_MAX,
  ])
})
