import { useRef, useState } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { IconButton } from '#app/ui/kit/button.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { ChevronLeft, ChevronRight } from '#app/ui/kit/icons.tsx'
import type { Participant } from '../call-view.ts'
import { layOutTiles } from '../tile-layout.ts'
import { peopleOnPage } from './people-on-page.ts'
import { ScreenTile, Tile } from './tile.tsx'
import { useArea } from './use-area.ts'

const useText = textsOf('call')

/** The tile of somebody who waits for others. */
const ALONE_WIDTH = 560
/** The strip of faces beside a shared screen. */
const STRIP_TILE = { width: 176, height: 99 }

/** The buttons to other pages stand beside the faces; on a phone, where they would take a column of faces, below. */
const PAGED = 'max-wide:grid-cols-[1fr_auto_1fr] max-wide:grid-rows-[minmax(0,1fr)_auto] wide:grid-cols-[auto_minmax(0,1fr)_auto]'

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
  const isPaged = layout.pages > 1
  return (
    <div className={classNames('grid min-h-0 min-w-0 flex-1 grid-rows-[minmax(0,1fr)] items-center gap-1', isPaged && PAGED)}>
      {isPaged && (
        <IconButton
          label={call.previousPage}
          disabled={page === 0}
          onClick={() => setPage(page - 1)}
          className="max-wide:row-start-2 max-wide:justify-self-end"
        >
          <ChevronLeft className="size-5" aria-hidden />
        </IconButton>
      )}
      <div
        ref={box}
        className="flex size-full min-h-0 min-w-0 flex-wrap content-center items-center justify-center gap-2 max-wide:col-span-full max-wide:row-start-1"
      >
        {area.width > 0 &&
          shown.map((person) => <Tile key={person.identity} participant={person} width={layout.tileWidth} height={layout.tileHeight} />)}
      </div>
      {isPaged && (
        <p className="text-sm text-soft tabular-nums max-wide:row-start-2 wide:sr-only">
          {call.page({ page: page + 1, pages: layout.pages })}
        </p>
      )}
      {isPaged && (
        <IconButton
          label={call.nextPage}
          disabled={page === layout.pages - 1}
          onClick={() => setPage(page + 1)}
          className="max-wide:row-start-2 max-wide:justify-self-start"
        >
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
