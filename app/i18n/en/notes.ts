import { pluralEn } from '../plural.ts'

export const notes = {
  label: 'Notes, written together',
  placeholder: 'Write what matters: everybody sees it as you type. “- ” begins a list, “[] ” a check-box.',
  nothingYet: 'Nothing is written yet.',
  connecting: 'Reading the notes …',
  away: 'No connection. What you write is kept here, and sent when you are back.',
  awayReading: 'No connection. What others write appears when you are back.',
  readOnly: 'You can read along. Members of the community write here.',
  ended: 'The session has ended: the notes can be read, and change no more.',
  sendingLate: 'The session has ended. What you wrote without a connection is being added.',
  full: 'The notes are full. Delete something, then go on writing.',
  lettersLeft: (args: { count: number; figure: string }) =>
    `${args.figure} ${pluralEn(args.count, { one: 'letter', other: 'letters' })} left`,
  linkTo: 'Address of the link',
  linkWrong: 'This is no address. It begins with https://',
  tools: {
    label: 'Formatting',
    bold: 'Bold',
    italic: 'Italic',
    heading: 'Heading',
    bullets: 'List',
    numbers: 'Numbered list',
    tasks: 'Check-boxes',
    quote: 'Quote',
    link: 'Link',
    undo: 'Undo',
    redo: 'Redo',
  },
}
