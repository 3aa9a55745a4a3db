const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** The words of HTML that we rendered, on one line. */
export function plainTextOf(html: string): string {
  return html
    .replace(/<\/?(?:p|br|li|ul|ol|div|blockquote|pre|h\d|hr|table|t[rdh])\b[^>]*>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim()
}
