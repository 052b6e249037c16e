import { type Browser, chromium } from 'playwright-core';

/** A closed network answers none of what a browser asks of its maker; as root there is no sandbox to be had. */
const browserArguments = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

export function launchBrowser(path: string): Promise<Browser> {
  return chromium.launch({ executablePath: path, args: browserArguments });
}

/** Windows are alike on every machine. */
export const alike = { locale: 'en-GB', timezoneId: 'UTC' };
