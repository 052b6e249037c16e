// Runs on any Node, old ones too: says what is wrong where the real script could only fail to parse.
const major = Number(process.versions.node.split('.')[0]);
if (major < 22) {
  console.error(
    `Node ${process.versions.node} is too old: Submission Watch needs 22 or newer. "npm ci" brings Node 24 along as an ` +
      'optional dependency; where there is none for this platform, or it was left out, install Node 22 or newer.',
  );
  process.exit(1);
}
