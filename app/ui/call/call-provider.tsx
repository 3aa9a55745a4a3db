import type { ReactNode } from 'react'
import type { Viewer } from '#communities/people/contract.ts'

export function CallProvider({ children }: { viewer: Viewer; children: ReactNode }) {
  return children
}
