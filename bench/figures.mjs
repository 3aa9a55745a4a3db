/**
 * The value below which `share` of the values lie, by nearest rank: always one that was measured.
 *
 * @param {number[]} values
 * @param {number} share From 0 to 1.
 */
export function percentile(values, share) {
  if (values.length === 0) throw new Error('There is no percentile of nothing.')
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
}

/** @param {number[]} values */
export const median = (values) => percentile(values, 0.5)

/**
 * One line of the table.
 *
 * @typedef {object} Figure
 * @property {string} what
 * @property {string} value As it is printed, with its unit.
 * @property {string} [beside] What it is compared with, likewise.
 * @property {number} [ratio] The value against what is beside it.
 * @property {string} [aim]
 * @property {boolean} [met] Only where there is an aim.
 */

/**
 * The figures as a table for a terminal.
 *
 * @param {Figure[]} figures
 */
export function table(figures) {
  const head = ['', 'figure', 'beside', 'ratio', 'aim', '']
  const rows = figures.map(({ what, value, beside = '', ratio, aim = '', met }) => [
    what,
    value,
    beside,
    ratio === undefined ? '' : `× ${ratio.toFixed(2)}`,
    aim,
    met === undefined ? '' : met ? 'met' : 'MISSED',
  ])
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)))
  const line = (row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd()
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n')
}
