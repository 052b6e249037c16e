import { NOTES_PASSWORD } from './credentials.ts';
import { exactNumber, type JsonBody } from './json-body.ts';

/** The parts of Store submissions that no control call changes: what publishers entered. */

/** @param name absent: the titles of the recorded bodies. */
export function addonContent(name: string | undefined): Record<string, JsonBody> {
  const icon = (fileName: string) => ({ fileName, fileStatus: 'Uploaded' });
  return {
    contentType: 'SoftwareAsService',
    keywords: ['premium', 'maps'],
    lifetime: 'Forever',
    listings: {
      'en-us': {
        title: name ?? 'Premium map pack',
        description: 'Offline maps for forty regions.',
        icon: icon('icon-en-us.png'),
      },
      cs: {
        title: name ?? 'Prémiové mapy',
        description: 'Offline mapy pro čtyřicet oblastí.',
        icon: icon('icon-cs.png'),
      },
    },
    pricing: {
      marketSpecificPricings: { CZ: 'Tier3', US: 'Tier4' },
      sales: [],
      priceId: 'Tier2',
      isAdvancedPricingModel: true,
    },
    tag: '',
    visibility: 'Public',
  };
}

/** What a publisher entered of an app, credentials for the testers among it. */
export function appContent(title: string): Record<string, JsonBody> {
  const image = { fileName: 'shot1.png', fileStatus: 'Uploaded', id: '1152921505694880401', imageType: 'Screenshot' };
  const baseListing = {
    title,
    description: 'Maps that work offline.',
    keywords: ['maps'],
    features: [],
    releaseNotes: 'Faster search.',
    images: [image],
  };
  return {
    applicationCategory: 'NavigationAndMaps',
    pricing: {
      trialPeriod: 'NoFreeTrial',
      marketSpecificPricings: {},
      sales: [],
      priceId: 'Free',
      isAdvancedPricingModel: true,
    },
    visibility: 'Public',
    listings: { 'en-us': { baseListing, platformOverrides: {} } },
    hardwarePreferences: ['Keyboard', 'Mouse'],
    automaticBackupEnabled: false,
    canInstallOnRemovableMedia: true,
    isGameDvrEnabled: false,
    gamingOptions: null,
    hasExternalInAppProducts: false,
    meetAccessibilityGuidelines: true,
    notesForCertification: `Test account: reviewer@example.com / ${NOTES_PASSWORD}`,
  };
}

/** The rest of an app body, which follows its packages. The stray device family `7` was seen live. */
export const appClosing: Record<string, JsonBody> = {
  enterpriseLicensing: 'Online',
  allowMicrosoftDecideAppAvailabilityToFutureDeviceFamilies: true,
  allowTargetFutureDeviceFamilies: { Desktop: true, Mobile: false, Xbox: false, Holographic: false, '7': false },
};

/** The one package of an app or flight, uploaded. */
export function packages(id: string, version: string): JsonBody {
  return [
    {
      fileName: `ContosoMaps_${version}_x64.msixupload`,
      fileStatus: 'Uploaded',
      id,
      version,
      architecture: 'x64',
      languages: ['en-US', 'cs-CZ'],
      capabilities: ['ID_NOT_COMPUTED'],
      minimumDirectXVersion: 'None',
      minimumSystemRam: 'None',
      targetDeviceFamilies: ['Windows.Desktop min version 10.0.17763.0'],
    },
  ];
}

/** @param percentage printed as the service does, with at least one decimal. */
export function packageRollout(
  rollout: { percentage: number; status: string } | null | undefined,
  fallbackSubmissionId: string,
): JsonBody {
  const { percentage, status } = rollout ?? { percentage: 0, status: 'NotStarted' };
  return {
    isPackageRollout: Boolean(rollout),
    packageRolloutPercentage: exactNumber(Number.isInteger(percentage) ? percentage.toFixed(1) : String(percentage)),
    packageRolloutStatus: status.startsWith('PackageRollout') ? status : `PackageRollout${status}`,
    fallbackSubmissionId: rollout ? fallbackSubmissionId : '0',
  };
}
