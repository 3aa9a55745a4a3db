import type { Language } from '#prisma/generated/enums.ts'

/** What a browser is sent, and shows (public/sw.js). */
export interface PushNotice {
  title: string
  body: string
  /** A newer notice with the same tag takes the place of the older one. */
  tag: string
  /** The page that a click opens, a path of ours. */
  path: string
  language: Language
}

/** How a member wants to be told of things. */
export interface NoticeSettings {
  digest: boolean
  /** Minutes since midnight, in the member's zone. */
  quietFrom: number
  quietTo: number
  /** Where this very browser may be told: the address that it gave. Null: it has not been allowed to, or it was forgotten. */
  pushEndpoint: string | null
}
