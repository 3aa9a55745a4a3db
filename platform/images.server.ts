import sharp from 'sharp'

/** More than any phone's camera has today; a picture that would unfold to more is never decoded. */
const MOST_PIXELS = 100_000_000
const TIMEOUT_SECONDS = 10

// What comes in is foreign: only the decoders of these three formats may touch it, no SVG, no PDF, nothing that runs.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] })

/**
 * Makes a square WebP of a JPEG, PNG or WebP picture: turned the way its camera was held, cut where most happens in it, without
 * any of its metadata. Null for what is no such picture, is broken, or would be too large.
 *
 * @param size of a side, in pixels
 */
export async function squarePhoto(bytes: Uint8Array, size: number): Promise<Buffer | null> {
  try {
    return await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
      .timeout({ seconds: TIMEOUT_SECONDS })
      .rotate()
      .resize(size, size, { fit: 'cover', position: 'attention' })
      .webp({ quality: 82 })
      .toBuffer()
  } catch {
    return null
  }
}
