import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node'
import type { Viewer } from '#communities/people/contract.ts'
import { DomainError, InvalidInput } from '#platform/errors.server.ts'
import { log, requestContext } from '#platform/log.server.ts'
import type { ActionAnswer } from './action-answer.ts'
import { requireViewer, viewerOf } from './viewer.server.ts'

/** What an expected error's code means in HTTP; one that is not here is a 400. */
const statuses: Record<string, number> = {
  'signIn.required': 401,
  'limit.reached': 429,
  'community.removed': 403,
  'community.nobodyLeft': 409,
  'member.removed': 403,
  'room.locked': 423,
  'room.full': 409,
  'attempt.changed': 409,
  'followUp.changed': 409,
  'followUp.published': 409,
  'followUp.dismissed': 409,
  'followUp.notYours': 403,
  'recording.notInside': 403,
  'recording.over': 409,
  'transcriptLine.changed': 409,
  'livekit.unavailable': 503,
}

function statusOf(code: string): number {
  const exact = statuses[code]
  if (exact) return exact
  if (code.endsWith('.notFound')) return 404
  if (code.endsWith('.forbidden')) return 403
  if (code.endsWith('.archived') || code.endsWith('.gone')) return 410
  return 400
}

/**
 * Answers a page: what `work` reads, or for an expected error a response with its code, shown by the error boundary.
 * Anything else is a bug: it is logged, and its page tells nothing but the request's id.
 */
export async function answerPage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DomainError) throw data({ code: error.code, details: error.details }, { status: statusOf(error.code) })
    throw broken(error)
  }
}

/** What is thrown in place of a bug; redirects and answers that were thrown on purpose stay as they are. */
function broken(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  log.error({ error }, 'request failed')
  return data({ requestId: requestContext.getStore()?.requestId }, { status: 500 })
}

/** Answers an action: its result, or what was wrong, per field or as a whole, with what was typed into `form`. */
export async function answerAction<T>(work: () => Promise<T>, form: Record<string, FormDataEntryValue> = {}) {
  try {
    return data<ActionAnswer<T>>({ ok: true, value: await work() })
  } catch (error) {
    if (error instanceof InvalidInput) {
      return data<ActionAnswer<T>>(
        { ok: false, code: error.fields['form'] ?? 'input.invalid', fields: error.fields, details: {}, typed: withoutSecrets(form) },
        { status: 400 },
      )
    }
    if (error instanceof DomainError) {
      const { code, details } = error
      return data<ActionAnswer<T>>({ ok: false, code, fields: {}, details, typed: withoutSecrets(form) }, { status: statusOf(code) })
    }
    throw broken(error)
  }
}

function withoutSecrets(form: Record<string, FormDataEntryValue>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(form).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && !/password|token/i.test(entry[0])),
  )
}

/** A loader for members: `export const loader = memberPage(async ({ viewer, params }) => …)`. */
export function memberPage<T>(work: (args: LoaderFunctionArgs & { viewer: Viewer }) => Promise<T>) {
  return (args: LoaderFunctionArgs): Promise<T> => answerPage(async () => work({ ...args, viewer: await requireViewer(args) }))
}

/** An action for members: `export const action = memberAction(async ({ viewer, form }) => …)`. A redirect is thrown or returned as usual. */
export function memberAction<T>(
  work: (args: ActionFunctionArgs & { viewer: Viewer; form: Record<string, FormDataEntryValue> }) => Promise<T>,
) {
  return async (args: ActionFunctionArgs) => {
    const form = await readForm(args.request)
    return answerAction(async () => work({ ...args, viewer: await requireViewer(args), form }), form)
  }
}

/** A resource route for members that answers JSON, to be asked by `postJson` and `getJson`: no redirects, no pages. */
export function memberJson<T, Args extends LoaderFunctionArgs | ActionFunctionArgs>(work: (args: Args & { viewer: Viewer }) => Promise<T>) {
  return async (args: Args): Promise<Response> => {
    const answered = await answerAction(async () => {
      const viewer = await viewerOf(args)
      if (!viewer) throw new DomainError('signIn.required')
      return work({ ...args, viewer })
    })
    return Response.json(answered.data, { ...answered.init, headers: { 'cache-control': 'no-store' } })
  }
}

/** The fields of a posted form as a flat object; of a repeated name, the last. JSON bodies are read the same way. */
export async function readForm(request: Request): Promise<Record<string, FormDataEntryValue>> {
  if (request.headers.get('content-type')?.startsWith('application/json')) {
    const body: unknown = await request.json().catch(() => null)
    return body !== null && typeof body === 'object' ? { ...(body as Record<string, FormDataEntryValue>) } : {}
  }
  return Object.fromEntries((await request.formData()).entries())
}
