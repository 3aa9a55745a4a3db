export async function pingLiveKit(): Promise<boolean> {
  return false
}
