import { pluralEn } from '../plural.ts'

export const library = {
  title: 'Recordings',
  none: 'Nothing was recorded yet',
  noneText: 'Somebody who is in a call can record it: everybody is told, and it can be watched here afterwards.',
  noneFound: 'No recording like this',
  noneFoundText: 'Try a shorter word, another person or another room.',
  older: 'Older recordings',
  newest: 'Back to the newest',
  storage: (args: { count: number; size: string }) =>
    `${args.count} ${pluralEn(args.count, { one: 'recording', other: 'recordings' })}, ${args.size}`,
  free: (args: { size: string }) => `${args.size} free on the disk`,
  seen: 'seen',
  goOn: (args: { at: string }) => `go on at ${args.at}`,
  saidAt: (args: { at: string; text: string }) => `Said at ${args.at}: ${args.text}`,
  goes: (args: { date: string }) => `kept until ${args.date}`,
  state: {
    running: 'being recorded',
    finishing: 'being prepared',
    failed: 'failed',
  },
  retention: 'How long recordings are kept',
  days: 'Days',
  asWorkspace: (args: { days: number | null }) =>
    args.days === null ? 'Empty: as in the workspace, for good' : `Empty: as in the workspace, ${args.days} days`,
  forGood: 'Empty: for good',
  partDays: 'Days that each person’s sound and picture are kept by themselves',
  partDaysHint: 'After that the film alone is kept, and takes less room.',
  onceFollowedUp: 'Delete them once the follow-up is published',
  warned: 'Moderators are told a week before, and can keep a recording for good.',
}
