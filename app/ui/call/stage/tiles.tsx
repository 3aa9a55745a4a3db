import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useRef, useState } from 'react'
import { useText } from '#app/i18n/text.tsx'
import { IconButton } from '#app/ui/kit/button.tsx'
import type { Participant } from '../call-view.ts'
import { layOutTiles } from '../tile-layout.ts'
import { peopleOnPage } from './people-on-page.ts'
import { ScreenTile, Tile } from './tile.tsx'
import { useArea } from './use-area.ts'

/** The tile of somebody who waits for others. */
const ALONE_WIDTH = 560
/** The strip of faces beside a shared screen. */
const STRIP_TILE = { width: 176, height: 99 }

/** Everybody who is in, as large as the space allows; beside a shared screen, in a strip. */
export function Tiles({ people }: { people: readonly Participant[] }) {
  // Somebody else's screen before one's own: one knows what is on one's own.
  const sharer = people.find((person) => person.screen && !person.isLocal) ?? people.find((person) => person.screen)
  return sharer ? <ScreenAndStrip sharer={sharer} people={people} /> : <Grid people={people} />
}

function Grid({ people }: { people: readonly Participant[] }) {
  const { call } = useText()
  const box = useRef<HTMLDivElement>(null)
  const space = useArea(box)
  // Nobody likes to look at oneself on a wall.
  const area = people.length === 1 ? { width: Math.min(space.width, ALONE_WIDTH), height: space.height } : space
  const [askedPage, setPage] = useState(0)
  const layout = layOutTiles(people.length, area)
  const page = Math.min(askedPage, layout.pages - 1)
  const shown = peopleOnPage(people, page, layout.perPage)
  return (
    <div className="flex min-h-0 min-w-0 flex-1 items-center gap-1">
      {layout.pages > 1 && (
        <IconButton label={call.previousPage} disabled={page === 0} onClick={() => setPage(page - 1)}>
          <ChevronLeft className="size-5" aria-hidden />
        </IconButton>
      )}
      <div ref={box} className="flex size-full min-h-0 min-w-0 flex-wrap content-center items-center justify-center gap-2">
        {area.width > 0 &&
          shown.map((person) => <Tile key={person.identity} participant={person} width={layout.tileWidth} height={layout.tileHeight} />)}
        {layout.pages > 1 && <p className="sr-only">{call.page({ page: page + 1, pages: layout.pages })}</p>}
      </div>
      {layout.pages > 1 && (
        <IconButton label={call.nextPage} disabled={page === layout.pages - 1} onClick={() => setPage(page + 1)}>
          <ChevronRight className="size-5" aria-hidden />
        </IconButton>
      )}
    </div>
  )
}

function ScreenAndStrip({ sharer, people }: { sharer: Participant; people: readonly Participant[] }) {
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col gap-2 wide:flex-row">
      <div className="min-h-0 min-w-0 flex-1">
        <ScreenTile participant={sharer} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <div tabIndex={0} className="flex shrink-0 gap-2 overflow-auto rounded-2xl p-1 wide:flex-col">
        {people.map((person) => (
          <Tile key={person.identity} participant={person} {...STRIP_TILE} />
        ))}
      </div>
    </div>
  )
}
