import { tellPackets } from './packet-text';
import { Examine, FindingQuestion, PAGES } from './question';
import { listed, ruleText } from './rule-lists';
import { ApplicationAxis, EgressPath, EgressSpace, Finding, Outcome, PROTOCOL, PUBLIC_ADDRESSES, pathsFrom, TrailStep } from '../../azure';
import { Address, addressCount, Budget, BudgetExceeded, IntervalSet, Region } from '../../packets';
import { addressNames } from '../diff/address-names';
import { byCertainty, Overlaps, subtract } from '../diff/certainty';
import { destinationsOf, PacketWords } from '../diff/packet-words';
import { Told, tellRegions } from '../diff/tell-regions';

/** Regions that one finding names before the rest is counted. */
const MOST_REGIONS = 3;

/**
 * What sensors may reach in the public Internet, and by rules of the input anywhere, beyond what any requirement needs: one
 * finding for each path and each rule that lets it through last, the widest first.
 *
 * At addresses of its service tag a documented host may be anybody's request, since rules that filter addresses see no more;
 * at other addresses a request is needed if it names a documented host.
 */
export const excessAccess: Examine = (question) => question.paths.flatMap((path) => excessOf(path, question));

function excessOf({ placement }: EgressPath, question: FindingQuestion): Finding[] {
  const { topology, serviceTags, requirements, estate } = question;
  const space = new EgressSpace(placement.sensors.family);
  const hosts = requirements.flatMap((requirement) => requirement.flows.map((flow) => flow.host));
  const application = new ApplicationAxis(space, [estate], hosts);
  const namedAt = question.namedAt(placement.sensors.family);
  const path = new EgressPath(placement, topology, namedAt, serviceTags, question.notes, { space, reading: application.reading });
  const subject = `The sensors ${placement.sensors.label}`;
  try {
    const budget = Budget.in(space.space);
    const query = path.sensors;
    const permitted = path.followPermitted(query);
    const needs = needsOf(question, space, application);
    const beyond = permitted.flatMap((outcome) => subtract([outcome.region], needs, budget).map((region) => ({ ...outcome, region })));
    const unknowns = space.axesOfUnknowns;
    const axes = space.space.axes.filter((axis) => !unknowns.has(axis));
    const parts = byCertainty(beyond.map(({ region }) => region), { query, unknowns, numericAxes: space.numericAxes }, budget);
    const [certain, possible] = [parts.certain, parts.possible].map((regions) => new Overlaps(regions, space.numericAxes));
    const words = new PacketWords(space, addressNames(space, [estate], serviceTags), application, space.destination.full);
    const groups = byLastRule(beyond).map(({ step, outcomes }) => {
      const own = outcomes.map(({ region }) => region.without(unknowns));
      const within = (all: Overlaps, isPublic: boolean): Region[] => {
        const publicOnes = PUBLIC_ADDRESSES[space.family];
        const side = isPublic ? publicOnes : destinationsOf(space).subtract(publicOnes);
        return own.flatMap((region) => {
          const near = all.with(region);
          budget.spend(near.length);
          return near.flatMap((part) => region.intersect(part)?.where(space.destination, side) ?? []);
        });
      };
      return { step, certainPublic: within(certain, true), possiblePublic: within(possible, true), certainPrivate: within(certain, false) };
    });
    const finding = (id: string, level: Finding['level'], step: TrailStep | undefined, regions: readonly Region[], verb: string): Finding[] => {
      if (regions.length === 0) return [];
      return [{
        id, level,
        message: `${subject} ${verb} reach ${countText(regions, space)} beyond what any requirement needs, by ${stepText(step)}: ${regionsText(tellRegions(regions, axes, words, budget))}; `
          + 'narrow that rule to the documented destinations and ports, or acknowledge the finding with the reason for it.',
        address: step?.rule.address ?? step?.enforcementPoint ?? placement.sensors.label,
        ...step ? { rule: step.rule.name } : {},
        url: PAGES.proxy,
      }];
    };
    return groups.flatMap(({ step, certainPublic, possiblePublic, certainPrivate }) => [
      ...finding('excess-access', question.leastPrivilege ? 'error' : 'note', step, certainPublic, 'may'),
      ...question.leastPrivilege ? finding('possible-excess-access', 'warning', step, possiblePublic, 'may perhaps, depending on what the input does not say,') : [],
      // What Azure lets through by itself inside the network is not for the sensors' rules to narrow, and an application rule
      // looks at names alone.
      ...step?.rule.address === undefined || step.terminatesTls !== undefined ? [] : finding('excess-private-access', 'note', step, certainPrivate, 'may'),
    ]);
  } catch (error) {
    if (!(error instanceof BudgetExceeded)) throw error;
    return [{
      id: 'possible-excess-access',
      level: question.leastPrivilege ? 'warning' : 'note',
      message: `${subject} may reach more than any requirement needs: ${error.message}, more than the tool takes; simplify the rules on their path.`,
      address: placement.sensors.label,
      url: PAGES.proxy,
    }];
  }
}

/** Every packet that some requirement needs. */
function needsOf({ requirements, traffic }: FindingQuestion, space: EgressSpace, application: ApplicationAxis): Region[] {
  return requirements.flatMap((requirement) => requirement.flows).flatMap((flow) => {
    const tcp = space.everything.where(space.protocol, IntervalSet.interval<number>(PROTOCOL.tcp, PROTOCOL.tcp + 1))!
      .where(space.destinationPort, IntervalSet.interval<number>(flow.port, flow.port + 1))!;
    const tag = flow.serviceTag === undefined ? undefined : traffic.serviceTags.find(flow.serviceTag)?.addresses[space.family];
    const atTag = tag && tcp.where(space.destination, tag);
    const request = application.requests(flow.scheme, flow.host)?.intersect(tcp);
    const withPath = flow.path === undefined ? request : request?.where(space.urlPath, pathsFrom(flow.path.replace(/\*$/, '')));
    return [atTag, withPath].filter((region) => region !== undefined);
  });
}

function byLastRule(outcomes: readonly Outcome[]): { step: TrailStep | undefined; outcomes: Outcome[] }[] {
  const groups = new Map<string, { step: TrailStep | undefined; outcomes: Outcome[] }>();
  for (const outcome of outcomes) {
    // The last filter is the narrowest: what comes before lets through more.
    const step = outcome.trail.filter(({ kind }) => kind !== 'route').at(-1);
    const key = step ? JSON.stringify([step.enforcementPoint, step.rule.name, step.rule.address]) : '';
    const group = groups.get(key) ?? { step, outcomes: [] };
    group.outcomes.push(outcome);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function stepText(step: TrailStep | undefined): string {
  return step ? `${ruleText(step.rule)} of ${step.enforcementPoint}` : 'nothing on their way that filters';
}

function countText(regions: readonly Region[], space: EgressSpace): string {
  const addresses = addressCount(IntervalSet.union<Address>(regions.map((region) => region.on(space.destination))));
  let ports = 0;
  for (const [start, end] of IntervalSet.union(regions.map((region) => region.on(space.destinationPort))).intervals()) ports += end - start;
  return `${grouped(String(addresses))} ${addresses === 1n ? 'address' : 'addresses'} on ${grouped(String(ports))} ${ports === 1 ? 'port' : 'ports'}`;
}

/** `4,294,967,296`. */
function grouped(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, ',');
}

function regionsText({ packets, leftOut }: Told): string {
  const shown = packets.slice(0, MOST_REGIONS).map((set) => tellPackets(set));
  const more = packets.length - shown.length + leftOut;
  return listed(more > 0 ? [...shown, `${more} more`] : shown);
}

