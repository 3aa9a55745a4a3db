import { data } from '@remix-run/node'

/** Any address that no page has: always answered by the root's error boundary. */
export function loader(): never {
  throw data(null, { status: 404 })
}

export default function NotFound() {
  return null
}
