import {
  ApplicationTraffic, classicRows, EgressSpace, Firewall, FirewallPolicy, FirewallQuestion, Notes, policyChain, policyRows, RuleCollection, RuleRow,
  Unknown,
} from '../../src/azure';
import { applicationCollection, firewall, group, networkCollection, policy } from '../support/estates';
import { littleTags } from '../support/little-tags';
import { fateOf, PacketShape } from '../support/packets';

/* What of a policy or a classic firewall decides beside single rules: actions, priorities, names, settings, hidden rules. */

const unknown = Unknown.at('var.x', 'has no default');
const www: ApplicationTraffic = { scheme: 'https', host: 'www.contoso.com' };

class Asked {
  public readonly space = new EgressSpace('ipv4');
  public readonly notes = new Notes();
  public readonly rows: RuleRow[];
  constructor(rowsOf: (question: FirewallQuestion) => RuleRow[], policies: readonly FirewallPolicy[] = []) {
    this.rows = rowsOf({
      space: this.space, notes: this.notes, serviceTags: littleTags(), application: www, ipGroup: () => undefined,
      policy: (id) => policies.find((one) => one.id === id),
    });
  }

  public fate(shape: PacketShape = {}): string {
    return fateOf(this.space, this.rows, shape);
  }

  public get reasons(): string[] {
    return this.space.unknowns.map(({ reason }) => reason);
  }
}
const ofPolicy = (collections: readonly RuleCollection[], parts: Partial<FirewallPolicy> = {}, ...others: FirewallPolicy[]): Asked => {
  const one = policy([group(collections)], { id: 'p', ...parts });
  return new Asked((question) => policyRows(one, question), [one, ...others]);
};
const ofClassic = (parts: Partial<Firewall>): Asked => new Asked((question) => classicRows(firewall('f', { skuTier: 'Standard', ...parts }), question));
const HIDDEN = ['allow by rules that the input does not show', 'deny by rules that the input does not show'];
const DEFAULTS = 'The built-in infrastructure rules of Azure Firewall allow none of the documented hosts.';

describe('the action of a collection', () => {
  test.each([['Allow', 'allow'], ['ALLOW', 'allow'], ['Deny', 'deny'], ['deny', 'deny']])('%s: %s', (action, word) => {
    expect(ofPolicy([networkCollection([{}], { action })]).fate()).toBe(`${word} by group / network / rule0`);
    expect(ofPolicy([applicationCollection([{ destinationFqdns: ['*'] }], { action })]).fate()).toBe(`${word} by group / application / rule0`);
  });

  test('that is not known is either, and the same for all its rules', () => {
    const asked = ofPolicy([networkCollection([{}], { action: unknown })]);
    expect(asked.fate()).toBe('allow by group / network / rule0 or deny by group / network / rule0');
    expect(asked.reasons).toEqual(['var.x has no default']);
    expect(asked.space.unknowns[0].choices).toEqual(['it is allowed', 'it is denied']);
  });

  test('that Azure refuses is found, and leaves open what is in force', () => {
    const asked = ofPolicy([networkCollection([{}], { action: 'Permit' })]);
    expect(asked.notes.findings).toMatchObject([{
      id: 'invalid-action', level: 'error', address: 'rcg', message: 'rcg, network rule collection network: the action is "Permit", which Azure refuses; write Allow or Deny.',
    }]);
    expect(asked.fate()).toBe([HIDDEN[0], 'allow by group / network / rule0', HIDDEN[1], 'deny by group / network / rule0'].sort().join(' or '));
    expect(asked.reasons).toContain('action of rcg, network rule collection network is "Permit", which Azure refuses');
    expect(asked.reasons).toContain('rcg cannot be applied as it is written (see the findings), so what is in force there is not certain');
  });
});

describe('DNAT', () => {
  test('sends the packet elsewhere, which may be allowed or not', () => {
    const nat: RuleCollection = {
      kind: 'nat', origin: { address: 'rcg' }, name: 'nat', priority: 100, action: 'Dnat', rules: [{
        origin: { address: 'rcg' }, attribute: 'nat_rule_collection[0].rule[0]', name: 'r', sourceAddresses: ['*'], sourceIpGroups: [], protocols: ['TCP'],
        destinationAddresses: ['8.8.8.8'], destinationPorts: ['443'],
      }],
    };
    const asked = ofPolicy([networkCollection([{}], { action: 'Deny' }), nat]);
    expect(asked.fate()).toBe('allow by group / nat / r or deny by group / nat / r');
    expect(asked.fate({ destination: '9.9.9.9' })).toBe('deny by group / network / rule0');
    expect(asked.reasons).toEqual(['rcg.nat_rule_collection[0].rule[0] translates the destination, so that the packet goes elsewhere']);
  });
});

describe('priorities', () => {
  const deny = (parts: Partial<RuleCollection>): RuleCollection => networkCollection([{}], { name: 'denies', action: 'Deny', ...parts });
  const allow = (parts: Partial<RuleCollection>): RuleCollection => networkCollection([{}], { name: 'allows', ...parts });

  test.each([[100, 65000, 'allow by group / allows / rule0'], [65000, 100, 'deny by group / denies / rule0']])('of collections: %d before %d', (one, other, fate) => {
    expect(ofPolicy([deny({ priority: other }), allow({ priority: one })]).fate()).toBe(fate);
    expect(ofPolicy([deny({ priority: other }), allow({ priority: one })]).rows.map((row) => row.rule.priority)).toEqual([100, 65000, undefined]);
  });

  test.each([99, 65001, 0.5, 100.5])('%d is refused', (priority) => {
    const collection = ofPolicy([deny({ priority })]);
    expect(collection.notes.findings).toMatchObject([{
      id: 'invalid-priority', level: 'error', address: 'rcg',
      message: `rcg: the network rule collection denies has the priority ${priority}, which Azure refuses; write a whole number from 100 to 65000.`,
    }]);
    const groups = policy([group([deny({})], { priority })], { id: 'p' });
    const asked = new Asked((question) => policyRows(groups, question));
    expect(asked.notes.findings).toMatchObject([{
      id: 'invalid-priority', level: 'error', address: 'rcg', message: `rcg: priority has the priority ${priority}, which Azure refuses; write a whole number from 100 to 65000.`,
    }]);
  });

  test('of a collection that is refused leaves its place open', () => {
    expect(ofPolicy([deny({ priority: 99 }), allow({ priority: 200 })]).reasons).toContain('priority of the network rule collection denies of rcg is 99, which Azure refuses');
  });

  test('that are not known leave the order open, before the lowest too, since equal ones may stand together', () => {
    expect(ofPolicy([deny({ priority: unknown }), allow({ priority: 200 })]).fate()).toBe('allow by group / allows / rule0 or deny by group / denies / rule0');
    expect(ofPolicy([deny({ priority: unknown }), allow({ priority: 100 })]).fate()).toBe('allow by group / allows / rule0 or deny by group / denies / rule0');
  });

  // "Equal priorities … should not be relied upon" (Microsoft Q&A 2283292).
  test('that are equal leave the order open', () => {
    const asked = ofPolicy([deny({ priority: 200 }), allow({ priority: 200 })]);
    expect(asked.fate()).toBe('allow by group / allows / rule0 or deny by group / denies / rule0');
    expect(asked.reasons[0]).toBe('rcg has several network rule collections with priority 200, and their order is not documented');
    const two = policy([group([deny({})], { origin: { address: 'one' } }), group([allow({})], { origin: { address: 'two' } })], { id: 'p' });
    expect(new Asked((question) => policyRows(two, question)).reasons[0]).toBe('p has several rule collection groups with priority 500, and their order is not documented');
  });

  test('of collections of two kinds are apart: the pass comes first', () => {
    expect(ofPolicy([applicationCollection([{ destinationFqdns: ['*'] }], { priority: 100 }), deny({ priority: 200 })]).fate()).toBe('deny by group / denies / rule0');
  });
});

describe('names', () => {
  test('are group, collection and rule; what is not known says so', () => {
    const one = policy([group([networkCollection([{ name: unknown }], { name: unknown, priority: unknown })], { name: unknown })], { id: 'p' });
    const [row] = new Asked((question) => policyRows(one, question)).rows;
    expect(row.rule).toMatchObject({ name: '(name not known) / (name not known) / (name not known)', address: 'rcg', attribute: 'network_rule_collection[0].rule[0]' });
    expect(row.rule.priority).toBeUndefined();
  });
});

describe('TLS inspection', () => {
  const inspecting = (terminateTls: boolean | Unknown): (boolean | undefined)[] =>
    ofPolicy([applicationCollection([{ destinationFqdns: ['www.contoso.com'], terminateTls }])]).rows.map((row) => row.terminatesTls);

  test('is opt-in for each application rule', () => {
    expect(inspecting(true)).toEqual([true, undefined]);
    expect(inspecting(false)).toEqual([false, undefined]);
    expect(inspecting(unknown)).toEqual([true, false, undefined]);
  });

  test('that is not known is either, for all packets of the rule', () => {
    const asked = ofPolicy([applicationCollection([{ destinationFqdns: ['www.contoso.com'], terminateTls: unknown }])]);
    expect(asked.fate()).toBe('allow by group / application / rule0');
    expect(asked.reasons).toEqual(['var.x has no default']);
  });
});

describe('base policies', () => {
  const base = policy([], { id: 'base' });

  test('come first', () => {
    expect(policyChain(policy([], { id: 'p', basePolicy: 'base' }), () => base).chain.map(({ id }) => id)).toEqual(['base', 'p']);
    expect(policyChain(policy([], { id: 'p' }), () => base)).toEqual({ chain: [expect.objectContaining({ id: 'p' })] });
  });

  test.each([
    ['not known', unknown, undefined, 'var.x has no default'],
    ['not in the input', 'gone', undefined, 'p.base_policy_id names gone, which is not in the input'],
    ['the policy itself', 'p', 'p', 'p.base_policy_id leads back to the policy itself'],
  ])('that are %s may decide before everything', (_, basePolicy, id, reason) => {
    const one = policy([group([networkCollection([{}])])], { id: 'p', basePolicy });
    const { chain, broken } = policyChain(one, () => (id === undefined ? undefined : one));
    expect([chain, broken?.reason]).toEqual([[one], reason]);
    const asked = new Asked((question) => policyRows(one, question), id === undefined ? [] : [one]);
    expect(asked.fate()).toBe([HIDDEN[0], 'allow by group / network / rule0', HIDDEN[1]].sort().join(' or '));
    expect(new Set(asked.reasons)).toEqual(new Set([reason]));
  });
});

describe('rules that the input does not show', () => {
  test('of a policy come before its own network rules, and after its base\'s', () => {
    const asked = ofPolicy([networkCollection([{}])], { hiddenRules: unknown });
    expect(asked.fate()).toBe([HIDDEN[0], 'allow by group / network / rule0', HIDDEN[1]].sort().join(' or '));
    const base = policy([group([networkCollection([{ destinationPorts: ['443'] }], { action: 'Deny' })], { origin: { address: 'base-group' }, name: 'base' })], { id: 'base' });
    expect(ofPolicy([networkCollection([{}])], { hiddenRules: unknown, basePolicy: 'base' }, base).fate()).toBe('deny by base / network / rule0');
    expect(new Set(asked.reasons)).toEqual(new Set(['var.x has no default']));
    expect(asked.rows[0].rule.address).toBe('p');
  });

  test('of a classic firewall come before all', () => {
    const asked = ofClassic({ collections: [networkCollection([{}])], hiddenRules: unknown });
    expect(asked.fate()).toBe([HIDDEN[0], 'allow by network / rule0', HIDDEN[1]].sort().join(' or '));
    expect([asked.reasons, asked.rows[0].rule.address]).toEqual([['var.x has no default'], 'f']);
  });
});

describe('classic rule collections', () => {
  test('have the three passes, names without groups, and a denial at the end', () => {
    const asked = ofClassic({ collections: [applicationCollection([{ destinationFqdns: ['*'] }], { priority: 100 }), networkCollection([{ destinationPorts: ['80'] }], { action: 'Deny' })] });
    expect(asked.rows.map((row) => [row.rule.name, row.action])).toEqual([['network / rule0', 'deny'], ['application / rule0', 'allow'], ['default deny', 'deny']]);
    expect([asked.fate(), asked.fate({ port: 80 }), asked.fate({ port: 22 })]).toEqual(['allow by application / rule0', 'deny by network / rule0', 'deny by default deny']);
  });

  test('with one priority are found at the firewall', () => {
    const asked = ofClassic({ collections: [networkCollection([{}], { name: 'a' }), networkCollection([{}], { name: 'b', action: 'Deny' })] });
    expect(asked.reasons[0]).toBe('f has several network rule collections with priority 200, and their order is not documented');
  });

  test('take the SKU and the DNS proxy of the firewall', () => {
    const named = [networkCollection([{ destinationFqdns: ['www.contoso.com'] }])];
    expect(ofClassic({ collections: named }).notes.findings[0].message).toContain('but f has no DNS proxy');
    expect(ofClassic({ collections: named, skuTier: 'Basic', dnsProxyEnabled: true }).notes.findings[0].message).toContain('but f is of the Basic tier');
    expect(ofClassic({ collections: named, dnsProxyEnabled: true }).fate()).toBe('allow by network / rule0');
  });
});

describe('what is taken for granted', () => {
  const threat = (how: string, owner = 'p'): string => `Threat intelligence of ${owner} ${how} what Microsoft lists; the documented hosts are not on that list.`;
  const detection = (how: string): string => `Intrusion detection of p ${how} what its signatures match; sensor traffic matches none.`;

  test.each<[Partial<FirewallPolicy>, string[]]>([
    [{}, []],
    [{ threatIntelligenceMode: 'Off', intrusionDetectionMode: 'Alert' }, []],
    [{ threatIntelligenceMode: 'Deny' }, [threat('denies')]],
    [{ threatIntelligenceMode: 'deny' }, [threat('denies')]],
    [{ threatIntelligenceMode: unknown }, [threat('may deny')]],
    [{ intrusionDetectionMode: 'Deny' }, [detection('denies')]],
    [{ intrusionDetectionMode: unknown }, [detection('may deny')]],
  ])('with %j', (parts, assumptions) => {
    expect(ofPolicy([], parts).notes.assumptions).toEqual([...assumptions, DEFAULTS]);
  });

  test('of base policies and classic firewalls too', () => {
    expect(ofPolicy([], { basePolicy: 'base' }, policy([], { id: 'base', threatIntelligenceMode: 'Deny' })).notes.assumptions).toEqual([threat('denies', 'base'), DEFAULTS]);
    expect(ofClassic({ threatIntelligenceMode: 'Deny' }).notes.assumptions).toEqual([threat('denies', 'f'), DEFAULTS]);
    expect(ofClassic({}).notes.assumptions).toEqual([DEFAULTS]);
  });
});

test('rules can be read in another way', () => {
  const one = policy([group([networkCollection([{}]), applicationCollection([{ destinationFqdns: ['*'] }])])], { id: 'p' });
  const none = { network: () => [], application: () => [] };
  expect(new Asked((question) => policyRows(one, { ...question, reading: none })).rows.map((row) => row.rule.name)).toEqual(['default deny']);
});
