/** A name as it is compared: whatever its case, and with or without accents. `foldedSql` does the same in the database. */
export function foldName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
}
