import { expect, test } from './fixtures.ts'

const pages = [
  '/',
  '/communities',
  '/communities/new',
  '/c/everyone',
  '/c/everyone/members',
  '/rooms',
  '/c/everyone/rooms/coffee-corner',
  '/me',
  '/me/security',
]

test('every page enforces its policy: only its own scripts run, and nothing is asked of anybody else', async ({ page, signIn, watch }) => {
  // The one violation that this journey makes on purpose.
  watch.allow(/Content Security Policy/)
  await signIn(page, 'ana')
  for (const path of pages) {
    const response = await page.goto(path)
    const policy = response?.headers()['content-security-policy'] ?? ''
    expect(policy, path).toMatch(/script-src 'self' 'nonce-[^']{20,}'/)
    expect(policy, path).toContain("default-src 'none'")
    await expect(page.locator('main#content')).toBeVisible()
    const outcome = await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'window.intruded = true'
      document.body.append(script)
      script.remove()
      return 'intruded' in window
    })
    expect(outcome, `a script without a nonce on ${path}`).toBe(false)
  }
})

test('a script in a post is text like any other', async ({ page, signIn }) => {
  await signIn(page, 'ana')
  await page.goto('/c/everyone')
  const text = `<img src=x onerror="window.intruded=1"> [here](javascript:window.intruded=1) ${Date.now()}`
  await page.getByRole('textbox', { name: 'Write an update' }).fill(text)
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  const post = page.getByRole('article').filter({ hasText: 'onerror' }).first()
  await expect(post).toBeVisible()
  await expect(post.locator('.prose img')).toHaveCount(0)
  await expect(post.locator('.prose a[href^="javascript"]')).toHaveCount(0)
  expect(await page.evaluate(() => 'intruded' in window)).toBe(false)
})

test('the sign-in cookie is out of reach of scripts, and of other sites', async ({ page, signIn }) => {
  await signIn(page, 'ana')
  expect(await page.evaluate(() => document.cookie)).not.toContain('palier')
  const cookie = (await page.context().cookies()).find(({ name }) => name === 'palier')
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
})

test('a server that is away for a moment is waited for: no page breaks, and no form forgets what was typed', async ({ openAs, watch }) => {
  watch.allow(/Failed to load resource|ERR_FAILED|Failed to fetch/i)
  const dan = await openAs('dan')
  await dan.goto('/me')
  const away = dan.getByText('Palier does not answer')
  const goAway = () => dan.route(/\.data(\?|$)/, (route) => route.abort())
  const comeBack = () => dan.unroute(/\.data(\?|$)/)

  await goAway()
  await dan.getByLabel('Name').fill('Daniel')
  await dan.getByRole('button', { name: 'Save' }).click()
  await expect(away).toBeVisible()
  await comeBack()
  await expect(dan.getByRole('alert').filter({ hasText: 'That did not work' })).toBeVisible()
  await expect(away).toBeHidden()
  await expect(dan.getByLabel('Name')).toHaveValue('Daniel')

  await goAway()
  await dan.getByRole('link', { name: 'Inbox' }).click()
  await expect(away).toBeVisible()
  await expect(dan.getByLabel('Name')).toBeVisible()
  await comeBack()
  await expect(dan).toHaveURL(/\/inbox$/)
  await expect(away).toBeHidden()
})
