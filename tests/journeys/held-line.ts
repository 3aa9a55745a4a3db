import net from 'node:net'

/**
 * A line to the app, at an address of its own, that can be held: nothing comes through in either direction, and no connection is
 * cut, as where a train goes through a tunnel. Once let go, all that was held arrives. Media do not pass here.
 */
export async function openLine(target: string) {
  const { hostname, port } = new URL(target)
  const ends = new Set<net.Socket>()
  let isHeld = false
  const server = net.createServer((from) => {
    const to = net.connect(Number(port), hostname)
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      ends.add(one)
      one.on('error', () => {})
      one.on('data', (data) => other.write(data))
      one.on('end', () => other.end())
      one.on('close', () => {
        ends.delete(one)
        other.destroy()
      })
      if (isHeld) one.pause()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    hold(): void {
      isHeld = true
      for (const end of ends) end.pause()
    },
    letGo(): void {
      isHeld = false
      for (const end of ends) end.resume()
    },
    close(): void {
      server.close()
      for (const end of ends) end.destroy()
    },
  }
}
