/** The request header, and the field of posted forms, in which a page says whose it is. */
export const ACCOUNT = 'palier-account'

let account: string | null = null

/**
 * The member that this document was made for; empty: nobody. It stays theirs as long as it lives, whoever signs in or out in another
 * tab meanwhile: all that it asks and sends is theirs, or is refused.
 */
export function pageAccount(): string {
  account ??= document.documentElement.dataset['account'] ?? ''
  return account
}

/**
 * A `fetch` whose requests to our own server say whose page they come from. `onRefused` hears that the server knows somebody else, or
 * nobody, by this browser's cookie.
 */
export function createAccountFetch(ask: typeof fetch, account: string, onRefused: () => void): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, location.href)
    if (!account || url.origin !== location.origin) return ask(input, init)
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined))
    headers.set(ACCOUNT, account)
    const response = await ask(input, { ...init, headers })
    if (isRefusedAccount(response)) onRefused()
    return response
  }
}

/** Whether the server refused a request because the page belongs to somebody else than the cookie. */
export function isRefusedAccount(response: Response): boolean {
  return response.headers.has(ACCOUNT)
}
