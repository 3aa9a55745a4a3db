import { type FormEvent, useRef, useState } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { fieldError, formError } from '#app/http/action-answer.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { useDraft } from '#app/ui/feed/use-draft.ts'
import { Button } from '#app/ui/kit/button.tsx'
import { Dialog } from '#app/ui/kit/dialog.tsx'
import { FormError, TextField } from '#app/ui/kit/field.tsx'
import { type RoomChange, useRoomChange } from './use-room-change.ts'

const useText = textsOf('common', 'rooms')

/** Asks for a room's name: for a new one, or another for one that is there. What was typed is kept, however it closes but by "Cancel". */
export function RoomNameDialog({
  open,
  onClose,
  title,
  submit,
  name = '',
  of,
  changeFor,
}: {
  open: boolean
  onClose: () => void
  title: string
  submit: string
  name?: string
  /** What gets the name: the id of a room, or of the community of a new one. */
  of: string
  /** `clientId`: an idempotency key, the same until it was answered. */
  changeFor: (name: string, clientId: string) => RoomChange
}) {
  const { rooms, common } = useText()
  const [answer, setAnswer] = useState<ActionAnswer<null>>()
  const draft = useDraft(`room-name:${of}`, { text: name })
  const attempt = useRef<string>(undefined)
  const { busy, send } = useRoomChange((received) => {
    setAnswer(received)
    if (received.ok || received.code === 'attempt.changed') attempt.current = undefined
    if (!received.ok) return
    draft.giveUp()
    onClose()
  })
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    attempt.current ??= crypto.randomUUID()
    send(changeFor(draft.text, attempt.current))
  }
  return (
    <Dialog open={open} onClose={onClose} title={title}>
      <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
        <TextField
          label={rooms.name}
          name="name"
          hint={rooms.nameHint}
          value={draft.text}
          onChange={(event) => draft.write(event.target.value)}
          error={fieldError(answer, 'name')}
          autoComplete="off"
          autoFocus
        />
        <FormError code={formError(answer)} />
        <div className="flex justify-end gap-2">
          <Button
            look="quiet"
            onClick={() => {
              draft.giveUp()
              onClose()
            }}
          >
            {common.cancel}
          </Button>
          <Button type="submit" disabled={busy}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
