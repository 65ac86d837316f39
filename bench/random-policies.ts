import { FirewallPolicy, NetworkSecurityGroup, NetworkSecurityRule } from '../src/azure';
import { group, networkCollection, policy } from '../test/support/estates';

/*
 * Seeded NSGs of three kinds, none of which flatters one way of deciding: `realistic` (subnets, pools of public prefixes,
 * a closing deny), `random` (anything to anything, many denies) and `dense` (everything inside one /16, wide port ranges).
 */

export type Family = 'realistic' | 'random' | 'dense';
export const FAMILIES: readonly Family[] = ['realistic', 'random', 'dense'];

/** A generator of whole numbers that gives the same ones for the same seed (mulberry32). */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A rule as plain numbers: prefixes as address and length, ports as a range, protocol by number or undefined for all. */
export interface PlainRule {
  readonly allow: boolean;
  readonly source: readonly [address: number, length: number];
  readonly destination: readonly [address: number, length: number];
  readonly ports: readonly [first: number, last: number];
  readonly protocol?: number;
}

export function plainRules(family: Family, count: number, seed: number): PlainRule[] {
  const next = seeded(seed);
  const prefix = (base: number, baseLength: number, from: number, to: number): readonly [number, number] => {
    const length = from + next(to - from + 1);
    const free = length - baseLength;
    const address = base + (free > 0 ? next(Math.min(2 ** free, 2 ** 30)) * 2 ** (32 - length) : 0);
    return [address >>> 0, Math.max(length, baseLength)];
  };
  const ipv4 = (a: number, b: number): number => a * 2 ** 24 + b * 2 ** 16;
  const ports = (): readonly [number, number] => {
    if (next(4) === 0) return [0, 65535];
    const first = [443, 80, 53, 1433, 1024 + next(5000)][next(5)];
    return [first, next(3) === 0 ? Math.min(65535, first + next(2000)) : first];
  };
  const protocol = (): number | undefined => [6, 6, 17, undefined][next(4)];
  const rules: PlainRule[] = [];
  for (let i = 0; i < count - 1; i++) {
    if (family === 'dense') {
      const first = next(60000);
      rules.push({
        allow: next(10) > 0, source: prefix(ipv4(10, 1), 16, 18, 28), destination: prefix(ipv4(20, 1), 16, 18, 28),
        ports: [first, Math.min(65535, first + next(20000))], protocol: 6,
      });
    } else if (family === 'random') {
      rules.push({ allow: next(10) >= 4, source: prefix(0, 0, 4, 28), destination: prefix(0, 0, 4, 28), ports: ports(), protocol: protocol() });
    } else {
      // Broad rules are denies of single ports, as estates have them; an early "allow everything" would decide every question.
      const isBroad = next(12) === 0;
      rules.push(isBroad
        ? { allow: false, source: [ipv4(10, 0), 8], destination: [0, 0], ports: [3000 + next(2000), 5000 + next(500)], protocol: 6 }
        : {
          allow: next(5) > 0, source: prefix(ipv4(10, next(16)), 16, 20, 28), destination: prefix(ipv4(20 + next(20), next(256)), 16, 20, 30),
          ports: ports(), protocol: protocol(),
        });
    }
  }
  return [...rules, { allow: false, source: [0, 0], destination: [0, 0], ports: [0, 65535] }];
}

/** The rules as an NSG of an estate. */
export function networkSecurityGroup(rules: readonly PlainRule[]): NetworkSecurityGroup {
  const origin = { address: 'azurerm_network_security_group.nsg' };
  return {
    id: origin.address, origin, name: 'nsg', resourceGroup: 'rg',
    rules: rules.map((rule, i): NetworkSecurityRule => ({
      origin, attribute: `security_rule[${i}]`, name: `rule${i}`, priority: 100 + i, direction: 'Outbound', access: rule.allow ? 'Allow' : 'Deny',
      protocol: rule.protocol === undefined ? '*' : rule.protocol === 6 ? 'Tcp' : 'Udp',
      source: { addresses: [prefixText(rule.source)], applicationSecurityGroups: [], ports: ['*'] },
      destination: { addresses: [prefixText(rule.destination)], applicationSecurityGroups: [], ports: [portText(rule)] },
    })),
  };
}

/** A prefix as a rule writes it. */
export function prefixText([address, length]: readonly [address: number, length: number]): string {
  return length === 0 ? '*' : `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')}/${length}`;
}

/** Ports as a rule writes them. For rules about every protocol `*` alone is certain: what a range matches of protocols without ports is not documented. */
export function portText({ ports: [first, last], protocol }: PlainRule): string {
  return protocol === undefined && first === 0 && last === 65535 ? '*' : `${first}-${last}`;
}

/** A question: may every packet from a source prefix to a destination prefix on a port pass? */
export interface Contract {
  readonly source: readonly [address: number, length: number];
  readonly destination: readonly [address: number, length: number];
  readonly port: number;
}

/** Contracts inside the reach of the rules, so that they are about something. */
export function contracts(rules: readonly PlainRule[], count: number, seed: number): Contract[] {
  const next = seeded(seed);
  const inside = ([address, length]: readonly [number, number], to: number): readonly [number, number] => {
    const longer = Math.max(length, to);
    const free = longer - length;
    return [(address + (free > 0 ? next(Math.min(2 ** free, 2 ** 30)) * 2 ** (32 - longer) : 0)) >>> 0, longer];
  };
  return Array.from({ length: count }, () => {
    const rule = rules[next(rules.length - 1)];
    // Every third is about a port that few rules name, so that some flows meet the closing deny.
    if (next(3) === 0) return { source: inside(rule.source, 28), destination: inside(rule.destination, 30), port: 7000 + next(1000) };
    return { source: inside(rule.source, 28), destination: inside(rule.destination, 30), port: rule.ports[0] + next(rule.ports[1] - rule.ports[0] + 1) };
  });
}

/**
 * The rules as a firewall policy: a network rule collection for each run of rules with the same action, since a
 * collection has one.
 */
export function firewallPolicy(rules: readonly PlainRule[]): FirewallPolicy {
  const runs: { allow: boolean; rules: [PlainRule, number][] }[] = [];
  rules.forEach((rule, i) => {
    const last = runs[runs.length - 1];
    if (last?.allow === rule.allow) last.rules.push([rule, i]);
    else runs.push({ allow: rule.allow, rules: [[rule, i]] });
  });
  const collections = runs.map((run, i) => networkCollection(
    run.rules.map(([rule, index]) => ({
      name: `rule${index}`, attribute: `rule[${index}]`, protocols: [rule.protocol === undefined ? 'Any' : rule.protocol === 6 ? 'TCP' : 'UDP'],
      sourceAddresses: [prefixText(rule.source)], destinationAddresses: [prefixText(rule.destination)], destinationPorts: [portText(rule)],
    })),
    { name: `collection${i}`, priority: 100 + i, action: run.allow ? 'Allow' : 'Deny' },
  ));
  return policy([group(collections)]);
}
