// A call with livekit-client and nothing else; runs in a page, after livekit-client itself.
const { Room, RoomEvent, Track } = window.LivekitClient
let room = null

/** Connects, and tells when that began, when the server knew (signalling stands) and when it was done (epoch, ms). */
window.connect = async ({ url, token }) => {
  const startedAtMs = Date.now()
  room = new Room()
  const known = new Promise((resolve) => room.once(RoomEvent.SignalConnected, () => resolve(Date.now())))
  const connected = new Promise((resolve) => room.once(RoomEvent.Connected, () => resolve(Date.now())))
  room.on(RoomEvent.TrackSubscribed, (track, _publication, participant) => {
    const element = track.attach()
    if (track.kind !== Track.Kind.Video) return
    const tile = document.createElement('div')
    tile.dataset.participant = participant.identity
    tile.append(element)
    document.body.append(tile)
  })
  await room.connect(url, token)
  return { startedAtMs, knownAtMs: await known, connectedAtMs: await connected }
}

window.leave = () => room.disconnect()

// The floor: from the click to everything that a call needs, with the token in hand.
document.querySelector('button')?.addEventListener('click', async () => {
  await window.connect(window.ticket)
  await room.localParticipant.enableCameraAndMicrophone()
})
