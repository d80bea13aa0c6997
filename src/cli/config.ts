import { ConfigFault, describeConfig, readConfig } from '#platform/server/config.ts';

console.log(describeConfig(process.env));
try {
  readConfig(process.env);
} catch (error) {
  if (!(error instanceof ConfigFault)) throw error;
  console.error(`\n${error.message}`);
  process.exit(78);
}
