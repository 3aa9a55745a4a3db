import { pluralEn } from '../plural.ts'

export const chat = {
  lines: 'What was written',
  write: 'Write to everybody here',
  send: 'Send',
  sending: 'Sending…',
  sendAgain: 'Send again',
  giveUp: 'Discard',
  reply: 'Reply',
  replyingTo: (args: { name: string }) => `Reply to ${args.name}:`,
  lineMenu: 'More about this line',
  actionMade: 'The action is in the session’s thread.',
  deletedLine: 'Deleted line',
  lineDeleted: 'The line is deleted.',
  older: 'Earlier lines',
  newLines: (args: { count: number }) => pluralEn(args.count, { one: '1 new line', other: `${args.count} new lines` }),
  wrote: (args: { name: string; text: string }) => `${args.name} wrote: ${args.text}`,
  emptyTitle: 'Nothing written yet',
  emptyText: 'Links, questions, a quick yes: what you write stays with the session, also for who comes later.',
  emptyOver: 'Nothing was written.',
  over: 'The session is over. To go on, reply in its thread.',
  membersOnly: 'Only members of the community write here.',
}
