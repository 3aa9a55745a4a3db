/** More than any message of a browser to LiveKit: the description of what one receives from fifty people, several times over. */
export const MAX_MESSAGE_BYTES = 1024 * 1024

const LENGTH_FOLLOWS_16 = 126
const LENGTH_FOLLOWS_64 = 127

/**
 * Measures the WebSocket messages of a stream of bytes, across frames, by the lengths that the frames announce. LiveKit itself takes a
 * message of any size, and holds it whole.
 *
 * @returns what is to be given each piece of the stream, in order; it answers false once a message is too large
 */
export function measureFrames(maxMessageBytes = MAX_MESSAGE_BYTES): (piece: Buffer) => boolean {
  let header = Buffer.alloc(0)
  let payloadLeft = 0
  let messageBytes = 0
  return (piece) => {
    let at = 0
    while (at < piece.length) {
      if (payloadLeft > 0) {
        const taken = Math.min(payloadLeft, piece.length - at)
        payloadLeft -= taken
        at += taken
        continue
      }
      header = Buffer.concat([header, piece.subarray(at, at + 1)])
      at += 1
      const frame = readHeader(header)
      if (!frame) continue
      header = Buffer.alloc(0)
      payloadLeft = frame.payloadBytes
      // Pings and closes come between the frames of a message, and are short by the protocol: LiveKit checks that.
      messageBytes = frame.control ? messageBytes : messageBytes + frame.payloadBytes
      if (messageBytes > maxMessageBytes || frame.payloadBytes > maxMessageBytes) return false
      if (!frame.control && frame.final) messageBytes = 0
    }
    return true
  }
}

/** A frame's header (RFC 6455, 5.2); null while there is more of it to come. */
function readHeader(header: Buffer): { final: boolean; control: boolean; payloadBytes: number } | null {
  const [first, second] = header
  if (first === undefined || second === undefined) return null
  const short = second & 0x7f
  const lengthBytes = short === LENGTH_FOLLOWS_64 ? 8 : short === LENGTH_FOLLOWS_16 ? 2 : 0
  const maskBytes = second & 0x80 ? 4 : 0
  if (header.length < 2 + lengthBytes + maskBytes) return null
  const payloadBytes = lengthBytes === 8 ? Number(header.readBigUInt64BE(2)) : lengthBytes === 2 ? header.readUInt16BE(2) : short
  return { final: (first & 0x80) !== 0, control: (first & 0x08) !== 0, payloadBytes }
}
