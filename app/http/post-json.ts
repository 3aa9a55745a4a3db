import type { ActionAnswer } from './action-answer.ts'
import { lostAnswer } from './patient-fetch.ts'

/**
 * Sends something to a resource route of ours. A connection that is lost is an answer too (`offline`), so that the page keeps
 * what was typed and can send it again: unlike a form's own submission, it never takes the page down.
 */
export async function postJson<T>(url: string, body: unknown): Promise<ActionAnswer<T>> {
  try {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    return (await response.json()) as ActionAnswer<T>
  } catch {
    return lostAnswer()
  }
}

/** Reads a resource route of ours; null where it can't be had. */
export async function getJson<T>(url: string): Promise<ActionAnswer<T>> {
  try {
    return (await (await fetch(url)).json()) as ActionAnswer<T>
  } catch {
    return { ok: false, code: 'offline', fields: {}, details: {}, typed: {} }
  }
}
