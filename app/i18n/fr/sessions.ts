import type { sessions as en } from '../en/sessions.ts'

export const sessions: typeof en = {
  met: ({ names, duration }) => `${names} se sont vus pendant ${duration}`,
  running: ({ room }) => `En ce moment dans ${room}`,
}
