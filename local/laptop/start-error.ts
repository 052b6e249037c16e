/**
 * What the terminal says where the start failed: what, why, and the way out. What has none here is said in its own words.
 * @param path of the data that the part which failed keeps, where it keeps any.
 */
export function startError(error: unknown, path?: string): string {
  const message = error instanceof Error ? error.message : String(error);
  const port = /EADDRINUSE\D*(?:[\d.]+:)?(\d+)/.exec(message)?.[1] ?? /\bport (\d+) is in use/i.exec(message)?.[1];
  if (port !== undefined) {
    return `Port ${port} is in use by another program. End that one, or take any free ports: npm start -- --free-ports`;
  }
  if (isDiskFull(error)) return `The disk is full (${message}). Make room on it, then start again`;
  if (path === undefined) return message;
  if (/EACCES|EEXIST|ENOTDIR|EPERM|EROFS|readonly|unable to open/.test(message)) {
    return `${path} cannot be written (${message}). Give this user the right to, or start in a folder of your own`;
  }
  return `${path} cannot be used: ${message}. If it is damaged, begin with nothing: npm start -- --fresh`;
}

/** Whether the system, SQLite or a process of ours says that there is no room left. */
export function isDiskFull(error: unknown): boolean {
  return /ENOSPC|disk is full/.test(error instanceof Error ? error.message : String(error));
}
