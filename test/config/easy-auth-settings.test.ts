import { readConfig } from '../../shared/config.ts';
import { ConfigError } from '../../shared/errors.ts';
import { aLocalEnvironment, anEnvironment } from '../support/an-environment.ts';

const roles = {
  EASY_AUTH_READ_ROLE: 'Submissions.Read',
  EASY_AUTH_WRITE_ROLE: 'Submissions.Write',
  EASY_AUTH_OPERATE_ROLE: 'Submissions.Operate',
};
const whole = { EASY_AUTH_REQUIRED: 'true', WEBSITE_AUTH_ENABLED: 'True', ...roles };

function problemsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

it('asks for the app roles that are named', () => {
  expect(readConfig(anEnvironment(whole)).easyAuth).toEqual({
    read: 'Submissions.Read',
    write: 'Submissions.Write',
    operate: 'Submissions.Operate',
  });
});

it('asks for function keys where nothing is said', () => {
  expect(readConfig(anEnvironment())).not.toHaveProperty('easyAuth');
  expect(readConfig(anEnvironment({ EASY_AUTH_REQUIRED: 'false', WEBSITE_AUTH_ENABLED: 'True' }))).not.toHaveProperty(
    'easyAuth',
  );
});

describe.each([
  ['in Azure', anEnvironment],
  ['on a laptop', aLocalEnvironment],
])('%s the app does not start', (_where, environment) => {
  it.each(Object.keys(roles))('without %s', (name) => {
    expect(problemsOf(environment({ ...whole, [name]: undefined }))).toEqual([
      `${name} is required with EASY_AUTH_REQUIRED`,
    ]);
  });

  it.each(Object.keys(roles))('with %s alone, which would look like a check and be none', (name) => {
    expect(problemsOf(environment({ [name]: 'Some.Role' }))).toEqual([
      `${name} has no effect without EASY_AUTH_REQUIRED=true`,
    ]);
  });

  it.each([undefined, '', 'False', 'false', '0', 'no'])('where the platform does not check: %s', (enabled) => {
    expect(problemsOf(environment({ ...whole, WEBSITE_AUTH_ENABLED: enabled }))).toEqual([
      'EASY_AUTH_REQUIRED needs App Service authentication, which is off (WEBSITE_AUTH_ENABLED is not true)',
    ]);
  });

  it.each(['yes', 'TRUE', '1'])('with EASY_AUTH_REQUIRED=%s', (required) => {
    expect(problemsOf(environment({ ...whole, EASY_AUTH_REQUIRED: required }))).toContain(
      'EASY_AUTH_REQUIRED must be true or false',
    );
  });

  it.each(['two words', 'a;b', "x'", 'x'.repeat(121)])('with the role %s', (role) => {
    expect(problemsOf(environment({ ...whole, EASY_AUTH_READ_ROLE: role }))).toEqual([
      'EASY_AUTH_READ_ROLE must be the value of an app role',
    ]);
  });
});
