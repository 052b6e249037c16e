import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs a command as a person would in a shell, but that a status of 400 or more is a failure of curl. @returns what it printed. */
export async function shell(command: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const script = `set -euo pipefail; curl() { command curl --silent --show-error --fail-with-body "$@"; }; ${command}`;
  const { stdout } = await run('bash', ['-c', script], { env: { ...process.env, ...environment } });
  return stdout;
}
