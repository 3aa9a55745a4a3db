/** The key of somebody's photo, from what LiveKit tells of them: the join ticket puts it there. */
export function photoKeyIn(metadata: string | undefined): string | null {
  try {
    const { photoKey } = JSON.parse(metadata || '{}') as { photoKey?: unknown }
    return typeof photoKey === 'string' ? photoKey : null
  } catch {
    return null
  }
}
