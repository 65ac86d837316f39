import { TerraformStack, Testing } from 'cdktf';
import { combinationStacks } from '../../scripts/combinations';
import { allProblems } from '../provider/problems';
import { Json } from '../support/synthesis';

/*
 * The stacks that the workflow has Terraform validate, judged here by the schema that the provider prints of itself.
 */

const STACKS = new Map<string, TerraformStack>(combinationStacks(Testing.app()).map((stack) => [stack.node.id, stack]));

test.each([...STACKS.keys()])('the provider takes every combination in %s', (id) => {
  const terraform = JSON.parse(Testing.synth(STACKS.get(id)!, true)) as Json;
  expect(Object.keys(terraform.resource).length).toBeGreaterThan(0);
  expect(allProblems(terraform)).toEqual([]);
});

test('each construct and each choice of PKI egress is there', () => {
  const paths = [...STACKS.values()].flatMap((stack) => stack.node.findAll().map((node) => node.constructor.name));
  const constructs = [
    'SensorNetworkSecurityGroup', 'SensorNetworkSecurityRules', 'SensorFirewallRules', 'SensorEgress', 'SensorExplicitProxy', 'SensorProxyConfiguration',
    'SensorConnectivityTest', 'SensorConnectivityMonitor', 'ServiceTagIpGroup',
  ];
  expect(constructs.filter((name) => !paths.includes(name))).toEqual([]);
});
