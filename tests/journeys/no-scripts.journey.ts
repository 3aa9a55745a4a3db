import { expect, test } from './fixtures.ts'

test('pages can be read, and walked through, where no script runs', async ({ openAs }) => {
  const ana = await openAs('ana')
  const browser = ana.context().browser()
  if (!browser) throw new Error('there is no browser')
  const quiet = await browser.newContext({
    baseURL: new URL(ana.url()).origin,
    javaScriptEnabled: false,
    locale: 'en-GB',
    storageState: await ana.context().storageState(),
  })
  const page = await quiet.newPage()
  await page.goto('/')
  const first = page.getByRole('article').first()
  await expect(first).toBeVisible()
  const words = await first.locator('.prose').first().innerText()

  await first.getByRole('link', { name: /\d{4}/ }).click()
  await expect(page).toHaveURL(/\/threads\//)
  await expect(page.getByRole('article').locator('.prose').first()).toContainText(words.split('\n')[0] ?? '')

  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Communities' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /Communities/ })).toBeVisible()
  await page.goto('/c/design-studio/sessions')
  await page.locator('main').locator('a[href^="/sessions/"]').first().click()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  for (const path of ['/inbox', '/actions', '/rooms', '/c/design-studio', '/c/design-studio/members']) {
    await page.goto(path)
    await expect(page.locator('main#content')).toContainText(/\p{L}{3}/u)
    await expect(page.getByText('Something broke on our side')).toHaveCount(0)
  }
  await quiet.close()
})
