import type { Language, WorkspaceRole } from '#prisma/generated/enums.ts'

/** What is shown of a person wherever their face is. */
export interface PersonCard {
  id: string
  name: string
  /** Part of the photo's address (`/photos/<photoKey>`); null: initials on a colour made from the id. */
  photoKey: string | null
}

/** The person who asks: made from the sign-in cookie once a request, and handed to every use case. */
export interface Viewer extends PersonCard {
  email: string
  role: WorkspaceRole
  language: Language
  /** Null: they read what their browser asks for. */
  chosenLanguage: Language | null
  /** IANA name. */
  timeZone: string
  signInId: string
}

/** The columns of a `PersonCard`, for a Prisma `select`. */
export const personCardSelect = { id: true, name: true, photoKey: true } as const
