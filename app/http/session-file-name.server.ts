/** What file systems, and people, do not want in a name. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that are taken out
const notInNames = /[\\/:*?"<>|\u0000-\u001f]+/g
const NAME_MAX = 80

/** What a file of a session is called: the day where its reader is, the room, what it was about, and what else tells it apart. */
export function sessionFileName({
  at,
  names,
  timeZone,
  extension,
}: {
  at: Date
  names: string[]
  timeZone: string
  extension: string
}): string {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at)
  const named = names.filter((name, index) => name && names.indexOf(name) === index).join(' - ')
  return `${day} ${[...named.replace(notInNames, ' ').replace(/\s+/g, ' ')].slice(0, NAME_MAX).join('').trim()}.${extension}`
}

/** Sends an answer as a file of this name, also to what reads ASCII only (RFC 6266). */
export function attachment(fileName: string): string {
  const plain = fileName
    .normalize('NFD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/["\\]/g, '')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`
}
