import { addressesOverlap, bundledServiceTags, ServiceTagSnapshot } from '../azure';
import { requirementsFor } from '../requirements';
import { EmittedAddresses, enforcementPointOf } from './emitted-refusals';
import { SensorSources } from './sensor-sources';
import { SensorWorkspace } from './sensor-workspace';
import { ServiceTagAddressList } from './service-tag-address-list';
import { StackResource } from './stack-configuration';

/** What a construct promises: that these sensors reach their workspace through what it emits. */
export interface SensorDeclaration {
  readonly workspace: SensorWorkspace;
  readonly sensors: SensorSources;
  /** How rules name the sensor API: by the host, by the service tag as the rules' own cloud means it, or by a list from a file. */
  readonly sensorApi: 'host' | 'service-tag' | ServiceTagAddressList;
  readonly emits: EmittedAddresses;
}

/** How rules with that list in place of the tag name the sensor API; what Azure lists is the tag in the cloud of the rules. */
export function sensorApiAs(list: ServiceTagAddressList | undefined): SensorDeclaration['sensorApi'] {
  return list?._form.kind === 'pinned' ? list : 'service-tag';
}

/** What to prove of a stack. */
export interface Question {
  readonly workspace: string;
  readonly cloud: string;
  /** Absent where they are not all known: then the proof takes them from the rules. */
  readonly sensors?: string[];
  /** The file of a pinned list, where it is newer than the bundled snapshot. */
  readonly serviceTags?: ServiceTagSnapshot;
  /** Ids of the requirements that stop a synth when they are violated. */
  readonly requirements: string[];
  /** Addresses of NSGs and policies that these sensors do not meet, as far as the stack says. */
  readonly elsewhere: readonly string[];
}

/**
 * One question for each workspace and each set of sensors that share a construct.
 *
 * What is declared for other sensors alone, and tied to no subnet or firewall in the stack, is elsewhere: two NSGs for two
 * spokes are not both on the way of every sensor.
 */
export function questionsAbout(declarations: readonly SensorDeclaration[], resources: readonly StackResource[]): Question[] {
  return byWorkspace(declarations).flatMap((group) => {
    const { name: workspace, cloud } = group[0].workspace;
    const requirements = requirementsFor({ workspace, cloud }).filter(({ level }) => level === 'required').map(({ id }) => id);
    return bySensors(group).map(({ members, sensors }) => (
      { workspace, cloud, sensors, requirements, serviceTags: newestFile(members), elsewhere: elsewhere(members, declarations, resources) }
    ));
  });
}

/** A list pinned from a file that is newer than the bundled snapshot is judged by that file. */
function newestFile(declarations: readonly SensorDeclaration[]): ServiceTagSnapshot | undefined {
  let newest: { readonly snapshot: ServiceTagSnapshot; readonly changeNumber: number } | undefined;
  for (const { sensorApi, workspace } of declarations) {
    if (typeof sensorApi === 'string' || sensorApi._form.kind !== 'pinned') continue;
    const { snapshot, changeNumber = 0 } = sensorApi._form;
    const known = newest?.changeNumber ?? bundledServiceTags(workspace._azureCloud).find(sensorApi.tag)?.changeNumber ?? 0;
    if (changeNumber > known) newest = { snapshot, changeNumber };
  }
  return newest?.snapshot;
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

interface SensorGroup {
  readonly members: readonly SensorDeclaration[];
  readonly sensors?: string[];
}

/** Declarations that share a sensor belong together; where sensors are not known, all of them might. */
function bySensors(declarations: readonly SensorDeclaration[]): SensorGroup[] {
  let groups: { members: SensorDeclaration[]; sensors: string[] }[] = [];
  for (const declaration of declarations) {
    const sensors = knownAddresses(declaration.sensors);
    if (!sensors) return [{ members: declarations }];
    const sharing = groups.filter((group) => addressesOverlap(group.sensors, sensors));
    groups = [
      ...groups.filter((group) => !sharing.includes(group)),
      {
        members: [...sharing.flatMap((group) => group.members), declaration],
        sensors: [...new Set([...sharing.flatMap((group) => group.sensors), ...sensors])],
      },
    ];
  }
  return groups;
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
