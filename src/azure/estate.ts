import { Firewall, FirewallPolicy, IpGroup } from './estate-firewalls';
import { Finding } from './finding';
import { Link, Origin } from './origin';
import { Maybe, Unknown } from './unknown';

/*
 * What an input declares, in Azure's own words and nothing more: strings stay as written, links stay links. Readers
 * produce an estate; the rest of this room says what it means.
 */

export * from './estate-firewalls';
export type { Acknowledgement, Finding } from './finding';
export type { Link, Origin } from './origin';

/** Everything of one input (or several taken together) that can decide egress. */
export interface Estate {
  readonly networkSecurityGroups: readonly NetworkSecurityGroup[];
  readonly networkSecurityGroupAssociations: readonly NetworkSecurityGroupAssociation[];
  readonly virtualNetworks: readonly VirtualNetwork[];
  readonly virtualNetworkPeerings: readonly VirtualNetworkPeering[];
  readonly subnets: readonly Subnet[];
  readonly networkInterfaces: readonly NetworkInterface[];
  readonly applicationSecurityGroups: readonly ApplicationSecurityGroup[];
  readonly applicationSecurityGroupAssociations: readonly ApplicationSecurityGroupAssociation[];
  readonly routeTables: readonly RouteTable[];
  readonly routeTableAssociations: readonly RouteTableAssociation[];
  readonly ipGroups: readonly IpGroup[];
  readonly firewallPolicies: readonly FirewallPolicy[];
  readonly firewalls: readonly Firewall[];
  /** The Azure that the rules are in, as Microsoft's service tag files name clouds; absent where the input does not say. */
  readonly hostingCloud?: Maybe<string>;
  /** Resources that can let any packet through or stop it and are not read, each with the reason; absent where there are none. */
  readonly unreadResources?: readonly UnreadResource[];
  /** Default routes that virtual networks learn from somewhere else; absent where the input tells of none. */
  readonly learnedDefaultRoutes?: readonly LearnedDefaultRoute[];
  /** What the reader saw and could not take as written, or what Azure or Terraform will refuse. */
  readonly findings: readonly Finding[];
  /** What the reader took for granted, one sentence each. */
  readonly assumptions: readonly string[];
}

/** A resource that can decide egress, and is of a kind that is not read. */
export interface UnreadResource {
  readonly origin: Origin;
  readonly unknown: Unknown;
}

/** A default route by a gateway or a virtual hub, which takes the place of Azure's own; a user-defined one comes before it. */
export interface LearnedDefaultRoute {
  readonly origin: Origin;
  /** The virtual network that learns it, and a subnet of one where that is all the input says; absent where it may be any. */
  readonly virtualNetwork?: Link;
  readonly subnet?: Link;
  /** Whether the networks peered with it learn it too. */
  readonly reachesPeers: boolean;
  /** Whether a firewall that nothing else leads to may be its next hop. */
  readonly mayEndAtFirewall: boolean;
  /** Where the traffic goes, which the input does not say. */
  readonly unknown: Unknown;
}

/** `azurerm_network_security_group` with its inline rules and every standalone rule that names it. */
export interface NetworkSecurityGroup {
  /** Its address in the input, or a made-up unique one for an NSG outside the input that rules of the input name. */
  readonly id: string;
  readonly origin: Origin;
  readonly name: Maybe<string>;
  readonly resourceGroup: Maybe<string>;
  readonly rules: readonly NetworkSecurityRule[];
  /** Set when it may hold rules that the input does not show (it lives outside the input), with the reason. */
  readonly hiddenRules?: Unknown;
  /** Whether some of `rules` may not be there either; false by default. */
  readonly mayLackRules?: boolean;
}

export interface NetworkSecurityRule {
  readonly origin: Origin;
  /** Attribute path of an inline rule within its resource, such as `security_rule[2]`; absent for a standalone rule. */
  readonly attribute?: string;
  readonly name: Maybe<string>;
  readonly priority: Maybe<number>;
  /** `Inbound` or `Outbound`, as written. */
  readonly direction: Maybe<string>;
  /** `Allow` or `Deny`, as written. */
  readonly access: Maybe<string>;
  /** `*`, `Tcp`, `Udp`, `Icmp`, `Esp`, `Ah`, as written. */
  readonly protocol: Maybe<string>;
  readonly source: NetworkSecurityRuleSide;
  readonly destination: NetworkSecurityRuleSide;
}

/** One side of an NSG rule; the singular and plural attributes of the provider are one list here. */
export interface NetworkSecurityRuleSide {
  /** `*`, addresses, prefixes, ranges, service tags, as written; an unknown element stands for any set of addresses. */
  readonly addresses: readonly Maybe<string>[];
  readonly applicationSecurityGroups: readonly Link[];
  /** `*`, `443`, `8000-8080`, as written; an unknown element stands for any set of ports. */
  readonly ports: readonly Maybe<string>[];
}

/** An NSG tied to a subnet or to a network interface (exactly one of the two is set). */
export interface NetworkSecurityGroupAssociation {
  readonly origin: Origin;
  readonly networkSecurityGroup: Link;
  readonly subnet?: Link;
  readonly networkInterface?: Link;
}

export interface VirtualNetwork {
  readonly id: string;
  readonly origin: Origin;
  readonly name: Maybe<string>;
  readonly resourceGroup: Maybe<string>;
  readonly addressSpace: readonly Maybe<string>[];
}

export interface VirtualNetworkPeering {
  readonly origin: Origin;
  readonly virtualNetwork: Link;
  readonly remoteVirtualNetwork: Link;
}

/** `azurerm_subnet`, or a `subnet` block of a virtual network. */
export interface Subnet {
  readonly id: string;
  readonly origin: Origin;
  readonly name: Maybe<string>;
  readonly virtualNetwork: Link;
  readonly addressPrefixes: readonly Maybe<string>[];
  /** Whether its machines get a public address from Azure where they have none of their own; absent for Azure's default, which is yes. */
  readonly defaultOutboundAccess?: Maybe<boolean>;
}

export interface NetworkInterface {
  readonly id: string;
  readonly origin: Origin;
  readonly ipConfigurations: readonly NetworkInterfaceIpConfiguration[];
}

export interface NetworkInterfaceIpConfiguration {
  /** Absent for an IPv6 configuration that takes the subnet of the primary one. */
  readonly subnet?: Link;
  readonly privateAddress: Maybe<string>;
}

export interface ApplicationSecurityGroup {
  readonly id: string;
  readonly origin: Origin;
  readonly name: Maybe<string>;
}

export interface ApplicationSecurityGroupAssociation {
  readonly origin: Origin;
  readonly networkInterface: Link;
  readonly applicationSecurityGroup: Link;
}

export interface RouteTable {
  readonly id: string;
  readonly origin: Origin;
  readonly name: Maybe<string>;
  readonly routes: readonly Route[];
  /** Set when it may hold routes that the input does not show, with the reason. */
  readonly hiddenRoutes?: Unknown;
}

export interface Route {
  readonly origin: Origin;
  /** Attribute path of an inline route, such as `route[0]`. */
  readonly attribute?: string;
  readonly name: Maybe<string>;
  /** Prefix or service tag, as written. */
  readonly addressPrefix: Maybe<string>;
  /** `VirtualNetworkGateway`, `VnetLocal`, `Internet`, `VirtualAppliance` or `None`, as written. */
  readonly nextHopType: Maybe<string>;
  readonly nextHopAddress?: Maybe<string>;
  /** The firewall whose private address the route refers to, where the input says so by reference. */
  readonly nextHopFirewall?: Link;
}

export interface RouteTableAssociation {
  readonly origin: Origin;
  readonly routeTable: Link;
  readonly subnet: Link;
}
