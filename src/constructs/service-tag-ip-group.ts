import { IpGroup } from '@cdktf/provider-azurerm/lib/ip-group';
import { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { IP_GROUP_ADDRESSES_MAXIMUM } from '../azure';
import { defaultName } from './default-name';
import { refuse } from './errors';
import { checkResourceArguments, checkResourceName } from './resource-arguments';
import { ServiceTagAddressList } from './service-tag-address-list';

/** Properties of IP groups with the addresses of a service tag. */
export interface ServiceTagIpGroupProps {
  /** Azure region, such as `westeurope`. */
  readonly location: string;
  /** Resource group to put the IP groups into. */
  readonly resourceGroupName: string;
  /** The addresses; their IPv4 prefixes alone, since Azure Firewall takes no IPv6 in IP groups. */
  readonly addresses: ServiceTagAddressList;
  /**
   * Name of the IP group; further groups have a number behind it.
   *
   * @default - made from the construct's path
   */
  readonly name?: string;
  /**
   * What must be applied before, such as other IP groups of the same firewall: Azure updates one at a time.
   *
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
  /**
   * Tags of the IP groups, beside those that say what the addresses are.
   *
   * @default - none
   */
  readonly tags?: { [key: string]: string };
}

/**
 * The addresses of a service tag as IP groups, for firewalls that work with lists.
 *
 * A group takes 5,000 addresses and prefixes, so a longer list makes several; each waits for the one before, because Azure refuses
 * parallel updates of IP groups that a firewall uses. Tags of the groups tell the service tag, the file's date and its change number.
 */
export class ServiceTagIpGroup extends Construct implements ITerraformDependable {
  /** The IP groups, in the order in which they are applied. */
  public readonly ipGroups: IpGroup[];
  /** The addresses in them. */
  public readonly addresses: ServiceTagAddressList;

  constructor(scope: Construct, id: string, props: ServiceTagIpGroupProps) {
    super(scope, id);
    this.addresses = props.addresses;
    const name = props.name ?? defaultName(this, 'ipg');
    checkResourceName(this.node.path, 'network', name);
    checkResourceArguments(this.node.path, { ...props, tags: { ...props.tags, ...pinTags(props.addresses) } });
    const chunks = chunksOf(props.addresses);
    if (chunks.length === 0) throw refuse('ip-group-without-addresses', this.node.path, props.addresses._pin);
    this.ipGroups = [];
    for (const [index, cidrs] of chunks.entries()) {
      const before = this.ipGroups.at(-1);
      const dependsOn = [...props.dependsOn ?? [], ...before ? [before] : []];
      this.ipGroups.push(new IpGroup(this, index === 0 ? 'Resource' : `Resource${index + 1}`, {
        name: index === 0 ? name : `${name}-${index + 1}`,
        location: props.location,
        resourceGroupName: props.resourceGroupName,
        cidrs,
        tags: { ...props.tags, ...pinTags(props.addresses) },
        ...dependsOn.length > 0 ? { dependsOn } : {},
      }));
    }
  }

  /** Resource ids of the IP groups. */
  public get ipGroupIds(): string[] {
    return this.ipGroups.map((group) => group.id);
  }

  /** Reference to the last of the IP groups, so that others can depend on this construct. */
  public get fqn(): string {
    return this.ipGroups[this.ipGroups.length - 1].fqn;
  }
}

/** What Azure lists when Terraform plans stays one list: its length is not known, and far from the limit. */
function chunksOf({ _form: form }: ServiceTagAddressList): string[][] {
  if (form.kind === 'live') return [[...form.ipv4]];
  const count = Math.ceil(form.ipv4.length / IP_GROUP_ADDRESSES_MAXIMUM);
  return Array.from({ length: count }, (_, i) => form.ipv4.slice(i * IP_GROUP_ADDRESSES_MAXIMUM, (i + 1) * IP_GROUP_ADDRESSES_MAXIMUM));
}

/** The pin, where people look at the resource in Azure. */
function pinTags({ tag, fileDate, changeNumber, _form: form }: ServiceTagAddressList): { [key: string]: string } {
  return {
    'service-tag': tag,
    ...form.kind === 'live' ? { 'service-tag-source': 'azure' } : { 'service-tag-cloud': form.cloud },
    ...fileDate === undefined ? {} : { 'service-tag-date': fileDate },
    ...changeNumber === undefined ? {} : { 'service-tag-change': String(changeNumber) },
  };
}
