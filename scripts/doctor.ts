import { parseArgs } from 'node:util';
import { accessChecks } from '../functions/access-checks.ts';
import { createServices } from '../functions/services.ts';
import { readConfig } from '../shared/config.ts';
import { type Diagnosis, diagnosisOf } from '../shared/domain/diagnosis.ts';
import { ConfigError } from '../shared/errors.ts';
import { diagnose } from '../shared/use-cases/diagnose.ts';
import { askApp } from './doctor/ask-app.ts';
import { isForLaptop, laptopParts } from './doctor/laptop-parts.ts';
import { reportOf } from './doctor/report.ts';

/**
 * `npm run doctor`: looks at everything that Submission Watch needs and says in a sentence each what is wrong. By the settings in
 * the environment; what of Azure they leave out is the laptop's, as for `npm start`. With `--url` a deployed app looks itself; one of
 * its function keys is then in DOCTOR_KEY, or, behind Easy Auth, a token in DOCTOR_TOKEN.
 */
const { values } = parseArgs({ options: { url: { type: 'string' }, json: { type: 'boolean', default: false } } });
const longestMs = 100_000;

// One after the other: unbundled, two of them at once make Node give up on a module that both require (ERR_REQUIRE_ESM_RACE_CONDITION).
for (const sdk of ['@azure/identity', '@azure/data-tables', '@azure/service-bus']) await import(sdk);

try {
  const diagnosis =
    values.url === undefined
      ? await lookHere()
      : await askApp(values.url, { key: process.env['DOCTOR_KEY'] ?? '', token: process.env['DOCTOR_TOKEN'] ?? '' });
  console.log(values.json ? JSON.stringify(diagnosis, null, 2) : reportOf(diagnosis).join('\n'));
  process.exitCode = diagnosis.status === 'failed' ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

async function lookHere(): Promise<Diagnosis> {
  if (!isForLaptop(process.env)) return lookWith(process.env);
  const parts = await laptopParts(process.env);
  if (!values.json) {
    console.log(
      parts.areRunning
        ? 'Looking at what "npm start" runs on this machine.\n'
        : 'No settings of Azure, and "npm start" is not running: its parts were started for this look.\n',
    );
  }
  try {
    return await lookWith(parts.settings);
  } finally {
    await parts.stop();
  }
}

async function lookWith(settings: NodeJS.ProcessEnv): Promise<Diagnosis> {
  try {
    const services = createServices(readConfig(settings));
    return await diagnose(accessChecks(services), AbortSignal.timeout(longestMs));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return diagnosisOf(
      error.problems.map((problem) => ({ check: 'settings', status: 'failed', message: `${problem}.` })),
    );
  }
}
