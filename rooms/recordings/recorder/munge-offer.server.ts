import type { Codec } from './webm.server.ts'

/** A stream that the server's offer announces. */
export interface OfferedStream {
  ssrc: number
  /** The section of the offer that it belongs to. */
  mid: string
  trackSid: string
  codecs: ReadonlyMap<number, Codec>
}

const CODECS: readonly Codec[] = ['opus', 'vp8', 'h264']
const isCodec = (name: string): name is Codec => (CODECS as readonly string[]).includes(name)
/** Reports that we do not send, and so do not promise. */
const NOT_SPOKEN = /rtcp-fb:\S+ (transport-cc|goog-remb)|transport-wide-cc|abs-send-time/

/**
 * Leaves of the server's offer only what is written to files as it comes: no redundancy, no retransmission streams, no codec that we
 * cannot put into packets' order. A section with nothing of that is left as it is; nothing of it will be read.
 *
 * @returns the offer to answer, and whose packets are whose
 */
export function mungeOffer(sdp: string): { sdp: string; streams: OfferedStream[] } {
  const [session = '', ...sections] = sdp.split(/(?=^m=)/m)
  const streams: OfferedStream[] = []
  const kept = sections.map((section) => {
    if (!/^m=(audio|video)/.test(section)) return section
    const mapped = [...section.matchAll(/^a=rtpmap:(\d+) ([\w-]+)\//gm)].map(([, type = '', name = '']) => ({
      type,
      name: name.toLowerCase(),
    }))
    const codecs = new Map(mapped.flatMap(({ type, name }) => (isCodec(name) ? [[Number(type), name] as const] : [])))
    const mid = /^a=mid:(\S+)/m.exec(section)?.[1]
    const trackSid = (/^a=msid:\S+ (\S+)/m.exec(section) ?? /^a=ssrc:\d+ msid:\S+ (\S+)/m.exec(section))?.[1]
    const ssrcs = new Set([...section.matchAll(/^a=ssrc:(\d+) /gm)].map(([, ssrc]) => Number(ssrc)))
    if (mid && trackSid && !/^a=inactive/m.test(section)) for (const ssrc of ssrcs) streams.push({ ssrc, mid, trackSid, codecs })
    return codecs.size > 0 ? keepCodecs(section, new Set([...codecs.keys()].map(String))) : section
  })
  return { sdp: [session, ...kept].join(''), streams }
}

function keepCodecs(section: string, types: ReadonlySet<string>): string {
  const lines = section.split('\r\n').flatMap((line) => {
    const media = /^(m=\w+ \d+ \S+) (.*)$/.exec(line)
    if (media) {
      const listed = (media[2] ?? '').trim().split(' ')
      return [`${media[1]} ${listed.filter((type) => types.has(type)).join(' ')}`]
    }
    const about = /^a=(?:rtpmap|fmtp|rtcp-fb):(\d+)/.exec(line)
    if ((about && !types.has(about[1] ?? '')) || NOT_SPOKEN.test(line)) return []
    return [line]
  })
  return lines.join('\r\n')
}
