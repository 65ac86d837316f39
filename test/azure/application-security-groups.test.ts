import { applicationSecurityGroupMembers, EgressSpace, Estate, Maybe, Topology, Unknown } from '../../src/azure';
import { AddressFamily } from '../../src/packets';
import { estate } from '../support/estates';
import { holds, reasonsOf } from '../support/packets';

/*
 * Application security groups (2020-02-27): a rule with a group applies to the network interfaces that are members. Which
 * machines outside the input belong to a group is not known; interfaces of the input that are not associated do not.
 */
const unknown = Unknown.at('nic.private_ip_address', 'is not known before apply');
const nic = (id: string, ...addresses: Maybe<string>[]): Estate['networkInterfaces'][number] =>
  ({ id, origin: { address: id }, ipConfigurations: addresses.map((privateAddress) => ({ subnet: 'dc', privateAddress })) });
const member = (networkInterface: Maybe<string>, applicationSecurityGroup: Maybe<string> = 'dcs'): Estate['applicationSecurityGroupAssociations'][number] =>
  ({ origin: { address: 'a' }, networkInterface, applicationSecurityGroup });
const topology = new Topology(estate({
  networkInterfaces: [nic('one', '10.1.0.4', 'fd00::4'), nic('two', '10.1.0.5'), nic('three', unknown)],
  applicationSecurityGroupAssociations: [member('one'), member('two', 'web'), member('three')],
}));

function memberOf(side: 'source' | 'destination', address: string, link: Maybe<string> = 'dcs', family: AddressFamily = 'ipv4'): string {
  const space = new EgressSpace(family);
  return holds(space, applicationSecurityGroupMembers(side, link, topology, space), { [side]: address });
}

test.each([
  ['source', '10.1.0.4', 'yes'], ['source', '10.1.0.5', 'no'], ['source', '10.1.0.6', 'perhaps'], ['source', '8.8.8.8', 'perhaps'],
  // Members are network interfaces, which have private addresses.
  ['destination', '10.1.0.4', 'yes'], ['destination', '10.1.0.5', 'no'], ['destination', '10.1.0.6', 'perhaps'], ['destination', '8.8.8.8', 'no'],
] as const)('%s %s: %s', (side, address, expected) => {
  expect(memberOf(side, address)).toBe(expected);
});

test('in IPv6 by its own addresses', () => {
  expect([memberOf('source', 'fd00::4', 'dcs', 'ipv6'), memberOf('source', 'fd00::5', 'dcs', 'ipv6')]).toEqual(['yes', 'perhaps']);
});

test('a group that nobody of the input belongs to, and one that is not known', () => {
  expect([memberOf('source', '10.1.0.4', 'empty'), memberOf('source', '10.1.0.6', 'empty')]).toEqual(['no', 'perhaps']);
  expect(memberOf('source', '10.1.0.4', Unknown.at('var.group', 'has no default'))).toBe('perhaps');
});

test('the reason names the group', () => {
  const space = new EgressSpace('ipv4');
  expect(reasonsOf(space, applicationSecurityGroupMembers('source', 'dcs', topology, space))).toEqual(['which machines are members of dcs is not in the input']);
});
