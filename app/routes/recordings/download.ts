import { memberPage } from '#app/http/answer.server.ts'
import { answerMedia } from '#app/http/answer-media.server.ts'
import { sessionFileName } from '#app/http/session-file-name.server.ts'
import { texts } from '#app/i18n/text.server.ts'
import { prepareDownload } from '#rooms/recordings/watching/prepare-download.server.ts'

/** GET: the film of a recording, or one of its tracks, as a file with a name. */
export const loader = memberPage(async ({ viewer, params, request }) => {
  const { recordingId = '', part = '' } = params
  const { at, room, topic, track, extension } = await prepareDownload(viewer, recordingId, part)
  const { player } = texts[viewer.language]
  const names = [room, topic, track?.name ?? '', track ? player.kinds[track.kind] : '']
  return answerMedia({
    request,
    viewer,
    recordingId,
    part,
    fileName: sessionFileName({ at, names, timeZone: viewer.timeZone, extension }),
  })
})
