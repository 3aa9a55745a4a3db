import { expect, test } from 'vitest'
import { mungeOffer } from './munge-offer.server.ts'

const OFFER = [
  'v=0',
  'o=- 1 2 IN IP4 0.0.0.0',
  's=-',
  'a=group:BUNDLE 0 1 2 3',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'a=mid:0',
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97 98 102',
  'a=mid:1',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 goog-remb ',
  'a=rtcp-fb:96 transport-cc ',
  'a=rtcp-fb:96 nack pli',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=rtpmap:98 VP9/90000',
  'a=rtpmap:102 H264/90000',
  'a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'a=ssrc:1111 cname:PA_ana|TR_camera',
  'a=ssrc:1111 msid:PA_ana TR_camera',
  'a=msid:PA_ana TR_camera',
  'a=sendonly',
  'm=audio 9 UDP/TLS/RTP/SAVPF 63 111',
  'a=mid:2',
  'a=rtpmap:63 red/48000/2',
  'a=rtpmap:111 opus/48000/2',
  'a=ssrc:2222 cname:x',
  'a=msid:PA_ana TR_microphone',
  'a=sendonly',
  'm=video 9 UDP/TLS/RTP/SAVPF 98',
  'a=mid:3',
  'a=rtpmap:98 VP9/90000',
  'a=ssrc:3333 cname:x',
  'a=msid:PA_ben TR_other',
  'a=inactive',
  '',
].join('\r\n')

test('only what is written as it comes is asked for', () => {
  const { sdp } = mungeOffer(OFFER)
  expect(sdp).toContain('m=video 9 UDP/TLS/RTP/SAVPF 96 102\r\n')
  expect(sdp).toContain('m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n')
  expect(sdp).toContain('a=rtcp-fb:96 nack pli')
  expect(sdp).not.toMatch(/rtx|red\/|transport-cc|goog-remb|apt=/)
  // A section cannot be without a codec.
  expect(sdp).toContain('m=video 9 UDP/TLS/RTP/SAVPF 98\r\n')
})

test('says whose packets are whose; nobody’s where a section is not in use', () => {
  expect(mungeOffer(OFFER).streams).toEqual([
    {
      ssrc: 1111,
      mid: '1',
      trackSid: 'TR_camera',
      codecs: new Map([
        [96, 'vp8'],
        [102, 'h264'],
      ]),
    },
    { ssrc: 2222, mid: '2', trackSid: 'TR_microphone', codecs: new Map([[111, 'opus']]) },
  ])
})
