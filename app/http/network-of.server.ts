import { isIPv6 } from 'node:net'

/**
 * What counts as one address of the network where tries are limited. IPv6 gives each connection 2^64 addresses at the least, so its
 * first half counts; an IPv4 address that is wrapped in an IPv6 one is that IPv4 address.
 */
export function networkOf(address: string): string {
  const plain = address.replace(/%.*$/, '')
  if (!isIPv6(plain)) return address
  // The URL parser spells each address in one way: without leading zeros, and with no dots.
  const spelled = new URL(`http://[${plain}]`).hostname.slice(1, -1)
  const wrapped = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(spelled)
  if (wrapped) return wrapped.slice(1).flatMap(bytesOf).join('.')
  const [front = [], back = []] = spelled.split('::').map((half) => half.split(':').filter(Boolean))
  const groups = [...front, ...Array<string>(8 - front.length - back.length).fill('0'), ...back]
  return `${groups.slice(0, 4).join(':')}::/64`
}

function bytesOf(group: string): number[] {
  const value = Number.parseInt(group, 16)
  return [value >> 8, value & 0xff]
}
