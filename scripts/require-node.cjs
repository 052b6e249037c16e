// Runs on any Node, old ones too: says what is wrong where the real script could only fail to parse.
const major = Number(process.versions.node.split('.')[0]);
if (major < 22) {
  const why =
    major < 20
      ? '"npm ci" needs Node 20 for the packages of this project. '
      : '"npm ci" brings Node 24 along as an optional package; there is none for this platform, or it was left out. ';
  console.error(
    `Node ${process.versions.node} is too old: Submission Watch needs 22 or newer. ${why}` +
      'Install Node 22 or newer (https://nodejs.org), then "npm ci" again.',
  );
  process.exit(1);
}
