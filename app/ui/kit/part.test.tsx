// @vitest-environment happy-dom
import { createRoot } from 'react-dom/client'
import { act } from 'react-dom/test-utils'
import { expect, test, vi } from 'vitest'
import { en } from '#app/i18n/en/index.ts'
import { TextProvider } from '#app/i18n/text.tsx'
import { Part } from './part.tsx'

vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)

test('a part that breaks says so, what is beside it stays, and it can be shown again', async () => {
  // React tells of what broke; so it should.
  vi.spyOn(console, 'error').mockImplementation(() => {})
  let broken = false
  const Talk = ({ people }: { people: number }) => {
    if (broken) throw new Error('broken')
    return <section>{people}</section>
  }
  const place = document.body.appendChild(document.createElement('div'))
  const root = createRoot(place)
  const show = (people: number) =>
    act(async () =>
      root.render(
        <TextProvider text={en} language="en">
          <p>beside it</p>
          <Part>
            <Talk people={people} />
          </Part>
        </TextProvider>,
      ),
    )
  const again = () => act(async () => place.querySelector('button')?.click())
  await show(2)
  broken = true
  await show(1)
  expect(place.textContent).toContain('beside it')
  expect(place.querySelector('[role="alert"]')?.textContent).toContain('broke')
  await again()
  expect(place.querySelector('[role="alert"]'), 'still broken').not.toBeNull()
  broken = false
  await again()
  expect(place.querySelector('[role="alert"]')).toBeNull()
  expect(place.querySelector('section')?.textContent).toBe('1')
})
