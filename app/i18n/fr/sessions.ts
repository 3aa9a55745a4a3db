import type { sessions as en } from '../en/sessions.ts'
import { pluralFr } from '../plural.ts'

export const sessions: typeof en = {
  running: ({ names, count }) => `${names} ${pluralFr(count, { one: 'est', other: 'sont' })} dans le salon`,
  met: ({ names, duration }) => `${names} se sont parlé pendant ${duration}`,
  wasIn: ({ names, duration }) => `${names}, de passage pendant ${duration}`,
  nobodyLeft: 'Tout le monde vient de partir',
  details: 'Qui était là, et quand',
  liveIn: ({ room }) => `En direct de ${room}`,
  in: ({ room }) => `Dans ${room}`,
  when: 'Quand',
  howLong: 'Durée',
  who: 'Qui',
  stillRunning: 'toujours en cours',
  between: ({ from, to }) => `de ${from} à ${to}`,
  fromOn: ({ from }) => `depuis ${from}`,
  atOnce: ({ count }) => `jusqu’à ${count} en même temps`,
  visits: 'Qui était là, et quand',
  visit: ({ from, to, duration }) => `de ${from} à ${to}, ${duration}`,
  visitNow: ({ from }) => `depuis ${from}, toujours là`,
  thread: 'Ce qui s’en est dit',
  noThread: 'Cette séance n’a pas laissé de fil : personne ne s’est croisé.',
}
