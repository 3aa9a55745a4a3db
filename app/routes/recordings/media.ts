import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerPage } from '#app/http/answer.server.ts'
import { answerMedia } from '#app/http/answer-media.server.ts'
import { viewerOf } from '#app/http/viewer.server.ts'

/** GET: a part of a recording (`film`, `poster`, `strip`, or a track's id), by ranges of bytes, for who may watch it at this moment. */
export function loader(args: LoaderFunctionArgs): Promise<Response> {
  const { recordingId = '', part = '' } = args.params
  return answerPage(async () => answerMedia({ request: args.request, viewer: await viewerOf(args), recordingId, part }))
}
