import { expect, test } from './fixtures.ts'

test('who goes back sees the page at once, as it was, and a moment later as it is', async ({ openAs }) => {
  const [emma, ana] = [await openAs('emma', { locale: 'en-GB' }), await openAs('ana')]
  await emma.goto('/communities')
  await emma.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Home' }).click()
  const first = emma.getByRole('article').first()
  await expect(first).toBeVisible()
  await first
    .getByRole('link', { name: /\d{4}|ago|yesterday|now|\d [A-Z]/ })
    .first()
    .click()
  await expect(emma).toHaveURL(/\/threads\//)

  const news = `What is new ${Date.now()}`
  await ana.goto('/c/design-studio')
  await ana.getByRole('textbox', { name: 'Write an update' }).fill(news)
  await ana.getByRole('button', { name: 'Post', exact: true }).click()
  await expect(ana.getByRole('article').filter({ hasText: news })).toBeVisible()

  // Nothing is answered until it is let go: what shows meanwhile is remembered.
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await emma.route(/\.data(\?|$)/, async (route) => {
    await held
    await route.continue()
  })
  await emma.goBack()
  await expect(emma).toHaveURL(/\/$/)
  await expect(emma.getByRole('article').first()).toBeVisible()
  await expect(emma.getByRole('article').filter({ hasText: news })).toHaveCount(0)
  letGo()
  await expect(emma.getByRole('article').filter({ hasText: news })).toBeVisible()
})
