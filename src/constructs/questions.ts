import { Token } from 'cdktf';
import { addressesOverlap, bundledServiceTags, ServiceTagSnapshot } from '../azure';
import { requirementsFor } from '../requirements';
import { EmittedAddresses, enforcementPointOf } from './emitted-refusals';
import { PkiEgress } from './pki-egress';
import { SensorService } from './sensor-services';
import { SensorSources } from './sensor-sources';
import { includesVersion2, includesVersion3, SensorVersion } from './sensor-version';
import { SensorWorkspace } from './sensor-workspace';
import { StackResource } from './stack-configuration';

/** What a construct promises: that these sensors reach their workspace through what it emits. */
export interface SensorDeclaration {
  readonly workspace: SensorWorkspace;
  readonly sensors: SensorSources;
  readonly sensorVersion: SensorVersion;
  readonly pki: PkiEgress;
  /** What the rules recognise by service tag, or by a list in place of it. */
  readonly services: readonly SensorService[];
  readonly emits: EmittedAddresses;
}

/** What to prove of a stack. */
export interface Question {
  readonly workspace: string;
  readonly cloud: string;
  readonly sensorVersion: number | string;
  /** Absent where they are not all known: then the proof takes them from the rules. */
  readonly sensors?: string[];
  /** The file of a pinned list, where it is newer than the bundled snapshot. */
  readonly serviceTags?: ServiceTagSnapshot;
  /** Ids of the requirements that stop a synth when they are violated. */
  readonly requirements: string[];
  /** The proxy that carries certificate checks. */
  readonly pkiProxy?: { readonly address: string; readonly port: number };
  /** Addresses of NSGs and policies that these sensors do not meet, as far as the stack says. */
  readonly elsewhere: readonly string[];
}

/**
 * One question for each workspace, each set of sensors that share a construct, and each version of sensors among them.
 *
 * What is declared for other sensors alone, and tied to no subnet or firewall in the stack, is elsewhere: two NSGs for two
 * spokes are not both on the way of every sensor.
 */
export function questionsAbout(declarations: readonly SensorDeclaration[], resources: readonly StackResource[]): Question[] {
  return byWorkspace(declarations).flatMap((ofWorkspace) => bySensors(ofWorkspace).flatMap((group) => {
    const ofVersion = [
      { sensorVersion: 2, members: group.filter((one) => includesVersion2(one.sensorVersion)) },
      { sensorVersion: 3, members: group.filter((one) => includesVersion3(one.sensorVersion)) },
    ];
    return ofVersion.filter(({ members }) => members.length > 0).map(({ sensorVersion, members }): Question => ({
      elsewhere: elsewhere(group, declarations, resources), ...questionAbout(members, sensorVersion),
    }));
  }));
}

function questionAbout(members: readonly SensorDeclaration[], sensorVersion: number): Omit<Question, 'elsewhere'> {
  const { name: workspace, cloud } = members[0].workspace;
  const proxy = commonProxy(members);
  const requirements = requirementsFor({ workspace, cloud, sensorVersion })
    .filter(({ level, flows }) => level === 'required' && (proxy !== 'not-known' || flows.every((flow) => flow.serviceTag !== undefined)));
  return {
    workspace, cloud, sensorVersion,
    requirements: requirements.map(({ id }) => id),
    sensors: allKnownAddresses(members),
    serviceTags: newestFile(members),
    ...typeof proxy === 'object' ? { pkiProxy: proxy } : {},
  };
}

/** The proxy that all of them send certificate checks through; `not-known` where they differ or Terraform fills it in. */
function commonProxy(members: readonly SensorDeclaration[]): Question['pkiProxy'] | 'not-known' {
  const choices = members.map(({ pki }) => pki._choice);
  const [first] = choices.filter((choice) => choice.kind === 'proxy');
  if (!first) return undefined;
  const { address, port, family } = first;
  const isCommon = choices.every((choice) => choice.kind === 'proxy' && choice.address === address && choice.port === port);
  return isCommon && family !== undefined && !Token.isUnresolved(port) ? { address, port } : 'not-known';
}

/** A list pinned from a file that is newer than the bundled snapshot is judged by that file. */
function newestFile(declarations: readonly SensorDeclaration[]): ServiceTagSnapshot | undefined {
  const files = declarations.flatMap(({ services, workspace }) => services.flatMap(({ serviceTag, addresses }) => {
    if (addresses?._form.kind !== 'pinned') return [];
    const { snapshot, changeNumber = 0 } = addresses._form;
    return changeNumber > (bundledServiceTags(workspace._azureCloud).find(serviceTag)?.changeNumber ?? 0) ? [snapshot] : [];
  }));
  return files.reduce<ServiceTagSnapshot | undefined>((newest, file) => (newest && newest.date >= file.date ? newest : file), undefined);
}

function byWorkspace(declarations: readonly SensorDeclaration[]): SensorDeclaration[][] {
  const groups = new Map<string, SensorDeclaration[]>();
  for (const declaration of declarations) {
    const { name, cloud, _isNameKnown } = declaration.workspace;
    const key = `${cloud} ${name}`;
    if (_isNameKnown) groups.set(key, [...groups.get(key) ?? [], declaration]);
  }
  return [...groups.values()];
}

/** Declarations that share a sensor belong together; where sensors are not known, all of them might. */
function bySensors(declarations: readonly SensorDeclaration[]): (readonly SensorDeclaration[])[] {
  let groups: { members: SensorDeclaration[]; sensors: string[] }[] = [];
  for (const declaration of declarations) {
    const sensors = knownAddresses(declaration.sensors);
    if (!sensors) return [declarations];
    const sharing = groups.filter((group) => addressesOverlap(group.sensors, sensors));
    groups = [
      ...groups.filter((group) => !sharing.includes(group)),
      { members: [...sharing.flatMap((group) => group.members), declaration], sensors: [...sharing.flatMap((group) => group.sensors), ...sensors] },
    ];
  }
  return groups.map(({ members }) => members);
}

/** Absent where some are not known. */
function allKnownAddresses(members: readonly SensorDeclaration[]): string[] | undefined {
  const known = members.map(({ sensors }) => knownAddresses(sensors));
  return known.every((addresses) => addresses !== undefined) ? [...new Set(known.flat())] : undefined;
}

function knownAddresses({ _form: form }: SensorSources): string[] | undefined {
  return form.kind === 'addresses' && form.known ? [...form.ipv4, ...form.ipv6] : undefined;
}

function elsewhere(
  members: readonly SensorDeclaration[], declarations: readonly SensorDeclaration[], resources: readonly StackResource[],
): string[] {
  const others = declarations.filter((declaration) => !members.includes(declaration));
  if (others.length === 0) return [];
  const own = new Set(members.map(({ emits }) => enforcementPointOf(emits, resources)));
  return others
    .map(({ emits }) => enforcementPointOf(emits, resources))
    .filter((point): point is string => point !== undefined && !own.has(point) && !isTied(point, resources));
}

const TIES: ReadonlyMap<string, string> = new Map([
  ['azurerm_subnet_network_security_group_association', 'network_security_group_id'],
  ['azurerm_network_interface_security_group_association', 'network_security_group_id'],
  ['azurerm_firewall', 'firewall_policy_id'],
  ['azurerm_firewall_policy', 'base_policy_id'],
]);

function isTied(point: string, resources: readonly StackResource[]): boolean {
  return resources.some(({ type, attributes }) => attributes[TIES.get(type) ?? ''] === `\${${point}.id}`);
}
