import type { Text } from '../text.tsx'
import { actions } from './actions.ts'
import { agenda } from './agenda.ts'
import { call } from './call.ts'
import { cards } from './cards.ts'
import { chat } from './chat.ts'
import { common } from './common.ts'
import { communities } from './communities.ts'
import { errors } from './errors.ts'
import { feed } from './feed.ts'
import { followUps } from './followUps.ts'
import { inbox } from './inbox.ts'
import { library } from './library.ts'
import { notes } from './notes.ts'
import { notices } from './notices.ts'
import { people } from './people.ts'
import { player } from './player.ts'
import { recording } from './recording.ts'
import { rooms } from './rooms.ts'
import { sessions } from './sessions.ts'
import { transcripts } from './transcripts.ts'

export const fr: Text = {
  actions,
  agenda,
  call,
  cards,
  chat,
  common,
  communities,
  errors,
  feed,
  followUps,
  inbox,
  library,
  notices,
  notes,
  people,
  player,
  recording,
  rooms,
  sessions,
  transcripts,
}
