/** One sentence per code that a use case can throw or a field can have. What is wrong, and what to do. */
export const errors = {
  unexpected: 'That did not work. Try again in a moment.',
  'input.invalid': 'Something in this form is not right.',
  'limit.reached': (args: { seconds: number }) =>
    args.seconds > 90
      ? `Too many tries. Wait ${Math.ceil(args.seconds / 60)} minutes, then try again.`
      : `Too many tries. Wait ${args.seconds} seconds, then try again.`,
  'signIn.required': 'Sign in to go on.',
  'community.notFound': 'There is no such community, or you may not see it.',
  'community.forbidden': 'You may not do this in this community. Ask one of its owners.',
  'community.archived': 'This community is archived: it can be read, and nothing can be added.',
}
