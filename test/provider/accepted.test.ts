import { TerraformStack, Testing } from 'cdktf';
import * as fc from 'fast-check';
import { providerValueProblems } from './problems';
import { schemaProblems } from './schema-problems';
import {
  FirewallTier, PkiEgress, SensorConnectivityMonitor, SensorConnectivityTest, SensorExplicitProxy, SensorFirewallRules, SensorMachine,
  SensorNetworkSecurityGroup, SensorNetworkSecurityRules, SensorProxy, SensorProxyConfiguration, SensorProxyMethod, SensorSecret, SensorSources,
  SensorWorkspace,
} from '../../src/constructs';
import { EgressConfigurationError } from '../../src/constructs/errors';
import { stackOf } from '../support/synthesis';

/*
 * Whatever text or number people write: a construct refuses it with a sentence of its own, or the provider takes what the construct emits.
 */

const GROUP = '/subscriptions/0/resourceGroups/rg/providers';

/** Texts around the limits of what is taken for a name: good ones more often than not, so that a stack with several is not always refused. */
const name = (longest: number) => fc.oneof(
  { arbitrary: fc.constantFrom('a', 'a1', 'a-b_c.d', 'A'.repeat(longest)), weight: 6 },
  { arbitrary: fc.constantFrom('', ' ', '.', '-a', 'a-', 'a.', 'a b', 'a/b', 'grün', '(a)', 'é'.repeat(longest / 2), 'a'.repeat(longest + 1), 'a\n'), weight: 1 },
  { arbitrary: fc.string({ maxLength: longest + 2 }), weight: 1 },
);
const id = (kind: string) => fc.constantFrom(
  ...Array<string>(16).fill(`${GROUP}/${kind}`), `${GROUP}/${kind}`.toLowerCase(), `${GROUP}/${kind}/`, `${GROUP.toUpperCase()}/${kind}`, kind,
);
const number = (minimum: number, maximum: number) => fc.oneof(
  { arbitrary: fc.integer({ min: minimum, max: maximum }), weight: 4 },
  { arbitrary: fc.constantFrom(minimum - 1, minimum, maximum, maximum + 1, minimum + 0.5, NaN), weight: 1 },
);
const LOCATION = fc.constantFrom('westeurope', 'northeurope', 'West Europe', '');
const tags = fc.oneof(fc.constant(undefined), fc.dictionary(name(512), name(256), { maxKeys: 3 }));
const located = fc.record({ location: LOCATION, resourceGroupName: name(90), tags });
const WORKSPACE = SensorWorkspace.named('contoso-corp');
const SENSORS = SensorSources.addressPrefixes('10.1.0.4');
const machine = (at: { resourceId: string; location: string }) => [SensorMachine.virtualMachine('dc1', at)];
const machineAt = fc.record({ resourceId: id('Microsoft.Compute/virtualMachines/dc1'), location: LOCATION });

/** Makes a construct in a stack, from what people wrote. */
type Build = (stack: TerraformStack) => unknown;

const BUILDS: Readonly<Record<string, fc.Arbitrary<Build>>> = {
  SensorNetworkSecurityGroup: fc.record({
    place: located, name: fc.option(name(80), { nil: undefined }), reason: name(80), ruleNamePrefix: name(60), firstPriority: number(100, 4026),
    denyOtherInternetPriority: number(100, 4096), subnetId: id('Microsoft.Network/virtualNetworks/v/subnets/s'), description: name(140),
  }).map(({ place, reason, subnetId, description, ...props }) => (stack) => new SensorNetworkSecurityGroup(stack, 'It', {
    workspace: WORKSPACE, sensors: SENSORS, ...place, ...props, pki: PkiEgress.none(reason), denyOtherInternet: true, subnetIds: [subnetId],
    additionalRules: [{
      name: 'Other', description, priority: 99 + description.length, direction: 'Inbound', access: 'Allow', protocol: 'Tcp',
      sourceAddressPrefix: '*', sourcePortRange: '*', destinationAddressPrefix: '*', destinationPortRange: '123',
    }],
  })),
  SensorNetworkSecurityRules: fc.record({
    networkSecurityGroup: fc.record({ name: name(80), resourceGroupName: name(90) }), ruleNamePrefix: name(60), firstPriority: number(100, 4026),
  }).map((props) => (stack) => new SensorNetworkSecurityRules(stack, 'It', { workspace: WORKSPACE, sensors: SENSORS, ...props })),
  SensorFirewallRules: fc.record({
    firewallPolicyId: id('Microsoft.Network/firewallPolicies/p'), name: fc.option(name(80), { nil: undefined }), priority: number(100, 65000), firstCollectionPriority: number(100, 65000),
  }).map((props) => (stack) => new SensorFirewallRules(stack, 'It', { workspace: WORKSPACE, sensors: SENSORS, tier: FirewallTier.PREMIUM, ...props })),
  SensorExplicitProxy: fc.record({
    place: located, name: fc.option(name(80), { nil: undefined }), httpPort: number(1, 35536), httpsPort: number(1, 35536), priority: number(100, 65000),
    basePolicyId: id('Microsoft.Network/firewallPolicies/p'),
  }).map(({ place, ...props }) => (stack) => new SensorExplicitProxy(stack, 'It', {
    workspace: WORKSPACE, sensors: SENSORS, tier: FirewallTier.STANDARD, firewallAddress: '10.0.0.4', ...place, ...props,
  })),
  SensorConnectivityMonitor: fc.record({
    at: machineAt, name: fc.option(name(80), { nil: undefined }), testFrequencySeconds: number(30, 1800), tags,
    networkWatcherId: id('Microsoft.Network/networkWatchers/w'), workspaceId: id('Microsoft.OperationalInsights/workspaces/l'), location: LOCATION,
  }).map(({ at, workspaceId, ...props }) => (stack) => new SensorConnectivityMonitor(stack, 'It', {
    workspace: WORKSPACE, machines: machine(at), outputWorkspaceResourceIds: [workspaceId], ...props,
  })),
  SensorConnectivityTest: fc.record({ at: machineAt, tags, runAgainWhen: name(64) })
    .map(({ at, ...props }) => (stack) => new SensorConnectivityTest(stack, 'It', { machines: machine(at), ...props })),
  SensorProxyConfiguration: fc.record({ at: machineAt, tags, userName: name(100), password: name(100), host: name(60), port: number(1, 65535) })
    .map(({ at, userName, password, host, port, ...props }) => (stack) => new SensorProxyConfiguration(stack, 'It', {
      machines: machine(at), method: SensorProxyMethod.powerShellModule(), proxy: SensorProxy.at(`http://${host}:${port}`, { userName, password: SensorSecret.ofValue(password) }), ...props,
    })),
};

test.each(Object.keys(BUILDS))('%s refuses what the provider refuses', (construct) => {
  let taken = 0;
  fc.assert(fc.property(BUILDS[construct], (build) => {
    const stack = accepted(build);
    if (stack === undefined) return;
    taken += 1;
    const terraform = JSON.parse(Testing.synth(stack));
    expect([...schemaProblems(terraform), ...providerValueProblems(terraform)]).toEqual([]);
  }), { numRuns: 400 });
  // Otherwise the property says nothing.
  expect(taken).toBeGreaterThan(10);
});

/** The stack, unless the construct or its validations refuse what was written. */
function accepted(build: Build): TerraformStack | undefined {
  try {
    const stack = stackOf(build);
    return stack.node.findAll().some((node) => node.node.validate().length > 0) ? undefined : stack;
  } catch (error) {
    if (error instanceof EgressConfigurationError) return undefined;
    throw error;
  }
}
