/** Profiles whose parameters say more about colour (ITU-T H.264, 7.3.2.1.1). */
const WITH_CHROMA = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135])

/** The size of the pictures that a sequence parameter set of H.264 is for; nulls where it cannot be read. */
export function readPictureSize(unit: Buffer): { width: number | null; height: number | null } {
  const bits = readBits(removeEscapes(unit.subarray(1)))
  const profile = bits.take(8)
  bits.take(16)
  bits.golomb()
  let chroma = 1
  if (WITH_CHROMA.has(profile)) {
    chroma = bits.golomb()
    if (chroma === 3) bits.take(1)
    bits.golomb()
    bits.golomb()
    bits.take(1)
    // A scaling matrix: no browser sends one.
    if (bits.take(1)) return { width: null, height: null }
  }
  bits.golomb()
  const orderType = bits.golomb()
  if (orderType === 0) bits.golomb()
  else if (orderType === 1) {
    bits.take(1)
    bits.golomb()
    bits.golomb()
    for (let left = bits.golomb(); left > 0 && !bits.over(); left--) bits.golomb()
  }
  bits.golomb()
  bits.take(1)
  const widthInBlocks = bits.golomb() + 1
  const heightInUnits = bits.golomb() + 1
  const framesOnly = bits.take(1)
  if (!framesOnly) bits.take(1)
  bits.take(1)
  const crop = bits.take(1) ? [bits.golomb(), bits.golomb(), bits.golomb(), bits.golomb()] : [0, 0, 0, 0]
  if (bits.over()) return { width: null, height: null }
  const [left = 0, right = 0, top = 0, bottom = 0] = crop
  const across = chroma === 1 || chroma === 2 ? 2 : 1
  const down = (chroma === 1 ? 2 : 1) * (2 - framesOnly)
  return {
    width: widthInBlocks * 16 - (left + right) * across,
    height: heightInUnits * 16 * (2 - framesOnly) - (top + bottom) * down,
  }
}

/** Takes out the bytes that keep a start code from appearing inside (7.4.1.1). */
function removeEscapes(bytes: Buffer): Buffer {
  const kept: number[] = []
  let zeros = 0
  for (const byte of bytes) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0
      continue
    }
    zeros = byte === 0 ? zeros + 1 : 0
    kept.push(byte)
  }
  return Buffer.from(kept)
}

function readBits(bytes: Buffer) {
  let at = 0
  const bit = () => {
    const value = ((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1
    at++
    return value
  }
  const take = (count: number) => {
    let value = 0
    for (let left = count; left > 0; left--) value = value * 2 + bit()
    return value
  }
  return {
    take,
    /** A number of variable length (9.1). */
    golomb() {
      let zeros = 0
      while (bit() === 0 && zeros < 32) zeros++
      return 2 ** zeros - 1 + take(zeros)
    },
    /** More was read than there was. */
    over: () => at > bytes.length * 8,
  }
}
