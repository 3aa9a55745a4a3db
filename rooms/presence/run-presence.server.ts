export function startPresence(): void {}

export async function stopPresence(): Promise<void> {}
