import { NetworkSecurityGroup, NetworkSecurityGroupSecurityRule } from '@cdktf/provider-azurerm/lib/network-security-group';
import { SubnetNetworkSecurityGroupAssociation } from '@cdktf/provider-azurerm/lib/subnet-network-security-group-association';
import { Construct } from 'constructs';
import { defaultName } from './default-name';
import { closingDeny, sensorNetworkSecurityRules } from './network-security-rules-plan';
import { PkiEgress } from './pki-egress';
import { checkResourceArguments } from './resource-arguments';
import { checkResourceId, checkResourceIds } from './resource-ids';
import { sensorServices } from './sensor-services';
import { SensorSources } from './sensor-sources';
import { SensorVersion } from './sensor-version';
import { SensorWorkspace } from './sensor-workspace';
import { ServiceTagAddressList } from './service-tag-address-list';
import { SettledNetworkSecurityGroup, SettledSubnetAssociation } from './settled-resources';
import { addressOf } from './stack-configuration';
import { proveAtSynth } from './validation';

/** What an NSG for sensors is like, whoever they are. */
export interface SensorNetworkSecurityGroupOptions {
  /** Azure region, such as `westeurope`. */
  readonly location: string;
  /** Resource group to put the NSG into. */
  readonly resourceGroupName: string;
  /**
   * Name of the NSG.
   *
   * @default - made from the construct's path
   */
  readonly name?: string;
  /**
   * Subnets to put the NSG on. Append to the list rather than reorder it: the place in the list names the association.
   *
   * @default - none; see `associateSubnet`
   */
  readonly subnetIds?: string[];
  /**
   * Whether everything else to `Internet` is denied, for every machine on the NSG.
   *
   * @default false - Azure's default rules allow it
   */
  readonly denyOtherInternet?: boolean;
  /**
   * Priority of the closing deny, 100 to 4096.
   *
   * @default 4000
   */
  readonly denyOtherInternetPriority?: number;
  /**
   * Priority of the first rule, 100 to 4096; each further rule has its own slot, ten apart, up to 70 later (110 for
   * version 3 sensors).
   *
   * @default 200
   */
  readonly firstPriority?: number;
  /**
   * What the names of the rules begin with.
   *
   * @default - nothing: `AllowMdiSensorApi` and so on
   */
  readonly ruleNamePrefix?: string;
  /**
   * Other rules of the NSG. They belong here: a standalone rule and inline rules on one NSG remove each other.
   *
   * @default - none
   */
  readonly additionalRules?: NetworkSecurityGroupSecurityRule[];
  /**
   * Addresses of the sensor API in place of the service tag: for rules in another cloud than the workspace, say.
   *
   * @default - the service tag
   */
  readonly sensorApiAddresses?: ServiceTagAddressList;
  /**
   * Addresses in place of the service tags `MicrosoftDefenderForEndpoint` and `OneDsCollector`, which version 3 sensors need: at
   * most one list for each. A tag without a list stays the tag.
   *
   * @default - the service tags
   */
  readonly endpointAddresses?: ServiceTagAddressList[];
  /**
   * Tags of the NSG.
   *
   * @default - none
   */
  readonly tags?: { [key: string]: string };
}

/** Properties of an NSG for sensors. */
export interface SensorNetworkSecurityGroupProps extends SensorNetworkSecurityGroupOptions {
  /** Workspace the sensors belong to. */
  readonly workspace: SensorWorkspace;
  /** The sensors' machines: by address or by application security group. */
  readonly sensors: SensorSources;
  /**
   * Version of the sensors: it decides what is opened for them.
   *
   * @default SensorVersion.VERSION_2
   */
  readonly sensorVersion?: SensorVersion;
  /**
   * How the machines reach the PKI hosts.
   *
   * @default PkiEgress.directlyToInternet()
   */
  readonly pki?: PkiEgress;
}

/**
 * A network security group that lets Defender for Identity sensors out.
 *
 * It owns all of its rules, inline: Azure gets them in one update.
 */
export class SensorNetworkSecurityGroup extends Construct {
  /** The NSG itself. */
  public readonly networkSecurityGroup: NetworkSecurityGroup;

  constructor(scope: Construct, id: string, props: SensorNetworkSecurityGroupProps) {
    super(scope, id);
    const { workspace, sensors, sensorVersion = SensorVersion.VERSION_2, pki = PkiEgress.directlyToInternet(), denyOtherInternet: closed = false } = props;
    const services = sensorServices(this.node.path, { ...props, sensorVersion });
    const question = { services, sensors, sensorVersion, pki, firstPriority: props.firstPriority ?? 200, ruleNamePrefix: props.ruleNamePrefix ?? '', closed };
    const planned = sensorNetworkSecurityRules(this.node.path, question);
    checkResourceArguments(this.node.path, props);
    checkResourceIds('Subnet', 'subnetIds', props.subnetIds ?? []);
    this.networkSecurityGroup = new SettledNetworkSecurityGroup(this, 'Resource', {
      name: props.name ?? defaultName(this, 'nsg'),
      location: props.location,
      resourceGroupName: props.resourceGroupName,
      securityRule: [
        ...planned.map(({ rule }) => rule),
        ...closed ? [closingDeny(props.denyOtherInternetPriority ?? 4000, question)] : [],
        ...props.additionalRules ?? [],
      ],
      tags: props.tags,
    });
    props.subnetIds?.forEach((subnetId, index) => this.associateSubnet(`Subnet${index}`, subnetId));
    proveAtSynth(this, {
      workspace, sensors, sensorVersion, pki, services,
      emits: () => ({ kind: 'network-security-group', address: addressOf(this.networkSecurityGroup) }),
    });
  }

  /** Resource id of the NSG. */
  public get networkSecurityGroupId(): string {
    return this.networkSecurityGroup.id;
  }

  /** Name of the NSG. */
  public get networkSecurityGroupName(): string {
    return this.networkSecurityGroup.name;
  }

  /**
   * Puts the NSG on a subnet.
   *
   * @param id names the association among those of this construct
   * @param subnetId resource id of the subnet, or a token
   */
  public associateSubnet(id: string, subnetId: string): SubnetNetworkSecurityGroupAssociation {
    checkResourceId('Subnet', subnetId);
    return new SettledSubnetAssociation(this, id, { subnetId, networkSecurityGroupId: this.networkSecurityGroup.id });
  }
}
