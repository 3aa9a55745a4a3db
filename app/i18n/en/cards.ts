import { pluralEn } from '../plural.ts'

export const cards = {
  writeFollowUp: 'Write the follow-up',
  followUpToCome: 'Follow-up to come',
  followUpToComeFrom: (args: { name: string }) => `Follow-up to come, from ${args.name}`,
  followUpDue: 'Follow-up due',
  running: (args: { names: string; count: number }) => `${args.names} ${pluralEn(args.count, { one: 'is', other: 'are' })} in the room`,
  met: (args: { names: string; duration: string }) => `${args.names} met for ${args.duration}`,
  wasIn: (args: { names: string; duration: string }) => `${args.names} was in for ${args.duration}`,
  nobodyLeft: 'Everybody has just left',
  watch: (args: { length: string }) => `Watch the recording, ${args.length}`,
  recordingComing: 'The recording is being made ready',
  recordingFailed: 'The recording did not work',
  readFollowUp: 'Read the follow-up',
  details: 'Who was there, and when',
  liveIn: (args: { room: string }) => `Live in ${args.room}`,
  actionsOpen: (args: { count: number; open: number }) =>
    `${args.count} ${pluralEn(args.count, { one: 'action', other: 'actions' })}${args.open === 0 ? ', all done' : args.open === args.count ? ' to do' : `, ${args.open} to do`}`,
}
