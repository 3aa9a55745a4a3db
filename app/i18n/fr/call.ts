import type { call as en } from '../en/call.ts'

export const call: typeof en = {}
