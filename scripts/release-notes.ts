import { readFileSync } from 'node:fs';
import { releaseNotes, sameVersion } from './release/release-notes.ts';

/** `npm run release-notes -- v1.2.3`: what CHANGELOG.md says of a version, for the page of its release. */
const [, , version] = process.argv;
if (version === undefined) {
  console.error('usage: npm run release-notes -- v1.2.3');
  process.exit(2);
}
try {
  const { version: packageVersion } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  sameVersion(version, packageVersion, readFileSync('azure.yaml', 'utf8'));
  console.log(releaseNotes(readFileSync('CHANGELOG.md', 'utf8'), version));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
