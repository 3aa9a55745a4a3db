/** "Tell me when somebody is in": from one person, from two, or not at all. */
export const roomAlertChoices = ['0', '1', '2'] as const
export type RoomAlertChoice = (typeof roomAlertChoices)[number]

/** A room that a member wants to be told of. */
export interface RoomAlertCard {
  room: { id: string; slug: string; name: string }
  community: { slug: string; name: string }
  /** How many have to be in: 1 or 2. */
  threshold: number
}
