import { db } from '#platform/db.server.ts'

/** The first time may be an accident: a browser that died while it connected. From then on, each time twice as long. */
const BARRED_SECONDS = 60
const BARRED_SECONDS_MOST = 600

/** Notes that somebody was put out because they lingered; from the second time in a session on, the proxy refuses them for a while. */
export async function barLingering(sessionId: string, memberId: string, now: Date): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "Lingering" AS lingering ("sessionId", "memberId", times, "barredUntil")
    VALUES (${sessionId}::uuid, ${memberId}::uuid, 1, ${now}::timestamptz)
    ON CONFLICT ("sessionId", "memberId") DO UPDATE SET
      times = lingering.times + 1,
      "barredUntil" = excluded."barredUntil"
        + make_interval(secs => least(${BARRED_SECONDS}::float8 * 2 ^ least(lingering.times - 1, 10), ${BARRED_SECONDS_MOST}::float8))`
}
