import type { Scenario } from './scenario.ts';
import { addonDroppedCommit } from './scenarios/addon-dropped-commit.ts';
import { addonFailed } from './scenarios/addon-failed.ts';
import { addonPublished } from './scenarios/addon-published.ts';
import { appRollout } from './scenarios/app-rollout.ts';
import { flightPublished } from './scenarios/flight-published.ts';
import { hardwareFailed } from './scenarios/hardware-failed.ts';
import { hardwareSigned } from './scenarios/hardware-signed.ts';
import { msiFailed } from './scenarios/msi-failed.ts';
import { msiPublished } from './scenarios/msi-published.ts';
import { productDiscovery } from './scenarios/product-discovery.ts';

/** All scenarios. No two share a product, so that any number can run at once. */
export const scenarioCatalogue: readonly Scenario[] = [
  hardwareSigned,
  hardwareFailed,
  addonPublished,
  addonFailed,
  addonDroppedCommit,
  appRollout,
  flightPublished,
  msiPublished,
  msiFailed,
  productDiscovery,
];
