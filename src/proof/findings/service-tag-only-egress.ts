import { Examine, FindingQuestion, PAGES } from './question';
import { listed, RuleList, ruleKey } from './rule-lists';
import { EgressSpace, PROTOCOL, PUBLIC_ADDRESSES } from '../../azure';
import { Address, Budget, BudgetExceeded, IntervalSet, Region } from '../../packets';

/**
 * NSGs that let sensors out to the addresses of their service tag alone: no service tag holds the hosts of revocation and
 * trust lists, so these cannot be reached through such an NSG, whatever stands behind it.
 */
export const serviceTagOnlyEgress: Examine = (question) => {
  const { lists, requirements, traffic, isPkiProxied } = question;
  const ports = [...new Set(requirements.flatMap(({ flows }) => flows).filter(({ serviceTag }) => serviceTag === undefined).map(({ port }) => port))];
  if (isPkiProxied || ports.length === 0) return [];
  return lists.filter(({ kind, space }) => kind === 'nsg' && space.family === 'ipv4').filter((list) => isTagAlone(list, ports, question)).map(({ enforcementPoint }) => ({
    id: 'service-tag-only-egress', level: 'warning', address: enforcementPoint, url: PAGES.proxy,
    message: `${enforcementPoint} lets sensors out to ${listed(traffic.tags)} and nowhere else on TCP ${listed(ports.map(String))}, and no service tag holds the hosts of certificate and revocation lists; `
      + 'allow that port to the service tag Internet and tell hosts apart at a firewall, or give the sensors a proxy and name it with --pki-proxy.',
  }));
};

function isTagAlone({ space, table }: RuleList, ports: readonly number[], question: FindingQuestion): boolean {
  const { traffic: { tags, serviceTags } } = question;
  const ofTags = IntervalSet.union<Address>(tags.map((tag) => serviceTags.find(tag)?.addresses[space.family] ?? IntervalSet.empty<Address>()));
  const toTags = tcp(space, question)?.where(space.destination, ofTags);
  const elsewhere = tcp(space, question)?.where(space.destination, PUBLIC_ADDRESSES[space.family].subtract(ofTags))
    ?.where(space.destinationPort, IntervalSet.ofIntervals<number>(ports.map((port) => [port, port + 1])));
  if (!toTags || !elsewhere) return false;
  try {
    // Allowed by a rule that somebody wrote: what an NSG without such a rule does is not about sensors.
    return table.find(toTags, (row) => row?.action === 'allow' && ruleKey(row) !== undefined, new Budget()) !== undefined
      && table.find(elsewhere, (row) => row === undefined || row.action === 'allow', new Budget()) === undefined;
  } catch (error) {
    // What cannot be shown is not said.
    if (error instanceof BudgetExceeded) return false;
    throw error;
  }
}

function tcp(space: EgressSpace, { groups }: FindingQuestion): Region | undefined {
  const sources = groups.filter(({ family }) => family === space.family).map(({ addresses }) => addresses ?? space.source.full);
  return space.everything.where(space.source, IntervalSet.union(sources))?.where(space.protocol, IntervalSet.interval<number>(PROTOCOL.tcp, PROTOCOL.tcp + 1));
}
