import { readInputs, verify } from '../src/harness';

/*
 * The process that `bench/gauntlet.ts` bundles and starts for each plan: node FILE PLAN SENSORS. Prints what it found of the plan
 * and what that took.
 */

const [plan, sensors] = process.argv.slice(2);

const before = process.cpuUsage();
const report = verify(readInputs([plan]), { workspace: 'contoso-corp', sensors: sensors.split(','), examine: true });
const { user, system } = process.cpuUsage(before);

process.stdout.write(JSON.stringify({
  sensorApi: report.requirements.find(({ id }) => id === 'sensor-api')!.verdict,
  verdicts: report.requirements.map(({ verdict }) => verdict),
  shadowed: report.findings.filter(({ id }) => id === 'shadowed-rule').map(({ rule }) => rule!.split(' / ').pop()),
  // What a budget left open, in verdicts and in findings, is told with these words.
  undecided: JSON.stringify(report).match(/the exact answer needs more than/g)?.length ?? 0,
  milliseconds: (user + system) / 1000,
  mebibytes: process.resourceUsage().maxRSS / 1024,
}));
