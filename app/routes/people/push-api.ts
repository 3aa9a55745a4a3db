import type { ActionFunctionArgs } from '@remix-run/node'
import { memberJson } from '#app/http/answer.server.ts'
import { readForm } from '#app/http/read-form.server.ts'
import { subscribePush } from '#communities/notices/subscribe-push.server.ts'
import { testPush } from '#communities/notices/test-push.server.ts'
import { unsubscribePush } from '#communities/notices/unsubscribe-push.server.ts'
import { DomainError } from '#platform/errors.server.ts'

/** Browser notices for the browser that asks: on, off, and a test. */
export const action = memberJson<null, ActionFunctionArgs>(async ({ viewer, request }) => {
  const form = await readForm(request)
  switch (form['intent']) {
    case 'on':
      await subscribePush(viewer, form)
      return null
    case 'off':
      await unsubscribePush(viewer)
      return null
    case 'test':
      await testPush(viewer)
      return null
    default:
      throw new DomainError('input.invalid')
  }
})
