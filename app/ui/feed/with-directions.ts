const TAG = /<(\/?)(ul|ol|blockquote)(?=[\s>])/g

/**
 * Written content, as the server rendered and sanitised it, with lists and quotes on the side on which their first letter begins: their
 * marks stand there. Only the outermost says so, and those within go along. What else there is goes by `unicode-bidi` (app/styles.css).
 */
export function withDirections(html: string): string {
  let depth = 0
  return html.replace(TAG, (tag, closing: string) => {
    if (closing) {
      depth--
      return tag
    }
    depth++
    return depth === 1 ? `${tag} dir="auto"` : tag
  })
}
