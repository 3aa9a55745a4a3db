import { readFileSync } from 'node:fs'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, type BrowserContextOptions, test as base, expect, type Page } from 'playwright/test'

export { expect }

/** The people of the demo company. */
export type DemoName = 'ana' | 'ben' | 'chloe' | 'dan' | 'emma'

export interface Demo {
  baseURL: string
  password: string
  dataFolder: string
  /** The process that serves the app now, for the journeys in which it is killed. */
  appPid(): number
}

export interface Watch {
  /**
   * What pages may complain of in this journey: what a killed server leaves in the console, say. Everything else that a
   * page writes with console.error, throws, or asks of another origin fails the journey.
   */
  allow(...patterns: RegExp[]): void
}

interface Fixtures {
  demo: Demo
  watch: Watch
  /** Opens the product in `page` as one of the demo company. */
  signIn: (page: Page, who: DemoName) => Promise<void>
  /** A page of somebody's own browser, signed in; closed after the journey. */
  openAs: (who: DemoName, options?: BrowserContextOptions) => Promise<Page>
  /** Fails where axe finds anything against WCAG 2.2 AA. */
  expectAccessible: (page: Page) => Promise<void>
}

/** One sign-in a person and worker: the doors limit how often somebody may try. */
const signedIn = new Map<DemoName, Awaited<ReturnType<BrowserContext['cookies']>>>()

export const test = base.extend<Fixtures & { complaints: string[]; allowed: RegExp[] }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of this pattern.
  baseURL: async ({}, use) => {
    await use(requireEnv('PALIER_TEST_URL'))
  },

  demo: async ({ baseURL }, use) => {
    const dataFolder = requireEnv('PALIER_TEST_DATA_DIR')
    await use({
      baseURL: baseURL ?? '',
      dataFolder,
      password: readFileSync(path.join(dataFolder, 'demo-password'), 'utf8').trim(),
      appPid: () => {
        const { pid } = JSON.parse(readFileSync(path.join(dataFolder, 'app.pid'), 'utf8')) as { pid: number }
        return pid
      },
    })
  },

  // biome-ignore lint/correctness/noEmptyPattern: as above
  complaints: async ({}, use) => {
    await use([])
  },

  // biome-ignore lint/correctness/noEmptyPattern: as above
  allowed: async ({}, use) => {
    await use([])
  },

  watch: [
    async ({ context, baseURL, complaints, allowed }, use) => {
      listen(context, baseURL ?? '', complaints)
      await use({ allow: (...patterns) => allowed.push(...patterns) })
      const unexpected = complaints.filter((complaint) => !allowed.some((pattern) => pattern.test(complaint)))
      expect(unexpected, 'what pages complained of').toEqual([])
    },
    { auto: true },
  ],

  signIn: async ({ demo }, use) => {
    await use(async (page, who) => {
      const cookies = signedIn.get(who)
      if (cookies) {
        await page.context().addCookies(cookies)
        await page.goto('/')
        return
      }
      await page.goto('/sign-in')
      await page.getByLabel(/^(e-?mail|adresse e-?mail)/i).fill(`${who}@demo.palier`)
      await page.getByLabel(/^(password|mot de passe)/i).fill(demo.password)
      await page.getByRole('button', { name: /^(sign in|se connecter)$/i }).click()
      await page.waitForURL((url) => url.pathname !== '/sign-in')
      signedIn.set(who, await page.context().cookies())
    })
  },

  openAs: async ({ browser, baseURL, complaints, signIn }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (who, options = {}) => {
      const context = await newContext(browser, { ...(baseURL ? { baseURL } : {}), ...options })
      contexts.push(context)
      listen(context, baseURL ?? '', complaints)
      const page = await context.newPage()
      await signIn(page, who)
      return page
    })
    for (const context of contexts) await context.close()
  },

  // biome-ignore lint/correctness/noEmptyPattern: as above
  expectAccessible: async ({}, use) => {
    await use(async (page) => {
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
      const found = violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map((node) => node.html).join(' | ')})`)
      expect(found, `accessibility of ${page.url()}`).toEqual([])
    })
  },
})

/** As the project's settings would make it; Playwright gives them only to its own context. */
async function newContext(browser: Browser, options: BrowserContextOptions): Promise<BrowserContext> {
  return browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    permissions: ['camera', 'microphone'],
    ...options,
  })
}

function listen(context: BrowserContext, baseURL: string, complaints: string[]): void {
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console.error at ${message.page()?.url() ?? 'a worker'}: ${message.text()}`)
  })
  context.on('weberror', (webError) => complaints.push(`thrown at ${webError.page()?.url() ?? 'a worker'}: ${webError.error().stack}`))
  context.on('request', (request) => {
    const url = new URL(request.url())
    if (['http:', 'https:'].includes(url.protocol) && url.origin !== new URL(baseURL).origin) {
      complaints.push(`request to another origin: ${request.url()}`)
    }
  })
}

function requireEnv(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: journeys are started by playwright.config.ts`)
  return value
}
