import type { Text } from '../text.tsx'
import { call } from './call.ts'
import { common } from './common.ts'
import { communities } from './communities.ts'
import { errors } from './errors.ts'
import { feed } from './feed.ts'
import { followUps } from './followUps.ts'
import { people } from './people.ts'
import { rooms } from './rooms.ts'
import { sessions } from './sessions.ts'

export const fr: Text = { call, common, communities, errors, feed, followUps, people, rooms, sessions }
