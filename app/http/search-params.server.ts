import { z } from 'zod'

/** What was searched for in a page's address, cut to what a name can be; empty where nothing was. */
export function searched(request: Request, name: string): string {
  return (new URL(request.url).searchParams.get(name) ?? '')
    .replace(/\p{Cc}/gu, ' ')
    .slice(0, 80)
    .trim()
}

/** The id after which the next page of a list begins; undefined for the first page, and for anything that is no id. */
export function after(request: Request): string | undefined {
  return z.uuid().safeParse(new URL(request.url).searchParams.get('after')).data
}
