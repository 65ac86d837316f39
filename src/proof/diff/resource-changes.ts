import { canonical } from './align';
import { ResourceChange } from './report';
import { Estate, Origin } from '../../azure';

/** Parts of an estate that steer traffic without being rules. */
const STEERING = [
  'networkSecurityGroupAssociations', 'virtualNetworks', 'virtualNetworkPeerings', 'subnets', 'networkInterfaces', 'routeTables', 'routeTableAssociations', 'firewalls',
] as const satisfies readonly (keyof Estate)[];

/** Parts that rules refer to: what they mean shows in the rules. */
const REFERRED_TO = ['applicationSecurityGroups', 'applicationSecurityGroupAssociations', 'ipGroups'] as const satisfies readonly (keyof Estate)[];

/** Resources that are not the same on both sides, beside the rules of NSGs and policies. */
export function resourceChanges(before: Estate, after: Estate): ResourceChange[] {
  return [...changesIn(STEERING, before, after, false), ...changesIn(REFERRED_TO, before, after, true)];
}

function changesIn(parts: readonly (keyof Estate)[], before: Estate, after: Estate, isExamined: boolean): ResourceChange[] {
  const [old, next] = [byAddress(before, parts), byAddress(after, parts)];
  return [
    ...[...next].flatMap(([address, content]): ResourceChange[] => {
      const known = old.get(address);
      return known === content ? [] : [{ kind: known === undefined ? 'added' : 'changed', address, isExamined }];
    }),
    ...[...old.keys()].filter((address) => !next.has(address)).map((address): ResourceChange => ({ kind: 'removed', address, isExamined })),
  ];
}

/** Several things may stand at one address, such as the routes of a table: they are one resource. */
function byAddress(estate: Estate, parts: readonly (keyof Estate)[]): Map<string, string> {
  const contents = new Map<string, string>();
  for (const part of parts) {
    for (const thing of estate[part] as unknown as readonly { readonly origin: Origin }[]) {
      const { address } = thing.origin;
      // The classic rules of a firewall are told as rules.
      contents.set(address, `${contents.get(address) ?? ''}\n${canonical({ ...thing, collections: [] })}`);
    }
  }
  return contents;
}
