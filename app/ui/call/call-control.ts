import { findRoster, readRosters } from '#app/realtime/roster-store.ts'
import { type CallEvent, type CallRoom, type CallState, isIn, stepCall } from './call-state.ts'
import { createCallStore } from './call-store.ts'
import type { DeviceProblem, Participant } from './call-view.ts'
import { type DeviceChoice, needsPreJoin, recallDevices, rememberDevices } from './device-memory.ts'
import { keepAwake } from './keep-awake.ts'
import { loadMedia, type MediaModule } from './load-media.ts'
import { loadPagesAhead } from './load-pages-ahead.ts'
import type { Media, MediaListener, OpenDevices } from './media.ts'
import { pauseBefore } from './pause-before.ts'
import { prepareTicket, requestTicket, takePrepared } from './tickets.ts'

/** Dialling comes first: the stage is drawn while the answer is on its way. */
const DRAW_AFTER_MS = 10

/** A ghost is seen for ten seconds at most (product.md), of which this is a part. */
const LOOK_FOR_GHOSTS_MS = 2_000

const withoutPictures = (participant: Participant): Participant => ({ ...participant, camera: null, screen: null })

export type CallControl = ReturnType<typeof createCallControl>

let control: CallControl | null = null

/** The tab's call; in a browser only. */
export function getCallControl(): CallControl {
  control ??= createCallControl((roomId) => findRoster(roomId)?.session?.id)
  return control
}

/**
 * This browser tab's one call: carries out what the reducer (call-state.ts) decides, and tells the screens.
 * It lives outside of React, so that no page change touches it.
 */
function createCallControl(runningSessionOf: (roomId: string) => string | undefined) {
  const store = createCallStore()
  const { update, draw } = store
  /** From dialling on. */
  let media: Media | null = null
  /** The same, from when one's own devices are published: now they can be changed. */
  let entered: Media | null = null
  /** Opened by the pre-join panel, for the call that follows. */
  let held: OpenDevices | null = null
  /** Gone in the middle of the call, and not by a click: on again once there is one to be had. */
  const lost = new Set<'microphone' | 'camera'>()
  // One call per browser: a tab that goes in tells the others, also where the two are in different rooms.
  const tabs = new BroadcastChannel('palier.call')
  tabs.onmessage = () => closed(store.view.state.attempt, 'duplicate')

  function dispatch(event: CallEvent): void {
    const before = store.view.state
    const state = stepCall(before, event)
    if (state === before) return
    const live = state.phase === 'connected' || state.phase === 'reconnecting'
    if (state.attempt !== before.attempt || !(live || isIn(state))) release()
    const pageFollows = store.view.pageFollows === 'later' && state.phase !== 'connecting' && !live ? 'now' : store.view.pageFollows
    update({
      state,
      pageFollows: state.phase === 'idle' ? 'no' : pageFollows,
      ...(isIn(state) ? {} : { participants: [], problems: {}, standIns: [], sharing: false, mayPublish: null, soundBlocked: false }),
    })
    if (
      (state.phase === 'connecting' || state.phase === 'rejoining') &&
      (state.phase !== before.phase || state.attempt !== before.attempt)
    ) {
      void enter(state)
    }
    void keepAwake(live)
  }

  function closed(attempt: number, reason: Parameters<MediaListener['closed']>[0]): void {
    dispatch(reason === 'self' ? { type: 'left' } : { type: 'closed', attempt, reason })
  }

  function release(): void {
    const old = media
    media = null
    entered = null
    lost.clear()
    if (old) void old.close()
  }

  const isCurrent = (attempt: number) => store.view.state.attempt === attempt && isIn(store.view.state)

  async function enter(state: Extract<CallState, { phase: 'connecting' | 'rejoining' }>): Promise<void> {
    const { attempt, room } = state
    if (state.phase === 'rejoining') await pauseBefore(state.tries)
    if (!isCurrent(attempt)) return
    tabs.postMessage(room.roomId)
    let module: MediaModule
    try {
      module = await loadMedia()
    } catch {
      dispatch({ type: 'refused', attempt, code: 'call.unreachable' })
      return
    }
    const ready = held
    held = null
    const connected = await connect(module, attempt, room)
    const wanted = connected?.mayPublish() ? store.view.devices : { ...store.view.devices, microphone: false, camera: false }
    const devices = ready ?? (connected && isCurrent(attempt) ? await module.openDevices(wanted) : null)
    if (!devices) return
    if (!connected || !isCurrent(attempt)) {
      module.stopDevices(devices)
      return
    }
    update({ problems: devices.problems })
    // What cannot be published is tried once more below; where the connection closed meanwhile, `closed` has told what comes of it.
    if (connected.mayPublish()) await connected.publish(devices)
    else module.stopDevices(devices)
    if (media === connected) {
      entered = connected
      connected.devicesOpened()
      if (devices.problems.microphone) noteDevices({ microphone: false })
      if (devices.problems.camera) noteDevices({ camera: false })
      if (store.view.pageFollows === 'later') update({ pageFollows: 'now' })
      await Promise.all([settle('microphone'), settle('camera')])
      void loadPagesAhead()
    }
  }

  /** Connects with the ticket got ahead, else (or where that has gone stale) with a fresh one. Null: refused, and told. */
  async function connect(module: MediaModule, attempt: number, room: CallRoom): Promise<Media | null> {
    const early = await takePrepared(room.roomId, runningSessionOf(room.roomId))
    const tickets = early ? [() => early, () => requestTicket(room.roomId)] : [() => requestTicket(room.roomId)]
    for (const [index, getTicket] of tickets.entries()) {
      const ticket = await getTicket()
      if (!isCurrent(attempt)) return null
      if ('code' in ticket) {
        dispatch({ type: 'refused', attempt, ...ticket })
        return null
      }
      let known = false
      let stands = false
      const before: { closed?: Parameters<MediaListener['closed']>[0] } = {}
      const connection = module.createMedia(store.view.devices, {
        // Who is there is drawn once it stands, or once somebody is seen; until then, who is expected.
        changed: () => {
          known ||= connection.hasPicture()
          if (known && media === connection) refresh()
        },
        wavering: () => dispatch({ type: 'wavering', attempt }),
        mended: () => dispatch({ type: 'mended', attempt }),
        closed: (reason) => {
          if (!stands) before.closed = reason
          else if (media === connection) closed(attempt, reason)
        },
        choice: () => store.view.devices,
        standsIn: (device, standIn) => {
          const others = store.view.standIns.filter((one) => one.device !== device)
          update({ standIns: standIn ? [...others, standIn] : others })
        },
        found: (device) => {
          if (!lost.delete(device)) return
          update({ devices: { ...store.view.devices, [device]: true } })
          void settle(device)
        },
        problem: (device, problem) => {
          if (store.view.devices[device]) lost.add(device)
          update({ devices: { ...store.view.devices, [device]: false } })
          note(device, problem)
        },
      })
      media = connection
      try {
        await connection.connect(ticket.url, ticket.token)
      } catch {
        if (media === connection) media = null
        void connection.close()
        if (known && isCurrent(attempt)) update({ participants: store.view.participants.map(withoutPictures) })
        if (index < tickets.length - 1) continue
        dispatch({ type: 'refused', attempt, code: 'call.unreachable' })
        return null
      }
      // The first picture comes first: all that a call brings besides is drawn after it, and a camera is opened after it.
      known = true
      refresh()
      await connection.firstPicture()
      if (!isCurrent(attempt)) {
        void connection.close()
        return null
      }
      stands = true
      if (ticket.recording) module.receiveAsked(ticket.sessionId, ticket.recording)
      dispatch({ type: 'opened', attempt, sessionId: ticket.sessionId })
      draw()
      if (before.closed) closed(attempt, before.closed)
      watchForGhosts(module, connection, room.roomId, ticket.sessionId)
      return connection
    }
    return null
  }

  /** For as long as this connection is the call's. */
  function watchForGhosts(module: MediaModule, connection: Media, roomId: string, sessionId: string): void {
    const me = connection.participants()[0]?.identity
    if (!me) return
    const watch = module.createGhostWatch(me, sessionId, {
      stage: connection.others,
      roster: () => findRoster(roomId),
      ask: readRosters,
      hide: connection.hideGhosts,
    })
    const timer = setInterval(() => {
      if (media !== connection) clearInterval(timer)
      else if (store.view.state.phase === 'connected') void watch.look(performance.now())
    }, LOOK_FOR_GHOSTS_MS)
  }

  function refresh(): void {
    if (!media) return
    const participants = media.participants()
    const before = store.view.participants
    const mayPublish = media.mayPublish()
    const allowed = mayPublish && store.view.mayPublish === false
    const same = participants.length === before.length && participants.every((participant, index) => participant === before[index])
    update({
      participants: same ? before : participants,
      sharing: media.isSharing(),
      mayPublish,
      soundBlocked: media.isSoundBlocked(),
    })
    if (allowed) void Promise.all([settle('microphone'), settle('camera')])
  }

  function note(device: 'microphone' | 'camera', problem: DeviceProblem | undefined): void {
    update({ problems: { ...store.view.problems, [device]: problem } })
  }

  function noteDevices(change: Partial<DeviceChoice>): void {
    // Who was silenced, or lost a device, begins the next call as ever.
    rememberDevices({ ...(recallDevices() ?? store.view.devices), ...change })
    update({ devices: { ...store.view.devices, ...change } })
  }

  /** Brings a device to where it is wanted, one change after the other, however fast somebody clicks. */
  const settling = new Set<'microphone' | 'camera'>()
  async function settle(device: 'microphone' | 'camera'): Promise<void> {
    if (settling.has(device)) return
    settling.add(device)
    const target = entered
    try {
      while (target && entered === target) {
        const wanted = store.view.devices[device] && target.mayPublish()
        const is = device === 'microphone' ? target.isMicrophoneOn() : target.isCameraOn()
        if (wanted === is) break
        await (device === 'microphone' ? target.setMicrophone(wanted) : target.setCamera(wanted))
        if (wanted) note(device, undefined)
      }
    } catch (error) {
      // Taken away in the middle of it: that is no problem of the device.
      if (target?.mayPublish()) {
        noteDevices({ [device]: false })
        note(device, (await loadMedia()).problemOf(error))
      }
    } finally {
      settling.delete(device)
      refresh()
    }
  }

  return {
    getView: store.getView,
    subscribe: store.subscribe,

    /** Somebody may be about to go in: gets everything ready that changes nothing. */
    prepare(roomId: string): void {
      if (isIn(store.view.state) && store.view.state.room.roomId === roomId) return
      void loadMedia()
        .then((module) => module.warmUp())
        .catch(() => {})
      void needsPreJoin()
      prepareTicket(roomId)
    },

    /** Goes into a room, out of any other; through the pre-join panel where it is needed. */
    async join(room: CallRoom): Promise<void> {
      const kept = recallDevices()
      const preJoin = await needsPreJoin()
      const isThere = isIn(store.view.state) && store.view.state.room.roomId === room.roomId
      store.drawIn(preJoin || isThere ? 0 : DRAW_AFTER_MS)
      update({ pageFollows: preJoin || isThere ? 'now' : 'later', ...(kept ? { devices: kept } : {}) })
      dispatch({ type: 'joinAsked', room, preJoin })
    },

    /** Another page was gone to, the room's or any: it decides from now on how the call is shown. */
    pageChanged(): void {
      if (store.view.pageFollows !== 'no') update({ pageFollows: 'no' })
    },

    /** From the pre-join panel: goes in with these devices, which it hands over open. */
    finishPreJoin(devices: DeviceChoice, open: OpenDevices): void {
      held = open
      noteDevices(devices)
      dispatch({ type: 'preJoinDone', attempt: store.view.state.attempt })
    },

    /** Once more into the room of a call that moved, ended or failed. */
    again(): void {
      if (store.view.state.phase !== 'idle') dispatch({ type: 'joinAsked', room: store.view.state.room, preJoin: false })
    },

    /** Leaves, gives up, or closes what an ended call left on screen. */
    leave: () => dispatch({ type: 'left' }),

    /** Who said no to being recorded comes back silent and unseen, whenever publishing comes back. The next call begins as ever. */
    silence: () => update({ devices: { ...store.view.devices, microphone: false, camera: false } }),

    /** Who takes part after all: microphone and camera as they were left. */
    wishAgain: () => update({ devices: { ...store.view.devices, ...recallDevices() } }),

    setDevice(device: 'microphone' | 'camera', on: boolean): void {
      if (store.view.mayPublish === false) return
      lost.delete(device)
      noteDevices({ [device]: on })
      void settle(device)
    },

    async choose(kind: MediaDeviceKind, deviceId: string): Promise<void> {
      const field = { audioinput: 'microphoneId', videoinput: 'cameraId', audiooutput: 'speakerId' } as const
      const device = kind === 'audioinput' ? 'microphone' : 'camera'
      noteDevices({ [field[kind]]: deviceId })
      try {
        await entered?.switchDevice(kind, deviceId)
        if (kind !== 'audiooutput') note(device, undefined)
      } catch (error) {
        if (kind !== 'audiooutput') note(device, (await loadMedia()).problemOf(error))
      }
    },

    /** @returns false where it could not be shared; giving up in the browser's own window counts as done */
    async share(on: boolean): Promise<boolean> {
      try {
        if (store.view.mayPublish !== false) await entered?.setScreen(on)
        return true
      } catch (error) {
        return (await loadMedia()).isCancelled(error)
      } finally {
        refresh()
      }
    },

    playSound: () => void media?.playSound().then(refresh),

    /** The page comes back into view: a wake lock was lost meanwhile. */
    pageShown: () => void keepAwake(store.view.state.phase === 'connected' || store.view.state.phase === 'reconnecting'),
  }
}
