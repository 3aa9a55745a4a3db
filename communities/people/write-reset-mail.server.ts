import type { Language } from '#platform/db.server.ts'

/** The mail with the link to change a password, in its reader's language. */
export function writeResetMail(
  { name, language }: { name: string; language: Language },
  link: string,
  ttlMinutes: number,
): { subject: string; text: string } {
  if (language === 'fr') {
    return {
      subject: 'Changer votre mot de passe Palier',
      text: `Bonjour ${name},\n\nOuvrez ce lien pour choisir un nouveau mot de passe :\n\n${link}\n\nIl est valable ${ttlMinutes} minutes et ne sert qu’une fois. Si vous n’avez rien demandé, ne faites rien : votre mot de passe reste le même.\n`,
    }
  }
  return {
    subject: 'Change your Palier password',
    text: `Hello ${name},\n\nOpen this link to choose a new password:\n\n${link}\n\nIt works for ${ttlMinutes} minutes, and once. If you did not ask for it, do nothing: your password stays as it is.\n`,
  }
}
