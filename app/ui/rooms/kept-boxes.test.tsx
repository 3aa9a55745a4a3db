// @vitest-environment happy-dom
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { act } from 'react-dom/test-utils'
import { createMemoryRouter, RouterProvider } from 'react-router-dom'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { en } from '#app/i18n/en/index.ts'
import { TimeZoneProvider } from '#app/i18n/format.tsx'
import { TextProvider } from '#app/i18n/text.tsx'
import { AskPanel } from '#app/ui/communities/membership-panel.tsx'
import { ToastProvider } from '#app/ui/kit/toasts.tsx'
import type { CommunityPage } from '#communities/memberships/contract.ts'
import { RoomNameDialog } from './room-name-dialog.tsx'

let place: HTMLElement
let root: ReturnType<typeof createRoot>

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  localStorage.clear()
  place = document.createElement('div')
  document.body.replaceChildren(place)
})
afterEach(() => act(async () => root.unmount()))

/** A page with a box on it, opened by Ana; whatever was open before is gone. */
async function open(box: ReactNode) {
  if (place.hasChildNodes()) await act(async () => root.unmount())
  const page = (
    <TextProvider text={en} language="en">
      <TimeZoneProvider timeZone="UTC">
        <ToastProvider>{box}</ToastProvider>
      </TimeZoneProvider>
    </TextProvider>
  )
  const router = createMemoryRouter([{ id: 'root', path: '/', element: page }], {
    hydrationData: { loaderData: { root: { viewer: { id: 'ana' } } } },
  })
  root = createRoot(place)
  await act(async () => root.render(<RouterProvider router={router} />))
}

const field = () => place.querySelector<HTMLInputElement | HTMLTextAreaElement>('input[name=name], textarea')
async function type(words: string) {
  const control = field()
  const prototype = control?.tagName === 'TEXTAREA' ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(control, words)
  await act(async () => void control?.dispatchEvent(new Event('input', { bubbles: true })))
}
const press = (label: string) =>
  act(async () => [...place.querySelectorAll('button')].find((button) => button.textContent?.trim() === label)?.click())

const nameDialog = (
  <RoomNameDialog
    open
    onClose={() => {}}
    title="New room"
    submit="Create"
    of="design"
    changeFor={(name, clientId) => ({ intent: 'create', communityId: 'design', name, clientId })}
  />
)

test('the name of a room is there again after its box was closed in whatever way but "Cancel"', async () => {
  await open(nameDialog)
  await type('Prototype ta')
  await open(nameDialog)
  expect(field()?.value).toBe('Prototype ta')
  await press('Cancel')
  await open(nameDialog)
  expect(field()?.value).toBe('')
})

test('what somebody writes to those who may let them in is there again after another page', async () => {
  const page = {
    community: { id: 'design', slug: 'design', name: 'Design' },
    may: { 'community.askToJoin': true },
    ...{ faces: [], request: null, removed: true, invitation: null },
  } as unknown as CommunityPage
  const panel = <AskPanel page={page} href="/c/design" />
  await open(panel)
  await type('I would like to come back.')
  await open(panel)
  expect(field()?.value).toBe('I would like to come back.')
})
