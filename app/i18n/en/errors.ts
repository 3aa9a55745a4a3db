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
  'name.missing': 'Write your name.',
  'name.tooLong': '80 characters at most.',
  'email.missing': 'Write your e-mail address.',
  'email.wrong': 'This does not look like an e-mail address.',
  'email.taken': 'There is an account with this address. Sign in instead, or reset its password.',
  'password.missing': 'Write a password.',
  'password.tooShort': '10 characters at least.',
  'password.tooLong': '200 characters at most.',
  'language.wrong': 'Choose English or French.',
  'timeZone.wrong': 'Choose a time zone from the list.',
  'workspaceName.missing': 'Write a name for the workspace.',
  'workspaceName.tooLong': '80 characters at most.',
  'signIn.wrong': 'This e-mail and password do not go together.',
  'signUp.invitationNeeded': 'You need an invitation. Ask a colleague for a link.',
  'invitation.gone': 'This invitation is used up or over. Ask for a new one.',
}
