import {
  asApplied, Estate, FirewallPoint, Finding, NetworkSecurityGroup, Notes, SensorGroup, Topology, Unknown,
} from '../../azure';
import { IntervalSet } from '../../packets';
import { cloudServiceTags } from '../cloud-service-tags';
import { ProofOptions, prove, sensorGroups, sensorTraffic, worst } from '../prove';
import { ProofReport, RequirementResult, Verdict } from '../report';
import { sensorLabel } from '../sensors';
import { aligned } from './align';
import { comparePaths } from './compare-paths';
import { compareFirewalls, compareNetworkSecurityGroups } from './compare-points';
import { Pair, pairs } from './match-points';
import { DiffOutcome, DiffReport, PointDiff, RequirementChange } from './report';
import { resourceChanges } from './resource-changes';
import { firewallRuleEdits, networkSecurityRuleEdits } from './rule-edits';
import { Side, Sides, sideOf } from './side';

/**
 * Says what a change of an estate does: the traffic that it opens and closes at each enforcement point and for the sensors
 * over their whole path, and the requirements whose verdict changes.
 *
 * Both sides are decided in one space, so that what neither input says is one unknown, and equal where it is equal.
 *
 * @throws InvalidSensorsError when `sensors` names no addresses
 */
export function diff(before: Estate, after: Estate, options: ProofOptions): Omit<DiffReport, 'inputs'> {
  const groups = sensorsOf(before, after, options);
  const proofs = { before: prove(before, { ...options, groups: groups.found }), after: prove(after, { ...options, groups: groups.found }) };
  const notes = new Notes();
  const side = (written: Estate): Side => {
    const estate = asApplied(written);
    // What is refused on one side may stand on the other.
    const ofSide = new Notes(estate.findings);
    const { workspace, hosting } = cloudServiceTags(new Topology(estate), options.cloud, options.serviceTags, ofSide);
    return sideOf(estate, hosting, sensorTraffic(options, workspace), ofSide);
  };
  const renamed = aligned(before, after);
  const sides: Sides = { before: side(before), after: side(renamed) };
  notes.assume('What neither input shows is the same before and after where the same reference or field of one rule stands for it.');
  notes.assume('HTTP and HTTPS requests name their host, and any host may be asked for at any address.');
  notes.assume('No packet goes to 0.0.0.0/8, 127.0.0.0/8, 169.254.0.0/16 (but the metadata service) or 224.0.0.0/3.');
  const points = [...networkSecurityGroupDiffs(sides), ...firewallDiffs(sides)];
  const paths = groups.found.flatMap((group) => comparePaths(group, sides));
  const requirements = proofs.after.requirements.map((result, i) => requirementChange(proofs.before.requirements[i], result));
  return {
    outcome: outcomeOf(requirements, options.strict === true),
    ...(options.strict ? { strict: true } : {}),
    workspace: options.workspace,
    cloud: options.cloud,
    serviceTags: proofs.after.serviceTags,
    requirements,
    points,
    paths: paths.filter(({ changes, undecided }) => changes.length > 0 || undecided !== undefined),
    resources: resourceChanges(before, renamed),
    findings: findingChanges(proofs.before, proofs.after),
    ...(options.trace ? { proofAfter: proofs.after } : {}),
    assumptions: [...new Set(
      [groups, proofs.before, proofs.after, sides.before.notes, sides.after.notes, notes].flatMap(({ assumptions }) => assumptions),
    )],
  };
}

/** The sensors of both sides: one that a change forgets is still a sensor. */
function sensorsOf(before: Estate, after: Estate, options: ProofOptions): { found: readonly SensorGroup[]; assumptions: readonly string[] } {
  if (options.groups) return { found: options.groups, assumptions: [] };
  const notes = new Notes();
  const found = [before, after].map((estate) => sensorGroups(new Topology(estate), options, new Notes()));
  const isNamed = (group: SensorGroup): boolean => group.addresses !== undefined || group.memberOf.length > 0;
  const named = found.some((groups) => groups.some(isNamed));
  const merged = new Map<string, SensorGroup>();
  for (const groups of found) {
    // A side that names no sensor has nothing to add to one that does.
    for (const group of named && !groups.some(isNamed) ? [] : groups) {
      const key = group.addresses ? group.family : `${group.family} ${group.memberOf.map((member: Unknown) => member.key).join(' ')}`;
      const known = merged.get(key);
      merged.set(key, known ? united(known, group) : group);
    }
  }
  const all = [...merged.values()];
  if (!options.sensors) {
    notes.assume(named
      ? `The sensors are the sources of the rules that name the sensor's host or service tag, before or after: ${all.map((group) => group.label).join('; ')}.`
      : 'No rule names the sensor\'s host or service tag, so the sensors may have any address; name them with --sensors.');
  }
  return { found: all, assumptions: notes.assumptions };
}

function united(one: SensorGroup, other: SensorGroup): SensorGroup {
  const behind = [...new Set([...one.behind, ...other.behind])];
  if (!one.addresses || !other.addresses) return { ...one, behind };
  const addresses = IntervalSet.union([one.addresses, other.addresses]);
  return { ...one, behind, addresses, label: sensorLabel(addresses) };
}

function networkSecurityGroupDiffs(sides: Sides): PointDiff[] {
  const { before, after } = sides;
  return pairs(before.estate.networkSecurityGroups, after.estate.networkSecurityGroups, {
    address: (group) => group.id,
    name: (group) => (typeof group.name === 'string' && typeof group.resourceGroup === 'string' ? `${group.resourceGroup}/${group.name}` : unnamed(group.id)),
  }).flatMap((pair) => pointDiff(pair, 'nsg', (group) => group.origin.address, (old, next) => ({
    ...compareNetworkSecurityGroups(old, next, sides), edits: networkSecurityRuleEdits(old, next),
  })));
}

function firewallDiffs(sides: Sides): PointDiff[] {
  const { before, after } = sides;
  return pairs(before.topology.firewallPoints, after.topology.firewallPoints, {
    address: (point) => point.id,
    name: (point) => point.policy?.name ?? point.classic?.name ?? unnamed(point.id),
  }).flatMap((pair) => pointDiff(pair, 'firewall', (point) => point.id, (old, next) => ({
    ...compareFirewalls(old, next, sides), edits: firewallRuleEdits(old, before.estate, next, after.estate),
  })));
}

function unnamed(id: string): Unknown {
  return Unknown.at(id, 'has no name that is known');
}

function pointDiff<T extends NetworkSecurityGroup | FirewallPoint>(
  { before, after }: Pair<T>, kind: PointDiff['kind'], addressOf: (point: T) => string,
  compare: (before: T, after: T) => Pick<PointDiff, 'changes' | 'edits' | 'undecided'>,
): PointDiff[] {
  if (before === undefined || after === undefined) {
    const present = (after ?? before)!;
    return [{ enforcementPoint: addressOf(present), kind, status: after ? 'added' : 'removed', changes: [], edits: [] }];
  }
  const compared = compare(before, after);
  const isRenamed = addressOf(before) !== addressOf(after);
  if (!isRenamed && compared.changes.length + compared.edits.length === 0 && compared.undecided === undefined) return [];
  return [{ enforcementPoint: addressOf(after), kind, status: 'both', ...(isRenamed ? { addressBefore: addressOf(before) } : {}), ...compared }];
}

function requirementChange(before: RequirementResult, after: RequirementResult): RequirementChange {
  const { id, level, statement, source } = after;
  const changes = before.verdict !== after.verdict;
  return {
    id, level, statement, source, before: before.verdict, after: after.verdict,
    flows: changes ? after.flows.filter((flow) => flow.verdict !== 'satisfied') : [],
    reasons: changes ? after.reasons : [],
  };
}

function outcomeOf(requirements: readonly RequirementChange[], strict: boolean): DiffOutcome {
  const verdicts = requirements.filter(({ level }) => strict || level === 'required').map(({ before, after }): Verdict => {
    if (after === 'violated' && before !== 'violated') return 'violated';
    return after === 'unknown' && before === 'satisfied' ? 'unknown' : 'satisfied';
  });
  const outcomes: Readonly<Record<Verdict, DiffOutcome>> = { violated: 'broken', unknown: 'unknown', satisfied: 'kept' };
  return outcomes[worst(verdicts)];
}

function findingChanges(before: Pick<ProofReport, 'findings'>, after: Pick<ProofReport, 'findings'>): DiffReport['findings'] {
  const key = ({ id, address, message }: Finding): string => JSON.stringify([id, address, message]);
  const [old, next] = [before, after].map(({ findings }) => new Set(findings.map(key)));
  return {
    appeared: after.findings.filter((finding) => !old.has(key(finding))),
    disappeared: before.findings.filter((finding) => !next.has(key(finding))),
  };
}
