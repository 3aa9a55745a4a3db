import { z } from 'zod'
import { hasVisible, tidyLine } from '#platform/visible-text.server.ts'
import { CommunityRole, RecordingPolicy, StartingPoint, Visibility, WhoPosts } from '#prisma/generated/enums.ts'
import { COMMUNITY_NAME_MAX, PURPOSE_MAX, REQUEST_MESSAGE_MAX } from './contract.ts'

/** Counted as people count: an emoji, or a letter with its accent, is one character. */
const characters = (text: string) => [...new Intl.Segmenter().segment(text)].length
/** Far more than any text of ours in UTF-16: what is longer is not even measured. */
const upTo = (most: number, code: string, missing = code) => z.string(missing).max(most * 40, code)
const within = (most: number, code: string) => z.string().refine((text) => characters(text) <= most, code)

/** One line. The messages are codes. */
export const communityNameSchema = upTo(COMMUNITY_NAME_MAX, 'communityName.tooLong', 'communityName.missing')
  .transform(tidyLine)
  .pipe(within(COMMUNITY_NAME_MAX, 'communityName.tooLong').refine(hasVisible, 'communityName.missing'))

const paragraph = (most: number, code: string) =>
  upTo(most, code)
    .transform((text) => text.replaceAll('\u0000', '').replaceAll('\r\n', '\n').trim())
    .transform((text) => (hasVisible(text) ? text : ''))
    .pipe(within(most, code))

export const purposeSchema = paragraph(PURPOSE_MAX, 'purpose.tooLong')
export const requestMessageSchema = paragraph(REQUEST_MESSAGE_MAX, 'message.tooLong')
export const visibilitySchema = z.enum(Visibility, 'visibility.unknown')
export const startingPointSchema = z.enum(StartingPoint, 'startingPoint.unknown')
export const whoPostsSchema = z.enum(WhoPosts, 'whoPosts.unknown')
export const recordingPolicySchema = z.enum(RecordingPolicy, 'recordingPolicy.unknown')
export const roleSchema = z.enum(CommunityRole, 'role.unknown')
export const idSchema = z.uuid('input.invalid')
