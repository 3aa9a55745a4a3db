import { publicPage } from '#app/http/answer.server.ts'
import { answerMedia } from '#app/http/answer-media.server.ts'
import { requireOwnAccount } from '#app/http/own-account.server.ts'
import { viewerOf } from '#app/http/viewer.server.ts'

/** GET: a part of a recording (`film`, `poster`, `strip`, or a track's id), by ranges of bytes, for who may watch it at this moment. */
export const loader = publicPage(async (args) => {
  const { recordingId = '', part = '' } = args.params
  const viewer = await viewerOf(args)
  requireOwnAccount(args, viewer)
  return answerMedia({ request: args.request, viewer, recordingId, part })
})
