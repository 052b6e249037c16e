import type { AppFacts } from './app-facts.ts';
import { alertConditions, alerts } from './checks/alerts.ts';
import { abbreviations, azd } from './checks/azd.ts';
import { channelRules } from './checks/channel-rules.ts';
import {
  documentedParameters,
  documentedRefusals,
  documentedResources,
  documentedSettings,
} from './checks/deploy-page.ts';
import { channels, entities } from './checks/entities.ts';
import { hostFile, localSettingsFile } from './checks/host-file.ts';
import { hosting, storages } from './checks/hosting.ts';
import { federation, identity } from './checks/identity.ts';
import { loadedFiles, modules, outputsInUse, reachable } from './checks/modules.ts';
import { names } from './checks/names.ts';
import { network } from './checks/network.ts';
import { operationQueries, runbooks } from './checks/operate-page.ts';
import { parameters, parametersFile, secureParameters } from './checks/parameters.ts';
import { properties } from './checks/properties.ts';
import { resourceTypes } from './checks/resource-types.ts';
import { roleAssignments, roles } from './checks/roles.ts';
import { secretFlow, secrets, vaultReferences } from './checks/secrets.ts';
import { easyAuth, security } from './checks/security.ts';
import { channelSorts, flexConsumption, settingChoices, settingNames } from './checks/settings.ts';
import { syntax } from './checks/syntax.ts';
import { charts, kql, queries } from './checks/telemetry.ts';
import { deployVariables, pipelines, sameActions, workflows } from './checks/workflows.ts';
import type { Infra } from './infra.ts';

/** @returns one line per thing that is wrong. */
type Check = (infra: Infra, app: AppFacts) => readonly string[];

/** All that holds of a deployment, as far as it can be known without Azure and without a compiler. */
export const checks: Readonly<Record<string, Check>> = {
  abbreviations,
  alertConditions,
  alerts,
  azd,
  channelRules,
  channelSorts,
  channels,
  charts,
  deployVariables,
  documentedParameters,
  documentedRefusals,
  documentedResources,
  documentedSettings,
  easyAuth,
  entities,
  federation,
  flexConsumption,
  hostFile,
  hosting,
  identity,
  kql,
  loadedFiles,
  localSettingsFile,
  modules,
  names,
  network,
  operationQueries,
  outputsInUse,
  parameters,
  parametersFile,
  pipelines,
  properties,
  queries,
  reachable,
  resourceTypes,
  roleAssignments,
  roles,
  runbooks,
  sameActions,
  secretFlow,
  secrets,
  secureParameters,
  security,
  settingChoices,
  settingNames,
  storages,
  syntax,
  vaultReferences,
  workflows,
};
