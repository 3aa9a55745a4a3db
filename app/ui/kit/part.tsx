import { Component, type ReactNode } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { Button } from './button.tsx'

const useText = textsOf('common')

interface PartState {
  broken: boolean
  times: number
}

/**
 * A part of a page that can break by itself: a sentence and a way to show it again stand in its place, and the rest of the page, a call
 * above all, goes on. A translator that rewrites what React has drawn breaks parts, as our own mistakes do.
 */
export class Part extends Component<{ children: ReactNode }, PartState> {
  override state: PartState = { broken: false, times: 0 }

  static getDerivedStateFromError = () => ({ broken: true })

  override render() {
    const again = () => this.setState(({ times }) => ({ broken: false, times: times + 1 }))
    return this.state.broken ? <Broken again={again} /> : <Again key={this.state.times}>{this.props.children}</Again>
  }
}

/** Drawn from the beginning each time that it has another key. */
const Again = ({ children }: { children: ReactNode }) => <>{children}</>

function Broken({ again }: { again: () => void }) {
  const { common } = useText()
  return (
    <div role="alert" className="flex flex-col items-center gap-2 rounded-card bg-sunken p-4 text-center text-sm text-soft">
      <p className="text-balance">{common.partBroken}</p>
      <Button look="outline" size="small" onClick={again}>
        {common.showAgain}
      </Button>
    </div>
  )
}
