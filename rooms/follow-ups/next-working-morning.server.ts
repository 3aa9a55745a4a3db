/** When somebody is reminded in the morning. */
const HOUR = 8
/** Who was in a session until late, or was up early, is not reminded at once. */
const REST_MS = 4 * 60 * 60_000
/** So that no day is stepped over, however long the clocks make it. */
const STEP_MS = 12 * 60 * 60_000

/** The first eight o'clock of a Monday to Friday, by the clocks of a time zone, that is four hours from now at least. */
export function nextWorkingMorning(from: Date, timeZone: string): Date {
  for (let step = 0; ; step++) {
    const morning = morningOf(new Date(from.getTime() + step * STEP_MS), timeZone)
    if (morning && morning.getTime() >= from.getTime() + REST_MS) return morning
  }
}

/** Eight o'clock of the day that it is there at this instant; null on Saturdays and Sundays. */
function morningOf(at: Date, timeZone: string): Date | null {
  const local = readClock(at, timeZone)
  const weekday = new Date(Date.UTC(local.year, local.month - 1, local.day)).getUTCDay()
  if (weekday === 0 || weekday === 6) return null
  const wanted = Date.UTC(local.year, local.month - 1, local.day, HOUR)
  // The zone's offset may change that night: what it is then is found by asking twice.
  let guess = wanted
  for (let round = 0; round < 2; round++) {
    const clock = readClock(new Date(guess), timeZone)
    guess += wanted - Date.UTC(clock.year, clock.month - 1, clock.day, clock.hour, clock.minute)
  }
  return new Date(guess)
}

function readClock(at: Date, timeZone: string) {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts
  return { year, month, day, hour, minute }
}
