import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stopHosts } from '../local/functions-host-process.ts';
import { startLaptop } from '../support/laptop.ts';
import { shell } from '../support/shell.ts';

const pages = ['README.md', 'docs/local.md'].map((page) => readFileSync(join(process.cwd(), page), 'utf8'));

/** The commands of the blocks that are fenced as `sh api`; a backslash at the end goes on in the next line. */
const commands = pages
  .flatMap((page) => [...page.matchAll(/^```sh api\n([\s\S]*?)^```$/gm)])
  .flatMap(([, block = '']) => block.replaceAll(/\\\n\s*/g, '').split('\n'))
  .filter((line) => line !== '' && !line.startsWith('#'));

let laptop: Awaited<ReturnType<typeof startLaptop>>;

beforeAll(async () => {
  // Named here, where it is missing, and not in each of the examples.
  execFileSync('curl', ['--version']);
  laptop = await startLaptop();
  await laptop.startHost();
  await laptop.put('addon:9NSAMPLEADD1:1152921505689400021', { friendlyName: 'Maps', status: 'Certification' });
  await laptop.put('addon:9NSAMPLEADD2:1152921505689400033', {
    friendlyName: 'Sounds',
    status: 'CertificationFailed',
    errors: [{ code: 'Other', details: 'It did not pass.' }],
  });
  await laptop.put('hardware:13635057453741401:1152921504621450011', {
    name: 'Contoso Wi-Fi 7 Adapter',
    commitStatus: 'commitComplete',
    currentStep: 'signing',
    state: 'started',
  });
});

afterAll(async () => {
  await laptop?.stop();
  await stopHosts();
});

/** What each example is there to show; in the order of the pages, because they build on each other. */
const shown: readonly (readonly [part: string, expected: unknown])[] = [
  ['_local/submissions', expect.anything()],
  ['-X PUT -H', { key: 'addon:9NMYADDON001:1152921505600000001', sequence: 0 }],
  ['/poll"', { read: 1, changed: 1 }],
  ['-X PATCH', expect.anything()],
  ['/poll"', { read: 1, changed: 1, events: 2 }],
  ['/history"', { value: [{ type: expect.stringContaining('errors-raised') }, {}, {}] }],
  ['outcome=failed', { value: [{ name: 'My add-on', outcome: 'failed' }] }],
  ['submissions/addon:', { state: 'CertificationFailed', issues: [{ details: 'It crashes at start.' }] }],
  ['format=csv', expect.stringMatching(/^time,type,.*\r\n.*,errors-raised,error,My add-on,CertificationFailed,/)],
  ['changes?', { value: [{ data: { name: 'My add-on', severity: 'error' } }, {}] }],
  ['/products/', { key: 'hardware:13635057453741401' }],
  ['/status"', { status: 'healthy', lastPass: { summary: { changed: 1 } } }],
  [
    '-X PUT -H "x-functions-key: $KEY" "$API/submissions/',
    { key: 'addon:9NSAMPLEADD1:1152921505689400021', sequence: 0 },
  ],
  ['--json', { value: [{ status: 201 }, { status: 201 }] }],
  ['/poll"', { changed: 3 }],
  ['text=wi-fi', { value: [{ name: 'Contoso Wi-Fi 7 Adapter' }] }],
  ['submissions/hardware:', { state: 'signing/started', durations: [{ state: 'signing/started' }] }],
  ['order=oldest', { value: [{ type: 'submissionwatch.submission.tracked.v1' }] }],
  ['/statistics"', { outcomes: [{ kind: 'addon', outcome: 'failed', count: 1 }] }],
  ['/passes', { value: [{ summary: { changed: 3 } }, {}, {}] }],
  ['/health"', { status: 'healthy', reasons: [] }],
  ['_local/faults', expect.anything()],
  ['/poll"', { failed: 1, events: 0 }],
  ['_local/rate-limit', { requestsPerMinute: 1 }],
  ['/poll"', { failed: 0, events: 0 }],
  ['-X DELETE', { cleared: true }],
];

it('has an example for each line of this table, and no other', () => {
  expect(commands.every((command) => command.startsWith('curl '))).toBe(true);
  expect(commands).toHaveLength(shown.length);
});

it.each(commands.map((command, index) => [command, index] as const))('%s', async (command, index) => {
  const [part = '', expected] = shown[index] ?? [];
  expect(command).toContain(part);

  const { url, keys } = laptop.host().line;
  const environment = { API: `${url}/api`, KEY: keys.default, PARTNER_CENTER: laptop.partnerCenter.url };
  const output = await shell(command, environment);

  if (typeof expected === 'object' && expected !== null && 'asymmetricMatch' in expected)
    expect(output).toEqual(expected);
  else expect(JSON.parse(output)).toMatchObject(expected as object);
});
