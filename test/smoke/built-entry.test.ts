import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { localSettings } from '../../local/laptop/settings.ts';

const settings = localSettings(
  {
    tablesConnectionString: 'UseDevelopmentStorage=true',
    serviceBusConnectionString: 'Endpoint=sb://127.0.0.1;SharedAccessKeyName=a;SharedAccessKey=b',
    partnerCenterUrl: 'http://127.0.0.1:1',
  },
  {},
);

interface Registered {
  readonly name: string;
  readonly trigger: string;
  readonly route?: string;
  readonly schedule?: string;
  readonly queueName?: string;
}

function described({ name, trigger, route, schedule, queueName }: Registered): string {
  return `${name} ${trigger} ${route ?? schedule ?? queueName}`;
}

it('registers every function from the built entry in plain Node', () => {
  const script = join(process.cwd(), 'test/smoke/list-functions.mjs');
  const output = execFileSync(process.execPath, [script, process.cwd()], { env: settings, encoding: 'utf8' });
  const functions: Registered[] = JSON.parse(output);
  expect(functions.map(described).sort()).toEqual([
    'dashboard httpTrigger dashboard/{file?}',
    'diagnose httpTrigger diagnose',
    'discard-set-aside httpTrigger set-aside/discard',
    'get-openapi httpTrigger openapi.json',
    'get-product httpTrigger products/{key}',
    'get-statistics httpTrigger statistics',
    'get-status httpTrigger status',
    'get-submission httpTrigger submissions/{key}',
    'health httpTrigger health',
    'list-changes httpTrigger changes',
    'list-history httpTrigger submissions/{key}/history',
    'list-passes httpTrigger passes',
    'list-products httpTrigger products',
    'list-set-aside httpTrigger set-aside',
    'list-submissions httpTrigger submissions',
    'poll-slice serviceBusTrigger poll-slices',
    'poll-submissions timerTrigger %POLL_SCHEDULE%',
    'relay-outbox timerTrigger %RELAY_SCHEDULE%',
    'replay-events httpTrigger events/replay',
    'retry-set-aside httpTrigger set-aside/retry',
    'run-poll httpTrigger poll',
    'send-test-event httpTrigger events/test',
    'track-submission httpTrigger submissions/{key}',
    'track-submissions httpTrigger submissions',
    'untrack-submission httpTrigger submissions/{key}',
    'unwatch-product httpTrigger products/{key}',
    'watch-health timerTrigger 45 * * * * *',
    'watch-product httpTrigger products/{key}',
  ]);
});
