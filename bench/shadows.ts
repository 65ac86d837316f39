import { BenchmarkError, command } from './command';
import { median } from './interleaved';
import { FAMILIES, Family, firewallPolicy, networkSecurityGroup, plainRules } from './random-policies';
import { amount, BenchmarkResult, duration, Figure, Skipped } from './result';
import { hasZ3, WarmZ3 } from './z3';
import { bundledServiceTags, Notes, Topology } from '../src/azure';
import { AddressFamily, CoverTable } from '../src/packets';
import { FindingQuestion } from '../src/proof/findings/question';
import { RuleList, ruleLists } from '../src/proof/findings/rule-lists';
import { shadowedRules } from '../src/proof/findings/shadowed-rules';
import { estate } from '../test/support/estates';

/*
 * Shadow detection of all rules of an NSG: which rules decide no packet, and which rules take theirs.
 *
 *   npm run bench:shadows
 */

const SEED = 7;
const TURNS = 31;
/** Turns that do not count: with Z3 as well, the process is one that has run for a while. */
const TURNS_BEFORE = 200;
const TURNS_WITH_Z3 = 1;

const METHOD = `Every rule that can never match is found, with the fewest rules that take its packets, and told as the finding \`shadowed-rule\` of a report:
what \`mdi-egress verify\` does, for IPv4 and for IPv6, from the rules' packets on and with the index of the rules built anew each time.
The 1,000 rules are those of an NSG, the 20,000 those of a firewall policy.
Z3 gets the rules once, and then, in one process that keeps them, one question for each rule: is there a packet that it decides? It
names no rules that take the others' packets, and is asked of IPv4 alone. Rules that are shadowed have to be the same.
The time for 20,000 rules is processor time of all threads, so that other work of the machine does not count.`;

const TWENTY_THOUSAND = `Rules that are shadowed by several others together cost most, since the fewest of those are looked for; both address families are
  examined`;

async function run(): Promise<BenchmarkResult> {
  const figures: Figure[] = [];
  const skipped: Skipped[] = [];
  for (const family of FAMILIES) {
    const outcome = hasZ3() ? await againstZ3(family, 1000) : undefined;
    if (outcome) figures.push(outcome);
    else skipped.push({ what: `1,000 rules, ${family}, against Z3`, reason: 'since Debian\'s package z3 is not installed' });
  }
  for (const family of FAMILIES) {
    const shadows = new Shadows(family, 20_000, 'firewall');
    shadows.time();
    const times = Array.from({ length: 5 }, () => shadows.processorTime());
    figures.push({ what: `20,000 rules, ${family}`, measured: `${shadows.names().length} shadowed`, value: median(times), unit: 'ms', target: { atMost: 250 }, because: TWENTY_THOUSAND });
  }
  return { title: 'Shadow detection of all rules', method: METHOD, figures, skipped };
}

async function againstZ3(family: Family, count: number): Promise<Figure> {
  const rules = plainRules(family, count, SEED);
  const shadows = new Shadows(family, count, 'nsg');
  const own: number[] = [];
  const ownOfIpv4: number[] = [];
  const solver: number[] = [];
  for (let turn = 0; turn < TURNS_WITH_Z3; turn++) {
    const z3 = new WarmZ3(rules);
    await z3.decidesSome(0);
    const shadowed: string[] = [];
    const start = performance.now();
    for (let rule = 0; rule < count; rule++) if (!await z3.decidesSome(rule)) shadowed.push(`rule${rule}`);
    solver.push(performance.now() - start);
    z3.end();
    if (shadowed.sort().join() !== shadows.names().sort().join()) throw new BenchmarkError(`${family}: Z3 and the engine disagree about which rules are shadowed.`);
    for (let i = 0; i < TURNS_BEFORE; i++) shadows.time();
    for (let i = 0; i < TURNS; i++) {
      own.push(shadows.time());
      ownOfIpv4.push(shadows.time('ipv4'));
    }
  }
  const [ours, oursOfIpv4, theirs] = [own, ownOfIpv4, solver].map(median);
  return {
    what: `1,000 rules, ${family}, against Z3`, measured: `${duration(ours)} against ${duration(theirs)}; ${shadows.names().length} shadowed`,
    value: theirs / ours, unit: 'times', target: { atLeast: 1000 },
    because: `Z3 says yes or no to each rule. Here the index of the rules is built too, of each of the ${shadows.names().length} rules the fewest others are found that take its
  packets, and a finding is written; and IPv6 is looked at, without which it is ${duration(oursOfIpv4)} and ${amount(theirs / oursOfIpv4)} times`,
  };
}

/** The rules of one NSG, whose shadowed rules are looked for as a report does. */
class Shadows {
  private readonly lists: readonly RuleList[];

  constructor(family: Family, count: number, kind: RuleList['kind']) {
    const rules = plainRules(family, count, SEED);
    const whole = estate(kind === 'nsg' ? { networkSecurityGroups: [networkSecurityGroup(rules)] } : { firewallPolicies: [firewallPolicy(rules)] });
    this.lists = ruleLists({ estate: whole, topology: new Topology(whole), serviceTags: bundledServiceTags(), notes: new Notes() });
  }

  public time(family?: AddressFamily): number {
    const start = performance.now();
    this.findings(family);
    return performance.now() - start;
  }

  /** Milliseconds of processor time: what else the machine does is not in it. */
  public processorTime(): number {
    const before = process.cpuUsage();
    this.findings();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  }

  public names(): string[] {
    return this.findings().map(({ rule }) => rule!);
  }

  private findings(family?: AddressFamily): ReturnType<typeof shadowedRules> {
    const asked = this.lists.filter(({ space }) => family === undefined || space.family === family);
    const lists = asked.map((list) => ({ ...list, table: new CoverTable(list.rows, list.space.numericAxes) }));
    return shadowedRules({ lists } as unknown as FindingQuestion);
  }
}

void command(run);
