import { chromium } from 'playwright-core';
import { startFixtureApi } from './fixture-api.ts';
import { fixtureSubmission, fixtureNow } from './fixture-data.ts';
const api = await startFixtureApi({ submissions: Array.from({length: 2000}, (_, n) => fixtureSubmission(n)) });
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu','--disable-background-networking'] });
const p = await (await b.newContext()).newPage();
await p.goto(api.url + '?code=fixture-key&kind=app');
await p.waitForSelector('.row');
for (let n = 1; n < 40; n++) { await p.getByRole('button', {name:'Show more'}).click(); await p.locator('.lists .row').nth(Math.min(2000,(n+1)*50)-1).waitFor({state:'attached'}); }
console.log(await p.locator('.lists .row').count());
const s = await p.context().newCDPSession(p); await s.send('Performance.enable');
const m = async () => Object.fromEntries((await s.send('Performance.getMetrics')).metrics.map(x=>[x.name,x.value]));
const a = await m(); const n0=api.requests.length; await p.waitForTimeout(11000); const z = await m();
console.log('script s in 11 s:', z.ScriptDuration-a.ScriptDuration, 'task', z.TaskDuration-a.TaskDuration, 'layout', z.LayoutDuration-a.LayoutDuration, api.requests.length-n0, api.requests.slice(-3));
await b.close(); await api.stop();
