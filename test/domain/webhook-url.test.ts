import { allowedWebhook } from '../../shared/domain/webhook-url.ts';

const hosts = { allowedHosts: ['hooks.slack.com', '.webhook.office.com'], allowLoopback: false };
const onLaptop = { ...hosts, allowLoopback: true };

it.each([
  'https://hooks.slack.com/services/T/B/x',
  'https://HOOKS.SLACK.COM/services/T/B/x',
  'https://hooks.slack.com:443/services/T/B/x',
  'https://contoso.webhook.office.com/webhookb2/x',
])('%s may be posted to', (text) => {
  expect(allowedWebhook(text, hosts)?.href).toBe(new URL(text).href);
});

it.each([
  'not a url',
  'http://hooks.slack.com/services/T/B/x',
  'https://hooks.slack.com:8443/services/T/B/x',
  'https://hooks.slack.com.evil.example/x',
  'https://evil.example/?https://hooks.slack.com/',
  'https://hooks.slack.com@evil.example/',
  'https://user@hooks.slack.com/services/T/B/x',
  'https://:secret@hooks.slack.com/services/T/B/x',
  'https://webhook.office.com/x',
  'https://evilwebhook.office.com/x',
  'https://sub.hooks.slack.com/x',
  'https://evilslack.com/services/T/B/x',
  'https://hooks-slack.com/services/T/B/x',
  'https://slack.com/services/T/B/x',
  'https://hooks.slack.com./services/T/B/x',
  'https://contoso.webhook.office.com./x',
  'https://hooks.slack.com:80/services/T/B/x',
  'https://hooks.slack.com%2eevil.example/x',
  'https://hooks.slack.com%00.evil.example/x',
  'https://evil.example\\@hooks.slack.com/x',
  'https://evil.example#@hooks.slack.com/x',
  'https://hooks.sl\u0430ck.com/services/T/B/x',
  'https://34.120.1.1/services/T/B/x',
  'https://0x7f000001/x',
  'https://2130706433/x',
  'https://[::ffff:127.0.0.1]/x',
  'https://169.254.169.254/metadata',
  '//hooks.slack.com/services/T/B/x',
  'javascript:https://hooks.slack.com/',
  'file://hooks.slack.com/etc/passwd',
  'wss://hooks.slack.com/x',
  'http://127.0.0.1:7073/teams',
  'http://localhost/teams',
  'http://[::1]/teams',
])('%s may not', (text) => {
  expect(allowedWebhook(text, hosts)).toBeUndefined();
});

it.each(['https://hooks.slack.com\\@evil.example/x', 'https://hooks\t.slack.com/x', 'https:hooks.slack.com/x'])(
  'is posted to where the check looked, however it is written (%j)',
  (text) => {
    const url = allowedWebhook(text, hosts);
    // The parsed address is what is posted to: no second reader of the text can find another host in it.
    expect(url).toBeInstanceOf(URL);
    expect(url?.hostname).toBe('hooks.slack.com');
  },
);

it.each(['http://127.0.0.1:7073/teams', 'http://localhost/teams', 'https://[::1]:7073/teams'])(
  '%s may be posted to in local mode alone',
  (text) => {
    expect(allowedWebhook(text, onLaptop)?.href).toBe(new URL(text).href);
  },
);

it.each(['http://127.0.0.1.evil.example/', 'http://user@127.0.0.1/', 'http://192.168.0.1/'])(
  '%s may not be posted to, not even in local mode',
  (text) => {
    expect(allowedWebhook(text, onLaptop)).toBeUndefined();
  },
);
