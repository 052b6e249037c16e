import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readLocalSettings } from './app-settings.ts';
import { captureConsole } from './capture-console.ts';
import { createManualClock, createRealClock, type ManualClock } from './clock.ts';
import { type FunctionsHost, startFunctionsHost } from './functions-host.ts';
import { HostError } from './host-error.ts';
import { createLog, describeError } from './log.ts';

const usage = 'usage: node local/functions-host/main.ts [--app DIR] [--port N] [--state DIR] [--clock real|ISO-TIME]';

// Standard output carries one line, the ready line; everything else goes to standard error.
const log = createLog((line) => process.stderr.write(`${line}\n`));
captureConsole(log);

let host: FunctionsHost | undefined;
stopOnRequest();

try {
  const { clockStart, ...options } = readArguments();
  const manualClock = clockStart === undefined ? undefined : createManualClock(clockStart);
  const settings = {
    AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
    FUNCTIONS_WORKER_RUNTIME: 'node',
    ...(await readLocalSettings(options.appDirectory)),
    ...process.env,
  };
  host = await startFunctionsHost({ ...options, settings, clock: manualClock ?? createRealClock(), log });
  if (manualClock !== undefined) {
    moveClockByMessage(manualClock, host);
  }
  const { url, functions, keys, errors } = host;
  process.stdout.write(
    `${JSON.stringify({ ready: true, url, functions, keys, ...(errors.length > 0 ? { errors } : {}) })}\n`,
  );
} catch (error) {
  const isExpected = error instanceof HostError || (error instanceof Error && error.name === 'ConfigError');
  log('critical', 'host', isExpected ? error.message : `The app could not be started: ${describeError(error)}`);
  process.exit(1);
}

function readArguments() {
  const { app, port, state, clock } = parseKnownArguments();
  const appDirectory = resolve(app);
  if (!/^\d{1,5}$/.test(port) || (clock !== 'real' && Number.isNaN(Date.parse(clock)))) {
    throw new HostError(usage);
  }
  return {
    appDirectory,
    port: Number(port),
    stateDirectory: state === undefined ? join(appDirectory, '.local', 'functions-host') : resolve(state),
    clockStart: clock === 'real' ? undefined : new Date(clock),
  };
}

function parseKnownArguments() {
  try {
    return parseArgs({
      options: {
        app: { type: 'string', default: '.' },
        port: { type: 'string', default: '7071' },
        state: { type: 'string' },
        clock: { type: 'string', default: 'real' },
      },
    }).values;
  } catch {
    throw new HostError(usage);
  }
}

/** Stops on a signal, and when the process that forked this one goes away; a second request ends it at once. */
function stopOnRequest(): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping || host === undefined) {
      process.exit(1);
    }
    stopping = true;
    host.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log('error', 'host', `stopping failed: ${describeError(error)}`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.once('disconnect', stop);
}

/** The process that forked this one moves the clock: it sends `{ "clock": "ISO-TIME" }`, which is sent back when all is done. */
function moveClockByMessage(clock: ManualClock, host: FunctionsHost): void {
  process.on('message', (message) => {
    const time = message instanceof Object && 'clock' in message ? new Date(String(message.clock)) : undefined;
    if (time !== undefined && !Number.isNaN(time.getTime())) {
      clock.set(time);
      void host.idle().then(() => process.send?.(message));
    }
  });
}
