/** Cases that found something once; each is tried again by every run. What was found stands beside it. */
export const KEPT_SEEDS: readonly number[] = [
  // An Origin that is no URL, which Remix parses where a page's data is asked for.
  7489,
  // HEAD of a page's data, which Remix takes for an action, from another origin.
  22885, 27017, 28274,
]
