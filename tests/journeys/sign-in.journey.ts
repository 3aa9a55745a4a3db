import { expect, test } from './fixtures.ts'

test('somebody signs in, and who they are is on the page', async ({ page, signIn, expectAccessible }) => {
  await page.goto('/sign-in')
  await expectAccessible(page)
  await signIn(page, 'ana')
  await expect(page).not.toHaveURL(/sign-in/)
  await expect(page.getByText('Ana').first()).toBeAttached()
})

test('a wrong password is told in a sentence, and the address that was typed stays', async ({ page, watch }) => {
  watch.allow(/status of 400/)
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill('ben@demo.palier')
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('This e-mail and password do not go together.')).toBeVisible()
  await expect(page.getByLabel('E-mail')).toHaveValue('ben@demo.palier')
})

test.describe('with a French browser', () => {
  test.use({ locale: 'fr-FR' })

  test('the first screen is in French', async ({ page, expectAccessible }) => {
    await page.goto('/sign-in')
    await expect(page.getByRole('button', { name: 'Se connecter' })).toBeVisible()
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr')
    await expectAccessible(page)
  })
})

test.describe('before any script has arrived', () => {
  test.use({ javaScriptEnabled: false })

  test('signing in works, and a typing mistake loses nothing', async ({ page, demo, watch }) => {
    watch.allow(/status of 400/)
    await page.goto('/sign-in')
    await page.getByLabel('E-mail').fill('dan@demo.palier')
    await page.getByLabel('Password').fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByText('This e-mail and password do not go together.')).toBeVisible()
    await expect(page.getByLabel('E-mail')).toHaveValue('dan@demo.palier')
    await page.getByLabel('Password').fill(demo.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page).not.toHaveURL(/sign-in/)
  })
})
