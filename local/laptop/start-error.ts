/** What the terminal says where the start failed: a taken port with the way out, else the message as it is. */
export function startError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const port = /EADDRINUSE\D*(?:[\d.]+:)?(\d+)/.exec(message)?.[1] ?? /\bport (\d+) is in use/i.exec(message)?.[1];
  if (port === undefined) return message;
  return `Port ${port} is in use by another program. End that one, or take any free ports: npm start -- --free-ports`;
}
