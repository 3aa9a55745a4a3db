/** What every action of the product answers: its result, or what was wrong in codes of the errors' catalogue. */
export type ActionAnswer<T> =
  | { ok: true; value: T }
  | {
      ok: false
      code: string
      fields: Readonly<Record<string, string>>
      details: Readonly<Record<string, string | number>>
      /** What was sent, but for secrets: a page that came without scripts is made anew, and nothing that was typed is lost. */
      typed: Readonly<Record<string, string>>
    }

/** The code for one field; undefined where it is right. */
export function fieldError(answer: ActionAnswer<unknown> | undefined, field: string): string | undefined {
  return answer && !answer.ok ? answer.fields[field] : undefined
}

/** The code for the form as a whole; undefined where its fields tell it already. */
export function formError(answer: ActionAnswer<unknown> | undefined): string | undefined {
  return answer && !answer.ok && Object.keys(answer.fields).length === 0 ? answer.code : undefined
}

/** What was typed into a field before, as its `defaultValue`. */
export function typedBefore(answer: ActionAnswer<unknown> | undefined, field: string): string | undefined {
  return answer && !answer.ok ? answer.typed[field] : undefined
}
