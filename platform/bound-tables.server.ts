import type MarkdownIt from 'markdown-it'

type Parser = InstanceType<typeof MarkdownIt>
type StateBlock = InstanceType<Parser['block']['State']>

/**
 * Leaves as text what would be a table of more cells than it has letters. A row may leave cells out, which the parser fills in: 4,000
 * letters, a wide head and rows of one sign, would otherwise become 65,000 cells, and that again for each further table.
 */
export function boundTables(markdown: Parser): void {
  const table = markdown.block.ruler.getRules('').find(({ name }) => name === 'table')
  if (!table) throw new Error('the parser has no rule called table')
  /** Where the lines end that were looked at last: looking for the end of a block from each of its lines would grow with the square. */
  const blocks = new WeakMap<StateBlock, { from: number; end: number }>()
  markdown.block.ruler.at(
    'table',
    (state, startLine, endLine, silent) => {
      const columns = columnsOf(state, startLine + 1, endLine)
      if (columns === 0) return false
      let block = blocks.get(state)
      if (!block || startLine < block.from || startLine >= block.end) {
        let end = startLine + 1
        while (end < state.lineMax && !state.isEmpty(end)) end++
        block = { from: startLine, end }
        blocks.set(state, block)
      }
      const letters = (state.eMarks[block.end - 1] ?? 0) - (state.bMarks[startLine] ?? 0)
      return columns * (block.end - startLine) <= letters && table(state, startLine, endLine, silent)
    },
    { alt: ['paragraph', 'reference'] },
  )
}

/** How many columns the line below a table's head says that it has; 0: it is no such line. */
function columnsOf(state: StateBlock, line: number, endLine: number): number {
  if (line >= endLine) return 0
  const text = state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]).trim()
  if (!/^[-:|][-:|\s]*$/.test(text)) return 0
  return text.split('|').filter((cell) => cell.trim() !== '').length
}
