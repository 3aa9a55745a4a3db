import type { Page } from 'playwright/test'

/**
 * A translator in the page, as browsers have them: every text goes into elements of its own, `<font><font>…`, at once and whenever
 * something new is drawn. What says `translate="no"` is left alone by those that `honour` it, as Chromium's and Firefox's do.
 */
export async function translate(page: Page, { honour }: { honour: boolean }): Promise<void> {
  await page.evaluate((honours) => {
    const isLeftAlone = (node: Node) => {
      const parent = node.parentElement
      if (!parent || parent.closest('font, script, style, textarea, [contenteditable]')) return true
      return honours && parent.closest('[translate]')?.getAttribute('translate') === 'no'
    }
    const wrap = (root: Node) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
      const found: Node[] = []
      for (let node = walker.nextNode(); node; node = walker.nextNode()) found.push(node)
      for (const node of found) {
        if (!node.nodeValue?.trim() || isLeftAlone(node)) continue
        const [outer, inner] = [document.createElement('font'), document.createElement('font')]
        inner.textContent = `${node.nodeValue}\u200A`
        outer.append(inner)
        node.parentNode?.replaceChild(outer, node)
      }
    }
    wrap(document.body)
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) if (node.isConnected) wrap(node.parentNode ?? node)
    }).observe(document.body, { childList: true, subtree: true })
  }, honour)
}
