import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node'
import type { Viewer } from '#communities/people/contract.ts'
import { idSchema } from '#communities/threads/fields.server.ts'
import { isDatabaseAway } from '#platform/db.server.ts'
import { DomainError, InvalidInput } from '#platform/errors.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { log, requestContext } from '#platform/log.server.ts'
import { withinPage } from '#platform/page-reads.server.ts'
import type { ActionAnswer } from './action-answer.ts'
import { DOORSTEP, type Door, FORM } from './doors.server.ts'
import { requireOwnAccount } from './own-account.server.ts'
import { ACCOUNT } from './page-account.ts'
import { announcedBytes, type Form, readForm } from './read-form.server.ts'
import { requireViewer, viewerOf } from './viewer.server.ts'

/** What an expected error's code means in HTTP; one that is not here is a 400. */
const statuses: Record<string, number> = {
  'signIn.required': 401,
  'signIn.changed': 409,
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
  'recording.wordsChanged': 409,
  'transcriptLine.changed': 409,
  'livekit.unavailable': 503,
  'database.unavailable': 503,
  'work.tooMuch': 503,
  'body.tooLarge': 413,
  'body.wrongType': 415,
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
    throw refusal(error)
  }
}

/** What is thrown in place of an error: of an expected one its code, of a bug the request's id. Redirects and answers stay as they are. */
function refusal(error: unknown): unknown {
  const expected = expectedOf(error)
  if (!expected) return broken(error)
  const { code, details } = expected
  return data({ code, details }, { status: statusOf(code) })
}

/** An error that the product has a sentence for; null for a bug. */
function expectedOf(error: unknown): DomainError | null {
  if (error instanceof DomainError) return error
  if (!isDatabaseAway(error)) return null
  log.warn({ error }, 'the database is away')
  return new DomainError('database.unavailable')
}

/** What is thrown in place of a bug; redirects and answers that were thrown on purpose stay as they are. */
function broken(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  log.error({ error }, 'request failed')
  return data({ requestId: requestContext.getStore()?.requestId }, { status: 500 })
}

/** Answers an action: its result, or what was wrong, per field or as a whole, with what was typed. */
async function answerAction<T>(work: () => Promise<T>, typed: () => Form) {
  try {
    return data<ActionAnswer<T>>({ ok: true, value: await work() })
  } catch (error) {
    if (error instanceof InvalidInput) {
      return data<ActionAnswer<T>>(
        { ok: false, code: error.fields['form'] ?? 'input.invalid', fields: error.fields, details: {}, typed: withoutSecrets(typed()) },
        { status: 400 },
      )
    }
    const expected = expectedOf(error)
    if (expected) {
      const { code, details } = expected
      return data<ActionAnswer<T>>({ ok: false, code, fields: {}, details, typed: withoutSecrets(typed()) }, { status: statusOf(code) })
    }
    throw broken(error)
  }
}

function withoutSecrets(form: Form): Record<string, string> {
  return Object.fromEntries(
    Object.entries(form).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && !/password|token/i.test(entry[0])),
  )
}

type Asking = LoaderFunctionArgs | ActionFunctionArgs

/**
 * Every parameter of an address that is called `…Id` is an id before anything asks the database for it: PostgreSQL takes no other text
 * for one. What cannot be an id belongs to nothing.
 *
 * @throws DomainError `thread.notFound` for `threadId`, and so on
 */
function requireIds(params: Asking['params']): void {
  for (const [name, value] of Object.entries(params)) {
    if (name.endsWith('Id')) idIn(value, `${name.slice(0, -2)}.notFound`)
  }
}

/** A loader for members: `export const loader = memberPage(async ({ viewer, params }) => …)`. */
export function memberPage<T>(work: (args: LoaderFunctionArgs & { viewer: Viewer }) => Promise<T>) {
  return (args: LoaderFunctionArgs): Promise<T> =>
    answerPage(async () => {
      const viewer = await requireViewer(args)
      requireIds(args.params)
      args.context.reads ??= new Map()
      return withinPage(args.context.reads, () => work({ ...args, viewer }))
    })
}

/** A loader for everybody: `export const loader = publicPage(async ({ request }) => …)`; and an action that has no page to show its answer. */
export function publicPage<T>(work: (args: LoaderFunctionArgs) => Promise<T> | T) {
  return (args: LoaderFunctionArgs): Promise<T> =>
    answerPage(async () => {
      requireIds(args.params)
      return work(args)
    })
}

/**
 * An action for members: `export const action = memberAction(async ({ viewer, form }) => …)`. A redirect is thrown or returned as usual.
 * Who asks is known before the body is read, and no more of it is read than the door says.
 */
export function memberAction<T>(work: (args: ActionFunctionArgs & { viewer: Viewer; form: Form }) => Promise<T>, door: Door = FORM) {
  return (args: ActionFunctionArgs) => {
    let form: Form = {}
    return answerAction(
      async () => {
        const viewer = await requireViewer(args)
        requireIds(args.params)
        // A length that is not announced counts as a large one.
        if (!(announcedBytes(args.request) <= FORM.bytes)) await door.perMember?.spend(viewer.id)
        const { [ACCOUNT]: account, ...sent } = await readForm(args.request, door)
        form = sent
        requireOwnAccount(args, viewer, account)
        return work({ ...args, viewer, form })
      },
      () => form,
    )
  }
}

/** A whole office may come from one address; a thousand forms a minute come from no people. */
const perAddress = defineLimit('doorstep', 1_000, 60)

/** An action for everybody: `export const action = publicAction(async ({ form }) => …)`, for what is sent without a sign-in. */
export function publicAction<T>(work: (args: ActionFunctionArgs & { form: Form }) => Promise<T>) {
  return (args: ActionFunctionArgs) => {
    let form: Form = {}
    return answerAction(
      async () => {
        await perAddress.spend(args.context.clientAddress)
        requireIds(args.params)
        form = await readForm(args.request, DOORSTEP)
        return work({ ...args, form })
      },
      () => form,
    )
  }
}

/** A resource route for members that answers JSON, to be asked by `postJson` and `getJson`: no redirects, no pages. */
export function memberJson<T, Args extends Asking>(work: (args: Args & { viewer: Viewer }) => Promise<T>) {
  return async (args: Args): Promise<Response> => {
    const answered = await answerAction(
      async () => {
        const viewer = await viewerOf(args)
        requireOwnAccount(args, viewer)
        if (!viewer) throw new DomainError('signIn.required')
        requireIds(args.params)
        return work({ ...args, viewer })
      },
      () => ({}),
    )
    return Response.json(answered.data, { ...answered.init, headers: { 'cache-control': 'no-store' } })
  }
}

/**
 * What an `intent` asks for, of what a route can do. It comes from outside: an object with a `toString` of its own, say, is none.
 *
 * @throws DomainError `input.invalid`
 */
export function chosen<Work, Intents extends Readonly<Record<string, Work>>>(intents: Intents, intent: unknown): Intents[keyof Intents] {
  if (typeof intent !== 'string' || !Object.hasOwn(intents, intent)) throw new DomainError('input.invalid')
  return intents[intent as keyof Intents]
}

/**
 * A field that names something by its id.
 *
 * @throws DomainError `code`: what is no id names nothing
 */
export function idIn(value: unknown, code: string): string {
  const id = idSchema.safeParse(value)
  if (!id.success) throw new DomainError(code)
  return id.data
}

/** A field that is a text; empty where it is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
