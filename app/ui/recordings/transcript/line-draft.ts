/** What somebody types into a line, and what the line said when they began: kept in this browser until it is saved. */
interface LineDraft {
  text: string
  before: string
}

const PREFIX = 'draft:line:'

export function readLineDraft(lineId: string): LineDraft | null {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + lineId) ?? 'null') as LineDraft | null
  } catch {
    return null
  }
}

export function keepLineDraft(lineId: string, draft: LineDraft | null): void {
  try {
    if (draft) localStorage.setItem(PREFIX + lineId, JSON.stringify(draft))
    else localStorage.removeItem(PREFIX + lineId)
  } catch {
    // A browser without storage keeps the text as long as the page lives.
  }
}
