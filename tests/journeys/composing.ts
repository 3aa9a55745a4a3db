import type { Page } from 'playwright/test'

/** An input method in `page`, as the browser knows one: words that are being composed in the focused field, and keys that are its own. */
export async function useInputMethod(page: Page) {
  const browser = await page.context().newCDPSession(page)
  return {
    compose: (text: string) => browser.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length }),
    /** Ends the word. */
    take: (text: string) => browser.send('Input.insertText', { text }),
    /** A key that the input method takes for itself: the page hears of it with the code 229. */
    async press(key: 'Escape' | 'Enter'): Promise<void> {
      const event = { key, code: key, windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 }
      await browser.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...event })
      await browser.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event })
    },
  }
}
