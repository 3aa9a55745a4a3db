import { useContext } from 'react'
import { useFormat } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { Button, buttonClass } from '#app/ui/kit/button.tsx'
import { Download, Link2, MoreHorizontal, Pin, PinOff, Quote, ScrollText, Trash2 } from '#app/ui/kit/icons.tsx'
import { Menu, MenuItem, menuItemClass } from '#app/ui/kit/menu.tsx'
import { formatMoment } from '#rooms/recordings/contract.ts'
import type { RecordingPage } from '#rooms/recordings/watching/contract.ts'
import { MomentsContext } from './moments.ts'
import { useCopyMoment } from './use-copy-moment.ts'
import { useKeeping } from './use-keeping.ts'

const useText = textsOf('player')

/** What can be done with a recording besides watching it: quoting what is being watched, taking it away as files, keeping or deleting it. */
export function RecordingActions({ page }: { page: RecordingPage }) {
  const { player } = useText()
  const moments = useContext(MomentsContext)
  const { recording, choices, filmUrl, tracks } = page
  const copy = useCopyMoment(recording.id)
  const download = (part: string) => `/recordings/${recording.id}/download/${part}`
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-start gap-2 print:hidden">
        {moments && (choices.post || choices.reply) && (
          <Button look="outline" size="small" onClick={() => moments.quote(moments.nowMs(), '')}>
            <Quote className="size-4" aria-hidden /> {player.quote}
          </Button>
        )}
        {moments && (
          <Button look="outline" size="small" onClick={() => copy(moments.nowMs())}>
            <Link2 className="size-4" aria-hidden /> {player.copyMoment}
          </Button>
        )}
        {choices.download && filmUrl && (
          <a href={download('film')} download className={buttonClass('outline', 'small')}>
            <Download className="size-4" aria-hidden /> {player.download}
          </a>
        )}
        <More page={page} />
        {choices.download && tracks.length > 0 && (
          <details className="min-w-0 text-sm">
            <summary className="inline-flex h-8 items-center rounded-lg px-2 font-semibold text-soft hover:bg-sunken hover:text-ink">
              {player.parts}
            </summary>
            <ul className="mt-1 flex flex-col gap-0.5 px-2">
              {tracks.map((track) => (
                <li key={track.id}>
                  <a href={download(track.id)} download className="hover:underline">
                    <span className="tabular text-soft">{formatMoment(track.startMs)}</span> {track.person.name}, {player.kinds[track.kind]}
                  </a>
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      <Stay page={page} />
    </div>
  )
}

/** What few do, and seldom. */
function More({ page: { recording, choices, stay } }: { page: RecordingPage }) {
  const { player } = useText()
  const keeping = useKeeping(recording.id)
  if (!choices.keep && !choices.delete && !choices.readConsents) return null
  return (
    <Menu
      up
      label={player.more}
      trigger={<MoreHorizontal className="size-4.5" aria-hidden />}
      triggerClass="inline-flex size-8 items-center justify-center rounded-lg text-soft hover:bg-sunken hover:text-ink"
    >
      {choices.keep && (
        <MenuItem
          icon={stay.kept ? <PinOff className="size-4" aria-hidden /> : <Pin className="size-4" aria-hidden />}
          onSelect={() => void keeping.keep(!stay.kept)}
        >
          {stay.kept ? player.letGo : player.keep}
        </MenuItem>
      )}
      {choices.readConsents && (
        <a role="menuitem" tabIndex={-1} href={`/recordings/${recording.id}/consents?format=csv`} download className={menuItemClass}>
          <ScrollText className="size-4" aria-hidden /> {player.consents}
        </a>
      )}
      {choices.delete && (
        <MenuItem danger icon={<Trash2 className="size-4" aria-hidden />} onSelect={() => void keeping.remove()}>
          {player.delete}
        </MenuItem>
      )}
    </Menu>
  )
}

/** Until when it is there, and why. */
function Stay({ page: { recording, stay } }: { page: RecordingPage }) {
  const { player } = useText()
  const format = useFormat()
  if (stay.kept) return <p className="text-sm text-faint">{player.kept}</p>
  if (!recording.expiresAt || !stay.rule) return null
  const date = format.date(new Date(recording.expiresAt))
  return <p className="tabular text-sm text-faint">{player.goes[stay.rule.by]({ date, days: stay.rule.days })}</p>
}
