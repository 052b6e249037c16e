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
  'http://127.0.0.1:7073/teams',
  'http://localhost/teams',
  'http://[::1]/teams',
])('%s may not', (text) => {
  expect(allowedWebhook(text, hosts)).toBeUndefined();
});

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
