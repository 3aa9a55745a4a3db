/**
 * The part of an address that stands for a name: "Café du matin" is `cafe-du-matin`. Unaccented, lower case, 40 characters at
 * most; a name without Latin letters or digits is `fallback`.
 */
export function slugOf(name: string, fallback: string): string {
  const slug = name
    .slice(0, 400)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/ß/g, 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '')
  return slug || fallback
}
