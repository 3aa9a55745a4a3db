import { textsOf } from '#app/i18n/text.tsx'
import { useAgenda } from '#app/ui/agenda/use-agenda.ts'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { openRemarks } from './open-remarks.ts'

const useText = textsOf('call', 'common')

/** Above the faces, when a line comes up: who is not there and has left something on it. One at a time, until it is answered. */
export function AskedNotice({ roomId, onShow }: { roomId: string; onShow: () => void }) {
  const { call, common } = useText()
  const { item, remarks } = openRemarks(useAgenda(roomId).agenda)
  const [remark] = remarks
  if (!item || !remark) return null
  const name = remark.author?.name ?? common.formerMember
  const says = remark.kind === 'question' ? call.askedNotice : call.positionNotice
  return (
    <div className="mt-2 flex max-w-full items-center gap-2.5 rounded-xl bg-sunken py-1.5 pr-1.5 pl-3 text-sm">
      {remark.author && <Avatar person={remark.author} size="tiny" />}
      <p className="min-w-0">{says({ name, title: item.title })}</p>
      <Button look="outline" size="small" onClick={onShow}>
        {call.seeIt}
      </Button>
    </div>
  )
}
