import { Unknown } from '../../src/azure';
import { nsg as group, nsgRule, RuleShape, withRulesApart } from '../support/estates';
import { LittleNsg } from '../support/little-nsg';

/*
 * NSG overview: "Rules are processed in priority order, with lower numbers processed before higher numbers … Once traffic
 * matches a rule, processing stops"; priorities are 100 to 4096, each once for a direction.
 */
const deny = { name: 'Deny', access: 'Deny' };
const allow = { name: 'Allow' };
/** Reasons of the default rules: what private addresses are to the tag Internet. */
const DEFAULTS = 1;

describe('the order of rules', () => {
  test.each([
    [100, 110, 'allow by Allow'], [110, 100, 'deny by Deny'], [4095, 4096, 'allow by Allow'], [4096, 4095, 'deny by Deny'], [1000, 101, 'deny by Deny'],
  ])('allow at %d, deny at %d: %s', (first, second, fate) => {
    expect(new LittleNsg([{ ...allow, priority: first }, { ...deny, priority: second }]).fate()).toBe(fate);
  });

  test('a later rule decides what earlier ones leave over', () => {
    const nsg = new LittleNsg([{ ...allow, ports: ['443'], protocol: 'Tcp' }, deny]);
    expect(nsg.fate()).toBe('allow by Allow');
    expect(nsg.fate({ port: 80 })).toBe('deny by Deny');
  });

  test('rules of the other direction are no part of it', () => {
    expect(new LittleNsg([{ ...deny, direction: 'Inbound', priority: 100 }, { ...allow, priority: 100 }]).fate()).toBe('allow by Allow');
    const nsg = new LittleNsg([{ ...deny, direction: 'inbound', priority: 99 }, { ...allow, direction: 'outbound', access: 'allow' }]);
    expect(nsg.fate()).toBe('allow by Allow');
    expect(nsg.notes.findings).toEqual([]);
  });

  test('a row says where its rule stands', () => {
    const [, row] = new LittleNsg([{ ...deny, priority: 200 }], { parts: { origin: { address: 'nsg', construct: 'stack/nsg' } } }).rows;
    expect(row).toMatchObject({
      action: 'deny', rule: { name: 'Deny', priority: 200, address: 'azurerm_network_security_group.nsg', attribute: 'security_rule[0]', construct: undefined },
    });
  });
});

describe('priorities that are not known', () => {
  const unknown = Unknown.reference('var.priority', 'var.priority has no default');

  test('may come before or after every other one', () => {
    const nsg = new LittleNsg([{ ...deny, priority: unknown }, { ...allow, priority: 200 }]);
    expect(nsg.fate()).toBe('allow by Allow or deny by Deny');
    expect(nsg.reasons).toContain('var.priority has no default');
    expect(nsg.rows.find((row) => row.rule.name === 'Deny')!.rule.priority).toBeUndefined();
  });

  test('but not before the lowest there is', () => {
    expect(new LittleNsg([{ ...deny, priority: unknown }, { ...allow, priority: 100 }]).fate()).toBe('allow by Allow');
    expect(new LittleNsg([{ ...deny, priority: unknown }, { ...allow, priority: 101 }]).fate()).toBe('allow by Allow or deny by Deny');
  });

  test('and always before the default rules', () => {
    expect(new LittleNsg([{ ...deny, priority: unknown }]).fate()).toBe('deny by Deny');
  });
});

/** Rules that are resources of their own. */
const apart = (rules: readonly RuleShape[]): LittleNsg => new LittleNsg(rules, { parts: { rules: withRulesApart(group(rules)).rules } });

describe('equal priorities', () => {
  test('of which Azure refuses all but one are found, and their order is open where it matters', () => {
    const nsg = apart([{ ...allow, priority: 200 }, { ...deny, priority: 200 }, { name: 'Third', priority: 300 }]);
    expect(nsg.fate()).toBe('allow by Allow or deny by Deny');
    expect(nsg.notes.findings).toMatchObject([{
      id: 'duplicate-priority', level: 'error', address: 'azurerm_network_security_group.nsg',
      message: 'azurerm_network_security_group.nsg has several outbound rules with priority 200; Azure refuses all but one, so give each its own number.',
    }]);
    expect(nsg.reasons).toContain('azurerm_network_security_group.nsg has several outbound rules with priority 200, of which Azure refuses all but one');
  });

  test('that agree are certain', () => {
    expect(apart([{ ...deny, priority: 200 }, { ...deny, priority: 200 }]).fate()).toBe('deny by Deny');
  });

  test('inside an NSG make Azure refuse all of it', () => {
    const nsg = new LittleNsg([{ ...deny, priority: 200 }, { ...deny, priority: 200 }]);
    expect(nsg.fate()).toBe('allow by rules that the input does not show or deny by Deny or deny by rules that the input does not show');
    expect(nsg.reasons)
      .toContain('azurerm_network_security_group.nsg cannot be applied as it is written (see the findings), so what is in force there is not certain');
    const other = new LittleNsg([{ ...deny, priority: 200 }, { ...deny, priority: 200, direction: 'Inbound' }]);
    expect(other.fate()).toBe('deny by Deny');
  });

  test('two that are not known are no finding', () => {
    const unknown = Unknown.reference('var.priority', 'x');
    expect(new LittleNsg([{ ...deny, priority: unknown }, { ...deny, priority: unknown }]).notes.findings).toEqual([]);
  });
});

describe('priorities that Azure refuses', () => {
  test.each([99, 4097, 0, -1, 100.5])('%d', (priority) => {
    const nsg = new LittleNsg([{ ...deny, priority }]);
    expect(nsg.notes.findings).toMatchObject([{
      id: 'invalid-priority', level: 'error', address: 'azurerm_network_security_group.nsg',
      message: `azurerm_network_security_group.nsg.security_rule[0].priority is ${priority}, which Azure refuses; write a whole number from 100 to 4096.`,
    }]);
    // An NSG with a value that cannot be applied leaves open what is in force.
    expect(nsg.fate()).toBe('allow by rules that the input does not show or deny by Deny or deny by rules that the input does not show');
    expect(nsg.reasons.slice(0, -DEFAULTS))
      .toEqual(['azurerm_network_security_group.nsg cannot be applied as it is written (see the findings), so what is in force there is not certain']);
  });

  test('leave open what is in force for the platform services too, which the group may have had rules for', () => {
    expect(new LittleNsg([{ ...deny, priority: 99 }]).fate({ destination: '168.63.129.16' })).toContain('deny by rules that the input does not show');
  });

  test('are one question however many there are, as is one priority that many rules have', () => {
    const rules = Array.from({ length: 3000 }, (_, i) => ({ ...deny, protocol: 'Tcp', to: [`20.${Math.floor(i / 256)}.${i % 256}.0/24`] }));
    expect(new LittleNsg(rules.map((rule, i) => ({ ...rule, priority: 5000 + i }))).reasons).toHaveLength(1 + DEFAULTS);
    // That of the group, which is refused for it, is another.
    expect(new LittleNsg(rules.map((rule) => ({ ...rule, priority: 200 }))).reasons).toHaveLength(2 + DEFAULTS);
    expect(apart(rules.map((rule) => ({ ...rule, priority: 5000 }))).reasons.filter((reason) => reason.includes('cannot be applied'))).toHaveLength(1);
  });

  test('of a rule that is a resource of its own leave open what stands in its place', () => {
    const standalone = { ...nsgRule({ ...deny, priority: 99 }), origin: { address: 'azurerm_network_security_rule.deny' }, attribute: undefined };
    const nsg = new LittleNsg([], { parts: { rules: [nsgRule({ ...allow, priority: 200 }), standalone] } });
    expect(nsg.fate()).toBe('allow by Allow or allow by rules that the input does not show or deny by rules that the input does not show');
    expect(nsg.reasons).toContain('azurerm_network_security_rule.deny cannot be applied as it is written (see the findings), so what is in force there is not certain');
  });

  test.each([100, 4096])('%d is none', (priority) => {
    expect(new LittleNsg([{ ...deny, priority }]).notes.findings).toEqual([]);
  });
});

describe('rules that the input does not show', () => {
  const hiddenRules = Unknown.at('azurerm_network_security_group.nsg', 'lives outside the input');
  const HIDDEN = ['allow by rules that the input does not show', 'deny by rules that the input does not show'];
  const fate = (...rules: ConstructorParameters<typeof LittleNsg>[0]): string => new LittleNsg(rules, { parts: { hiddenRules } }).fate();

  test.each<[string, ConstructorParameters<typeof LittleNsg>[0], string]>([
    ['none are shown', [], ['allow by AllowInternetOutBound', ...HIDDEN].join(' or ')],
    ['the first number is free', [{ ...deny, priority: 101 }], [HIDDEN[0], 'deny by Deny', HIDDEN[1]].join(' or ')],
    ['the first number is taken', [{ ...deny, priority: 100 }], 'deny by Deny'],
    ['the first numbers are taken', [{ ...allow, priority: 100, ports: ['80'], protocol: 'Tcp' }, { ...deny, priority: 101 }], 'deny by Deny'],
    ['a number between is free', [{ ...allow, priority: 100, ports: ['80'], protocol: 'Tcp' }, { ...deny, priority: 102 }], [HIDDEN[0], 'deny by Deny', HIDDEN[1]].join(' or ')],
    ['the priority of the shown one is not known', [{ ...deny, priority: Unknown.at('x', 'y') }], [HIDDEN[0], 'deny by Deny', HIDDEN[1]].join(' or ')],
    ['the first number is taken by an inbound rule alone', [{ ...allow, direction: 'Inbound', priority: 100 }, { ...deny, priority: 101 }],
      [HIDDEN[0], 'deny by Deny', HIDDEN[1]].join(' or ')],
  ])('%s', (_, rules, expected) => {
    expect(fate(...rules)).toBe(expected);
  });

  test('come before the default rules', () => {
    const nsg = new LittleNsg([{ ...allow, priority: 100, ports: ['80'], protocol: 'Tcp' }], { parts: { hiddenRules } });
    expect(nsg.fate()).toBe(['allow by AllowInternetOutBound', ...HIDDEN].join(' or '));
    expect(nsg.fate({ port: 80 })).toBe('allow by Allow');
    expect(nsg.reasons).toContain('azurerm_network_security_group.nsg lives outside the input');
    expect(nsg.rows.filter((row) => row.rule.isHidden).map((row) => row.rule.address)).toEqual(Array(2).fill('azurerm_network_security_group.nsg'));
  });
});
