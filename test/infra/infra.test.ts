import { createFakeServices } from '../support/fake-services.ts';
import { type AppFacts, readAppFacts } from './app-facts.ts';
import { createBicepParser, type ParseBicep } from './bicep-parser.ts';
import { checks } from './checks.ts';
import { infraOf, readInfraTexts } from './infra.ts';
import { loggedFields } from './logged-lines.ts';
import { alertsTwins } from './twins/alerts-twins.ts';
import { hostingTwins } from './twins/hosting-twins.ts';
import { operationTwins } from './twins/operation-twins.ts';
import { pagesTwins } from './twins/pages-twins.ts';
import { rolesTwins } from './twins/roles-twins.ts';
import { secretsTwins } from './twins/secrets-twins.ts';
import { securityTwins } from './twins/security-twins.ts';
import { settingsTwins } from './twins/settings-twins.ts';
import { structureTwins } from './twins/structure-twins.ts';

const brokenTwins = [
  ...structureTwins,
  ...rolesTwins,
  ...securityTwins,
  ...secretsTwins,
  ...settingsTwins,
  ...operationTwins,
  ...alertsTwins,
  ...hostingTwins,
  ...pagesTwins,
];

let parse: ParseBicep;
let app: AppFacts;
const texts = readInfraTexts();

beforeAll(async () => {
  parse = await createBicepParser();
  app = readAppFacts(await loggedFields(createFakeServices()));
});

describe('the deployment', () => {
  it.each(Object.keys(checks))('passes the check of %s', (name) => {
    expect(checks[name]?.(infraOf(texts, parse), app)).toEqual([]);
  });
});

describe('each check can fail', () => {
  it.each(brokenTwins)('$check sees $why', ({ check, path, from, to, problem }) => {
    const text = texts.get(path) ?? '';
    expect(text).toContain(from);
    const broken = new Map(texts).set(
      path,
      text.replace(from, () => to),
    );
    expect(checks[check]?.(infraOf(broken, parse), app)).toContainEqual(expect.stringMatching(problem));
  });

  it('and every check is shown to', () => {
    expect([...new Set(brokenTwins.map(({ check }) => check))].sort()).toEqual(Object.keys(checks).sort());
  });
});
