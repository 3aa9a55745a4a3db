export const sessions = {
  met: (args: { names: string; duration: string }) => `${args.names} met for ${args.duration}`,
  running: (args: { room: string }) => `In ${args.room} now`,
}
