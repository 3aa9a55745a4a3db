import { memberPage } from '#app/http/answer.server.ts'
import type { ExportedConsents } from '#rooms/recordings/consent/contract.ts'
import { exportConsents } from '#rooms/recordings/consent/export-consents.server.ts'

/** GET `[?format=csv]`: who was told of a recording, and what they said, as JSON or as a table. */
export const loader = memberPage(async ({ viewer, params, request }) => {
  const consents = await exportConsents(viewer, params['recordingId'] ?? '')
  const asTable = new URL(request.url).searchParams.get('format') === 'csv'
  const name = `consents-${consents.requestedAt.slice(0, 10)}.${asTable ? 'csv' : 'json'}`
  return new Response(asTable ? writeTable(consents) : JSON.stringify(consents, null, 2), {
    headers: {
      'content-type': `${asTable ? 'text/csv' : 'application/json'}; charset=utf-8`,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  })
})

/** Without it, spreadsheets take the text for another encoding. */
const BYTE_ORDER_MARK = '\uFEFF'

/** As RFC 4180 has it; what a spreadsheet would run as a formula is text. */
function writeTable({ lines }: ExportedConsents): string {
  const cell = (value: string | number | null) =>
    `"${String(value ?? '')
      .replace(/^(?=[=+\-@\t\r])/, "'")
      .replaceAll('"', '""')}"`
  const rows = lines.map(({ at, name, answer, words }) => [
    at,
    name,
    answer,
    words.language,
    words.version,
    words.keepDays,
    [words.title, ...words.parts.map(({ heading, text }) => `${heading}: ${text}`)].join('\n'),
  ])
  const table = [['at', 'name', 'answer', 'language', 'version', 'keepDays', 'words'], ...rows]
  return BYTE_ORDER_MARK + table.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}
