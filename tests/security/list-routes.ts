import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { RouteConfigEntry } from '@remix-run/route-config'

const APP = path.resolve(import.meta.dirname, '../../app')

export interface KnownRoute {
  /** As app/routes.ts has it, from the root: `/threads/:threadId`. */
  pattern: string
  /** The file that answers, below app/. */
  file: string
  hasLoader: boolean
  hasAction: boolean
  /** An address of this route, each parameter given by its name. */
  fill(value: (name: string) => string): string
}

/** Every route of app/routes.ts, so that a new one is tried by every test that goes through them. */
export async function listRoutes(): Promise<KnownRoute[]> {
  globalThis.__remixAppDirectory = APP
  const { default: routes } = (await import('#app/routes.ts')) as { default: RouteConfigEntry[] }
  return flatten(routes, '')
}

function flatten(routes: RouteConfigEntry[], above: string): KnownRoute[] {
  return routes.flatMap(({ path: own = '', file, children = [] }) => {
    const pattern = [above, own].filter(Boolean).join('/')
    const source = readFileSync(path.join(APP, file), 'utf8')
    const exported = (name: string) => new RegExp(`^export (async )?(const|function) ${name}\\b`, 'm').test(source)
    const route = { pattern: `/${pattern}`, file, hasLoader: exported('loader'), hasAction: exported('action') }
    return [{ ...route, fill: (value) => fillIn(route.pattern, value) }, ...flatten(children, pattern)]
  })
}

function fillIn(pattern: string, value: (name: string) => string): string {
  return pattern.replace(/:(\w+)\??|\*/g, (_, name: string | undefined) => encodeURIComponent(value(name ?? '*')))
}
