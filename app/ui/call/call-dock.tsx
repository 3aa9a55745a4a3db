export function CallDock() {
  return null
}
