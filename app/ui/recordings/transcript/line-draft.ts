/** What somebody types into a line, and what the line said when they began: kept in this browser until it is saved. */
interface LineDraft {
  text: string
  before: string
}

export function readLineDraft(key: string): LineDraft | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as LineDraft | null
  } catch {
    return null
  }
}

export function keepLineDraft(key: string, draft: LineDraft | null): void {
  try {
    if (draft) localStorage.setItem(key, JSON.stringify(draft))
    else localStorage.removeItem(key)
  } catch {
    // A browser without storage keeps the text as long as the page lives.
  }
}
