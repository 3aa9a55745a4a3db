import { pluralEn } from '../plural.ts'

export const sessions = {
  running: (args: { names: string; count: number }) => `${args.names} ${pluralEn(args.count, { one: 'is', other: 'are' })} in the room`,
  met: (args: { names: string; duration: string }) => `${args.names} met for ${args.duration}`,
  wasIn: (args: { names: string; duration: string }) => `${args.names} was in for ${args.duration}`,
  nobodyLeft: 'Everybody has just left',
  details: 'Who was there, and when',
  liveIn: (args: { room: string }) => `Live in ${args.room}`,
  in: (args: { room: string }) => `In ${args.room}`,
  when: 'When',
  howLong: 'How long',
  who: 'Who',
  stillRunning: 'still running',
  between: (args: { from: string; to: string }) => `${args.from} to ${args.to}`,
  fromOn: (args: { from: string }) => `since ${args.from}`,
  atOnce: (args: { count: number }) => `${args.count} at the same time at most`,
  visits: 'Who was there, and when',
  visit: (args: { from: string; to: string; duration: string }) => `${args.from} to ${args.to}, ${args.duration}`,
  visitNow: (args: { from: string }) => `since ${args.from}, still in`,
  thread: 'What was said about it',
  noThread: 'This session left no thread: nobody met.',
}
