import { data } from '@remix-run/node'
import { publicPage } from '#app/http/answer.server.ts'
import { viewerOf } from '#app/http/viewer.server.ts'
import { findPhoto } from '#communities/people/find-photo.server.ts'

/** A member's photo, for members. Its address changes with the photo, so a browser keeps it for good. */
export const loader = publicPage(async (args) => {
  if (!(await viewerOf(args))) throw data(null, { status: 401 })
  const bytes = await findPhoto(args.params['*'] ?? '')
  if (!bytes) throw data(null, { status: 404 })
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'image/webp',
      'content-length': String(bytes.length),
      'cache-control': 'private, max-age=31536000, immutable',
    },
  })
})
