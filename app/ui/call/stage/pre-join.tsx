import { type RefObject, useEffect, useRef, useState } from 'react'
import { useFormat } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { useRoster } from '#app/realtime/roster-store.ts'
import { AvatarStack } from '#app/ui/kit/avatar.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { VideoOff } from '#app/ui/kit/icons.tsx'
import { Spinner } from '#app/ui/kit/states.tsx'
import { getCallControl } from '../call-control.ts'
import type { CallRoom } from '../call-state.ts'
import type { DeviceProblem } from '../call-view.ts'
import { type DeviceChoice, recallDevices } from '../device-memory.ts'
import { loadMedia } from '../load-media.ts'
import type { OpenDevices } from '../media.ts'
import { DevicePickers } from './device-button.tsx'
import { LevelMeter } from './level-meter.tsx'
import { ToggleButtons } from './pre-join-toggles.tsx'
import { Video } from './video.tsx'

const useText = textsOf('call')

const nothingOpen: OpenDevices = { microphone: null, camera: null, problems: {} }
const WISHES: DeviceChoice = { microphone: true, camera: true }

interface Preview<Kind extends 'microphone' | 'camera'> {
  /** False while the browser opens it, or asks the person. */
  ready: boolean
  track: OpenDevices[Kind]
  problem: DeviceProblem | undefined
}

/** Opens one device for as long as it is wanted, unless the call has taken it over. */
function usePreview<Kind extends 'microphone' | 'camera'>(kind: Kind, choice: DeviceChoice, handedOver: RefObject<boolean>): Preview<Kind> {
  const [preview, setPreview] = useState<Preview<Kind>>({ ready: false, track: null, problem: undefined })
  const wanted = choice[kind]
  const deviceId = choice[kind === 'microphone' ? 'microphoneId' : 'cameraId']
  /** Counts how often what there is to open has changed under it. */
  const [changes, setChanges] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what has changed is opened anew
  useEffect(() => {
    let gone = false
    let release = () => {}
    setPreview({ ready: !wanted, track: null, problem: undefined })
    if (wanted) {
      void loadMedia().then(async (media) => {
        const only = { microphone: kind === 'microphone', camera: kind === 'camera', microphoneId: deviceId, cameraId: deviceId }
        const opened = await media.openDevices(only)
        const inUse = opened[kind]?.mediaStreamTrack
        // Unplugged: what is left is opened. Plugged in (again): the chosen one, or any where there was none.
        const onChange = () =>
          (!inUse || inUse.readyState === 'ended' || inUse.getSettings().deviceId !== deviceId) && setChanges((count) => count + 1)
        inUse?.addEventListener('ended', onChange)
        navigator.mediaDevices?.addEventListener('devicechange', onChange)
        release = () => {
          inUse?.removeEventListener('ended', onChange)
          navigator.mediaDevices?.removeEventListener('devicechange', onChange)
          if (!handedOver.current) media.stopDevices(opened)
        }
        if (gone) release()
        else setPreview({ ready: true, track: opened[kind], problem: opened.problems[kind] })
      })
    }
    return () => {
      gone = true
      release()
    }
  }, [kind, wanted, deviceId, handedOver, changes])
  return preview
}

/** A look at oneself before the first call: what the others will see and hear, which devices, and who is in already. */
export function PreJoin({ room }: { room: CallRoom }) {
  const { call } = useText()
  const format = useFormat()
  const [choice, setChoice] = useState(() => recallDevices() ?? WISHES)
  const handedOver = useRef(false)
  const microphone = usePreview('microphone', choice, handedOver)
  const camera = usePreview('camera', choice, handedOver)
  const ready = microphone.ready && camera.ready
  const people = useRoster(room.roomId)?.people ?? []
  const names = format.list(people.map((person) => person.name))

  const enter = () => {
    handedOver.current = true
    getCallControl().finishPreJoin(
      { ...choice, microphone: microphone.track !== null, camera: camera.track !== null },
      { microphone: microphone.track, camera: camera.track, problems: {} },
    )
  }
  return (
    <div className="m-auto grid w-full max-w-4xl items-center gap-6 overflow-y-auto p-4 wide:grid-cols-[1.4fr_1fr] wide:p-8">
      <div className="flex flex-col gap-3">
        <figure aria-label={call.preJoin.preview} className="relative aspect-video overflow-hidden rounded-2xl bg-surface">
          {camera.track ? (
            <Video picture={camera.track} mirrored />
          ) : (
            <span className="absolute inset-0 flex flex-col items-center justify-center gap-2 px-6 text-center text-soft">
              {camera.ready ? (
                <>
                  <VideoOff className="size-7" aria-hidden />
                  {call.preJoin.cameraOff}
                </>
              ) : (
                <>
                  <Spinner /> {call.preJoin.opening}
                </>
              )}
            </span>
          )}
          <span className="absolute inset-x-0 bottom-3 flex items-center justify-center gap-2">
            <ToggleButtons choice={choice} onChange={(change) => setChoice({ ...choice, ...change })} />
          </span>
        </figure>
        <LevelMeter track={microphone.track?.mediaStreamTrack ?? null} />
        {microphone.problem && <p className="text-sm text-soft">{call.problems.microphone[microphone.problem]}</p>}
        {camera.problem && <p className="text-sm text-soft">{call.problems.camera[camera.problem]}</p>}
      </div>
      <div className="flex flex-col gap-4">
        <div className="flex flex-col gap-1">
          <h1 className="text-xl font-bold">{call.preJoin.title({ room: room.name })}</h1>
          <p className="flex items-center gap-2 text-soft">
            {people.length > 0 && <AvatarStack people={people} />}
            {people.length > 0 ? call.preJoin.inNow({ names, count: people.length }) : call.preJoin.nobodyIn}
          </p>
        </div>
        <DevicePickers
          key={ready ? 'known' : 'asking'}
          choice={choice}
          onChoose={(kind, deviceId) =>
            setChoice({ ...choice, [{ audioinput: 'microphoneId', videoinput: 'cameraId', audiooutput: 'speakerId' }[kind]]: deviceId })
          }
        />
        <div className="flex flex-col gap-2">
          <Button look="accent" disabled={!ready} onClick={enter}>
            {call.preJoin.join}
          </Button>
          <Button look="quiet" onClick={() => getCallControl().finishPreJoin({ ...choice, microphone: false, camera: false }, nothingOpen)}>
            {call.preJoin.listen}
          </Button>
        </div>
        <p className="text-sm text-faint">{call.preJoin.text}</p>
      </div>
    </div>
  )
}
