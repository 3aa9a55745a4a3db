import '@remix-run/server-runtime'
import type { RequestContext } from '#app/http/request-context.server.ts'

declare module '@remix-run/server-runtime' {
  interface AppLoadContext extends RequestContext {}
  interface Future {
    v3_singleFetch: true
  }
}
