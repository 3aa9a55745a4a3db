export function CallStage() {
  return null
}
