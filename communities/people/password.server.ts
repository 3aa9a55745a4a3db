import { hash, verify } from '@node-rs/argon2'

/** OWASP's password storage cheat sheet, argon2id (the package's default): 19 MiB, two passes, one lane. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), options)
}

/** Checked against where there is no account, so that the time taken does not tell. */
const nobody = hashPassword('no account has this password')

/** Whether a password is the one that was hashed. Without a hash it takes as long, and says no. */
export async function checkPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const right = await verify(passwordHash ?? (await nobody), password.normalize('NFKC'))
  return right && passwordHash !== null
}
