import { VideoOff } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useFormat } from '#app/i18n/format.tsx'
import { useText } from '#app/i18n/text.tsx'
import { useRoster } from '#app/realtime/roster-store.ts'
import { AvatarStack } from '#app/ui/kit/avatar.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { Spinner } from '#app/ui/kit/states.tsx'
import { getCallControl, loadMedia } from '../call-control.ts'
import type { CallRoom } from '../call-state.ts'
import { type DeviceChoice, recallDevices } from '../device-memory.ts'
import type { OpenDevices } from '../media.ts'
import { DevicePickers } from './device-button.tsx'
import { LevelMeter } from './level-meter.tsx'
import { ToggleButtons } from './pre-join-toggles.tsx'
import { Video } from './video.tsx'

const nothingOpen: OpenDevices = { microphone: null, camera: null, problems: {} }
const WISHES: DeviceChoice = { microphone: true, camera: true }

/** Opens what is wished for, one after the other, and lets go of what no longer is. */
function usePreview() {
  const [choice, setChoice] = useState(() => recallDevices() ?? WISHES)
  const [open, setOpen] = useState<OpenDevices | null>(null)
  /** Handed over to the call: not ours to stop any more. */
  const handedOver = useRef(false)
  useEffect(() => {
    let gone = false
    let mine: OpenDevices | null = null
    void loadMedia().then(async (media) => {
      const opened = await media.openDevices(choice)
      if (gone) {
        media.stopDevices(opened)
        return
      }
      mine = opened
      setOpen(opened)
    })
    return () => {
      gone = true
      if (mine && !handedOver.current) void loadMedia().then((media) => mine && media.stopDevices(mine))
      setOpen(null)
    }
  }, [choice])
  return { choice, setChoice, open, handedOver }
}

/** A look at oneself before the first call: what the others will see and hear, which devices, and who is in already. */
export function PreJoin({ room }: { room: CallRoom }) {
  const { call } = useText()
  const format = useFormat()
  const { choice, setChoice, open, handedOver } = usePreview()
  const people = useRoster(room.roomId)?.people ?? []
  const names = format.list(people.map((person) => person.name))

  const enter = (devices: DeviceChoice, opened: OpenDevices) => {
    handedOver.current = true
    getCallControl().finishPreJoin(devices, opened)
  }
  const problems = open?.problems ?? {}
  return (
    <div className="m-auto grid w-full max-w-4xl items-center gap-6 overflow-y-auto p-4 wide:grid-cols-[1.4fr_1fr] wide:p-8">
      <div className="flex flex-col gap-3">
        <figure aria-label={call.preJoin.preview} className="relative aspect-video overflow-hidden rounded-2xl bg-surface">
          {open?.camera ? (
            <Video picture={open.camera} mirrored />
          ) : (
            <span className="absolute inset-0 flex flex-col items-center justify-center gap-2 px-6 text-center text-soft">
              {open ? (
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
        <LevelMeter track={open?.microphone?.mediaStreamTrack ?? null} />
        {problems.microphone && <p className="text-sm text-soft">{call.problems.microphone[problems.microphone]}</p>}
        {problems.camera && <p className="text-sm text-soft">{call.problems.camera[problems.camera]}</p>}
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
          key={open ? 'known' : 'asking'}
          choice={choice}
          onChoose={(kind, deviceId) =>
            setChoice({ ...choice, [{ audioinput: 'microphoneId', videoinput: 'cameraId', audiooutput: 'speakerId' }[kind]]: deviceId })
          }
        />
        <div className="flex flex-col gap-2">
          <Button
            look="accent"
            disabled={!open}
            onClick={() =>
              open && enter({ ...choice, microphone: open.microphone !== null, camera: open.camera !== null }, { ...open, problems: {} })
            }
          >
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
