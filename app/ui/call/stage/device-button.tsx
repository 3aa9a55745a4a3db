import { useState } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { Dialog } from '#app/ui/kit/dialog.tsx'
import { SelectField } from '#app/ui/kit/field.tsx'
import { Settings2 } from '#app/ui/kit/icons.tsx'
import { getCallControl } from '../call-control.ts'
import type { DeviceChoice } from '../device-memory.ts'
import { useCall } from '../use-call.ts'
import { RoundButton } from './controls.tsx'
import { useDevices } from './use-devices.ts'

const useText = textsOf('call')

/** Which camera, microphone and speaker: applied at once, in the middle of a call. */
export function DeviceButton() {
  const { call } = useText()
  const { devices: choice } = useCall()
  const [open, setOpen] = useState(false)
  return (
    <>
      <RoundButton label={call.devices} onClick={() => setOpen(true)}>
        <Settings2 className="size-5.5" aria-hidden />
      </RoundButton>
      <Dialog open={open} onClose={() => setOpen(false)} title={call.devices}>
        <DevicePickers choice={choice} onChoose={(kind, deviceId) => void getCallControl().choose(kind, deviceId)} />
      </Dialog>
    </>
  )
}

export function DevicePickers({ choice, onChoose }: { choice: DeviceChoice; onChoose: (kind: MediaDeviceKind, deviceId: string) => void }) {
  const { call } = useText()
  const devices = useDevices(true)
  const speakersCanBeChosen = typeof document !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype
  const pickers = [
    { kind: 'audioinput', label: call.microphone, none: call.noMicrophone, chosen: choice.microphoneId },
    { kind: 'videoinput', label: call.camera, none: call.noCamera, chosen: choice.cameraId },
    ...(speakersCanBeChosen
      ? [{ kind: 'audiooutput' as const, label: call.speaker, none: call.systemSpeaker, chosen: choice.speakerId }]
      : []),
  ] as const
  return (
    <div className="flex flex-col gap-3">
      {pickers.map(({ kind, label, none, chosen }) => {
        const found = devices.filter((device) => device.kind === kind && device.deviceId !== '')
        return (
          <SelectField
            key={kind}
            label={label}
            disabled={found.length === 0}
            value={found.some((device) => device.deviceId === chosen) ? chosen : (found[0]?.deviceId ?? '')}
            onChange={(event) => onChoose(kind, event.target.value)}
          >
            {found.length === 0 && <option value="">{none}</option>}
            {found.map((device) => (
              <option key={device.deviceId} value={device.deviceId}>
                {device.label || label}
              </option>
            ))}
          </SelectField>
        )
      })}
    </div>
  )
}
