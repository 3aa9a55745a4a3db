import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { chosen, memberJson } from '#app/http/answer.server.ts'
import { readForm } from '#app/http/read-form.server.ts'
import { addAgendaItem } from '#rooms/agenda/add-agenda-item.server.ts'
import { answerRemark } from '#rooms/agenda/answer-remark.server.ts'
import type { Agenda } from '#rooms/agenda/contract.ts'
import { editAgendaItem } from '#rooms/agenda/edit-agenda-item.server.ts'
import { finishAgendaItem } from '#rooms/agenda/finish-agenda-item.server.ts'
import { goOn } from '#rooms/agenda/go-on.server.ts'
import { leaveRemark } from '#rooms/agenda/leave-remark.server.ts'
import { readAgenda } from '#rooms/agenda/read-agenda.server.ts'
import { removeAgendaItem } from '#rooms/agenda/remove-agenda-item.server.ts'
import { reorderAgenda } from '#rooms/agenda/reorder-agenda.server.ts'
import { setAbsence } from '#rooms/agenda/set-absence.server.ts'
import { setNow } from '#rooms/agenda/set-now.server.ts'
import { takeBackRemark } from '#rooms/agenda/take-back-remark.server.ts'

const intents = {
  add: addAgendaItem,
  edit: editAgendaItem,
  order: reorderAgenda,
  remove: removeAgendaItem,
  done: finishAgendaItem,
  now: setNow,
  next: goOn,
  remark: leaveRemark,
  takeBack: takeBackRemark,
  answer: answerRemark,
  absence: setAbsence,
} as const

/** GET: the room's agenda as it is now. */
export const loader = memberJson<Agenda, LoaderFunctionArgs>(({ viewer, params }) => readAgenda(viewer, { roomId: params['roomId'] ?? '' }))

/** POST `{ intent, … }`: does it, and answers with the agenda as it is then. */
export const action = memberJson<Agenda, ActionFunctionArgs>(async ({ viewer, params, request }) => {
  const roomId = params['roomId'] ?? ''
  const { intent, ...form } = await readForm(request)
  const work = chosen(intents, intent)
  await work(viewer, roomId, form)
  return readAgenda(viewer, { roomId })
})
