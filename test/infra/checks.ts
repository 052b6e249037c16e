import type { AppFacts } from './app-facts.ts';
import { abbreviations, azd } from './checks/azd.ts';
import { channelRules } from './checks/channel-rules.ts';
import { channels, entities } from './checks/entities.ts';
import { loadedFiles, modules, reachable } from './checks/modules.ts';
import { names } from './checks/names.ts';
import { parameters, parametersFile, secureParameters } from './checks/parameters.ts';
import { resourceTypes } from './checks/resource-types.ts';
import { roleAssignments, roles } from './checks/roles.ts';
import { secretFlow, secrets, vaultReferences } from './checks/secrets.ts';
import { easyAuth, security } from './checks/security.ts';
import { flexConsumption, settingChoices, settingNames } from './checks/settings.ts';
import { syntax } from './checks/syntax.ts';
import { alerts, queries } from './checks/telemetry.ts';
import { sameActions, workflows } from './checks/workflows.ts';
import type { Infra } from './infra.ts';

/** @returns one line per thing that is wrong. */
export type Check = (infra: Infra, app: AppFacts) => readonly string[];

/** All that holds of a deployment, as far as it can be known without Azure and without a compiler. */
export const checks: Readonly<Record<string, Check>> = {
  abbreviations,
  alerts,
  azd,
  channelRules,
  channels,
  easyAuth,
  entities,
  flexConsumption,
  loadedFiles,
  modules,
  names,
  parameters,
  parametersFile,
  queries,
  reachable,
  resourceTypes,
  roleAssignments,
  roles,
  sameActions,
  secretFlow,
  secrets,
  secureParameters,
  security,
  settingChoices,
  settingNames,
  syntax,
  vaultReferences,
  workflows,
};
