import { textsOf } from '#app/i18n/text.tsx'
import { Mic, MicOff, Video as VideoIcon, VideoOff } from '#app/ui/kit/icons.tsx'
import type { DeviceChoice } from '../device-memory.ts'
import { RoundButton } from './controls.tsx'

const useText = textsOf('call')

/** Camera and microphone on or off, before one is in. */
export function ToggleButtons({ choice, onChange }: { choice: DeviceChoice; onChange: (change: Partial<DeviceChoice>) => void }) {
  const { call } = useText()
  return (
    <>
      <RoundButton
        label={choice.microphone ? call.mute : call.unmute}
        off={!choice.microphone}
        onClick={() => onChange({ microphone: !choice.microphone })}
      >
        {choice.microphone ? <Mic className="size-5.5" aria-hidden /> : <MicOff className="size-5.5" aria-hidden />}
      </RoundButton>
      <RoundButton
        label={choice.camera ? call.stopCamera : call.startCamera}
        off={!choice.camera}
        onClick={() => onChange({ camera: !choice.camera })}
      >
        {choice.camera ? <VideoIcon className="size-5.5" aria-hidden /> : <VideoOff className="size-5.5" aria-hidden />}
      </RoundButton>
    </>
  )
}
