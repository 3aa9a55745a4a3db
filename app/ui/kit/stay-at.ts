/** Leaves the keyboard at a row whose form closes, unless it has gone elsewhere meanwhile. The row has `tabIndex={-1}`. */
export function stayAt(row: HTMLElement | null): void {
  if (row?.contains(document.activeElement)) row.focus()
}
