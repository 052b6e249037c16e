export interface Addresses {
  /** Of the functions, without a path. */
  readonly functionsUrl: string;
  readonly key: string;
  /** Of the simulated Partner Center; absent where the real one is polled. */
  readonly partnerCenterUrl: string | undefined;
  readonly cardsUrl: string;
  /** Names of the settings that put real channels in place of the stand-ins. */
  readonly realChannels: readonly string[];
  readonly serviceBus: string;
  readonly brokerUrl: string;
  readonly dataFolder: string;
}

/** Where everything is, as `npm start` prints it. */
export function addressLines(addresses: Addresses): string {
  const { functionsUrl, key, partnerCenterUrl, cardsUrl, realChannels, serviceBus, brokerUrl, dataFolder } = addresses;
  const real = realChannels.length === 0 ? '' : `; real: ${realChannels.join(', ')}`;
  return `
  Dashboard       ${dashboardUrl(addresses)}
  API             ${functionsUrl}/api/submissions?code=${key}
  Health          ${functionsUrl}/api/health
  Partner Center  ${partnerCenterUrl === undefined ? 'the real one' : `${partnerCenterUrl}/_local/ (simulated)`}
  Cards           ${cardsUrl} (what Teams and Slack would show${real})
  Service Bus     ${serviceBus}
  Broker switch   ${brokerUrl} (DELETE stops the Service Bus, PUT starts it)
  Kept data       ${dataFolder}/ (start with --fresh for an empty one)

  For the examples of the README, in another terminal:
  ${exportLine(addresses)}
`;
}

/** The few of them that are needed again, once the events have pushed the others out of sight. */
export function addressReminder(addresses: Addresses): string {
  return `
  Dashboard  ${dashboardUrl(addresses)}
  Cards      ${addresses.cardsUrl}
  Examples   ${exportLine(addresses)}
`;
}

function dashboardUrl({ functionsUrl, key }: Addresses): string {
  return `${functionsUrl}/api/dashboard?code=${key}`;
}

function exportLine({ functionsUrl, key, partnerCenterUrl, brokerUrl }: Addresses): string {
  const simulated = partnerCenterUrl === undefined ? '' : ` PARTNER_CENTER=${partnerCenterUrl}`;
  return `export API=${functionsUrl}/api KEY=${key}${simulated} BROKER=${brokerUrl}`;
}
