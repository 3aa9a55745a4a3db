import { useFormat } from '#app/i18n/format.tsx'
import { isolate } from '#app/i18n/isolate.ts'
import { textsOf } from '#app/i18n/text.tsx'

const useText = textsOf('rooms')

const MOST = 3

/** "Ana, Ben and Chloé", "Ana, Ben and 4 others". `total` where only some of the names are known. */
export function useNames(): (people: readonly { name: string }[], total?: number) => string {
  const format = useFormat()
  const { rooms } = useText()
  return (people, total = people.length) => {
    if (total <= MOST) return format.list(people.map(({ name }) => name))
    const named = people.slice(0, MOST - 1).map(({ name }) => isolate(name))
    return rooms.andOthers({ names: named.join(', '), count: total - named.length })
  }
}
