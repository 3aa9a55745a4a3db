import { data } from '@remix-run/node'

/** Any address that no page has. */
export function loader(): never {
  throw data(null, { status: 404 })
}
