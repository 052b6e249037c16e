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

it('registers every function from the built entry in plain Node', () => {
  const script = join(process.cwd(), 'test/smoke/list-functions.mjs');
  const output = execFileSync(process.execPath, [script, process.cwd()], { env: settings, encoding: 'utf8' });
  const functions: { name: string; trigger: string; route?: string; schedule?: string }[] = JSON.parse(output);
  const described = functions.map(({ name, trigger, route, schedule }) => `${name} ${trigger} ${route ?? schedule}`);
  expect(described.sort()).toEqual([
    'get-product httpTrigger products/{key}',
    'get-submission httpTrigger submissions/{key}',
    'health httpTrigger health',
    'list-history httpTrigger submissions/{key}/history',
    'list-products httpTrigger products',
    'list-submissions httpTrigger submissions',
    'poll-submissions timerTrigger %POLL_SCHEDULE%',
    'relay-outbox timerTrigger %RELAY_SCHEDULE%',
    'track-submission httpTrigger submissions/{key}',
    'untrack-submission httpTrigger submissions/{key}',
    'unwatch-product httpTrigger products/{key}',
    'watch-product httpTrigger products/{key}',
  ]);
});
