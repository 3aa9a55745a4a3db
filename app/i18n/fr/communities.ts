import type { communities as en } from '../en/communities.ts'

export const communities: typeof en = {}
