import { existsSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { beforeEach, expect, test } from 'vitest'
import { db } from '#platform/db.server.ts'
import { env } from '#platform/env.server.ts'
import { truncateAll } from '#tests/database.ts'
import { newAddress, signUpAs } from '#tests/people-scene.ts'
import { changePhoto } from './change-photo.server.ts'
import type { Viewer } from './contract.ts'
import { findPhoto } from './find-photo.server.ts'
import { removePhoto } from './remove-photo.server.ts'

let ana: Viewer
const folder = path.join(env.PALIER_DATA_DIR, 'files/photos')
const stored = () => (existsSync(folder) ? readdirSync(folder) : [])
const upload = (bytes: Uint8Array<ArrayBuffer> | Buffer, name = 'me.jpg') =>
  changePhoto(ana, new File([new Uint8Array(bytes)], name), newAddress())
const keyOf = async () => (await db.member.findUniqueOrThrow({ where: { id: ana.id } })).photoKey
const picture = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#0a7552' } })
const refused = (code: string) => ({ fields: { photo: code } })

beforeEach(async () => {
  await truncateAll()
  rmSync(folder, { recursive: true, force: true })
  ana = await signUpAs('Ana')
})

test('a photo becomes a square WebP of 256 pixels, without anything that the camera wrote into it', async () => {
  const camera = await picture(640, 480)
    .withExif({ IFD0: { Copyright: 'a secret place' }, IFD3: { GPSLatitude: '48/1 51/1 0/1' } })
    .jpeg()
    .toBuffer()
  expect((await sharp(camera).metadata()).exif?.toString('latin1')).toContain('a secret place')
  await upload(camera)
  const bytes = await findPhoto((await keyOf()) ?? '')
  const { format, width, height, exif, icc, xmp } = await sharp(bytes ?? Buffer.alloc(0)).metadata()
  expect({ format, width, height, exif, icc, xmp }).toEqual({ format: 'webp', width: 256, height: 256 })
  expect(bytes?.toString('latin1')).not.toContain('a secret place')
})

test('a new photo has a new address, and the file of the one before is gone, also when two race', async () => {
  await upload(await picture(300, 300).png().toBuffer())
  const before = await keyOf()
  await Promise.all([upload(await picture(300, 200).webp().toBuffer()), upload(await picture(200, 300).webp().toBuffer())])
  expect(await keyOf()).not.toBe(before)
  expect(stored()).toEqual([await keyOf()])
  await removePhoto(ana)
  await removePhoto(ana)
  expect([await keyOf(), stored()]).toEqual([null, []])
})

test('what is no photo is refused in a sentence, and the photo before stays', async () => {
  await upload(await picture(300, 300).png().toBuffer())
  const before = await keyOf()
  const whole = await picture(800, 800).png().toBuffer()
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>'
  await expect(upload(Buffer.from(svg), 'me.png')).rejects.toMatchObject(refused('photo.unreadable'))
  await expect(upload(Buffer.from('GIF89a, not really'))).rejects.toMatchObject(refused('photo.unreadable'))
  await expect(upload(whole.subarray(0, whole.length / 2))).rejects.toMatchObject(refused('photo.unreadable'))
  await expect(upload(Buffer.alloc(0))).rejects.toMatchObject(refused('photo.missing'))
  await expect(upload(Buffer.alloc(10 * 1024 * 1024 + 1))).rejects.toMatchObject(refused('photo.tooLarge'))
  await expect(changePhoto(ana, 'a string', newAddress())).rejects.toMatchObject(refused('photo.missing'))
  expect(await keyOf()).toBe(before)
  expect(stored()).toEqual([before])
})

test('a small file that unfolds to a huge picture is refused before it is decoded', async () => {
  const bomb = await picture(12_000, 12_000).png({ compressionLevel: 9 }).toBuffer()
  expect(bomb.length).toBeLessThan(10 * 1024 * 1024)
  await expect(upload(bomb)).rejects.toMatchObject(refused('photo.unreadable'))
})

test('no key leads out of the folder of photos', async () => {
  for (const key of ['../secrets.json', '..%2fsecrets.json', '/etc/passwd', '', 'x.webp']) expect(await findPhoto(key)).toBeNull()
})

test('uploads are limited', async () => {
  const photo = await picture(50, 50).webp().toBuffer()
  for (let sent = 0; sent < 20; sent++) await upload(photo)
  await expect(upload(photo)).rejects.toMatchObject({ code: 'limit.reached' })
})
