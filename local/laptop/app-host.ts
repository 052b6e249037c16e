import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from './child-process.ts';
import { startError } from './start-error.ts';

/** The app in the local Functions host. */
interface AppHost {
  /** Without `/api`. */
  readonly url: string;
  /** Opens every function of level `function`. */
  readonly key: string;
  /** Resolves with what ended it: an exit code, or the name of a signal. */
  readonly ended: Promise<number | string>;
  stop(): Promise<void>;
}

/**
 * Builds the app and runs it in a process of its own. The host logs to a file below the folder; warnings and errors are
 * shown as well, without their stacks.
 * @param port 0 takes a free one.
 * @throws Error with what the host said, where it cannot start.
 */
export async function startAppHost(settings: NodeJS.ProcessEnv, port: number, dataFolder: string): Promise<AppHost> {
  await import('../../scripts/build.ts');
  const hostLog = join(dataFolder, 'functions-host.log');
  const state = join(dataFolder, 'functions-host');
  const beforeReady: string[] = [];
  let isReady = false;
  const child = await startChild('local/functions-host/main.ts', {
    args: ['--app', '.', '--port', String(port), '--state', state],
    env: settings,
    onLog(line) {
      appendFileSync(hostLog, `${line}\n`);
      if (!isReady) beforeReady.push(line);
      else if (/^\S+ +(warn|warning|error|critical)\b/i.test(line))
        console.error(line.replace(/ \| +at .*$/, ` (more in ${hostLog})`));
    },
  }).catch(() => {
    const said = beforeReady.join('\n').replaceAll(' | ', '\n');
    throw new Error(said.includes(`${state}/`) ? startError(said, state) : said);
  });
  isReady = true;
  const { url, keys } = child.ready as { url: string; keys: { default: string } };
  return { url, key: keys.default, ended: child.ended, stop: child.stop };
}
