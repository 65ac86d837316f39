import { nsg, RuleShape } from './estates';
import { littleTags } from './little-tags';
import { fateOf, holds, PacketShape } from './packets';
import { EgressSpace, NetworkSecurityContext, NetworkSecurityGroup, Notes, outboundRows, RuleRow, VirtualNetworkReading } from '../../src/azure';
import { addressSet, AddressFamily, IntervalSet } from '../../src/packets';

/** An NSG at a subnet of the virtual network 10.1.0.0/16, in the little world of service tags. */
export class LittleNsg {
  public readonly space: EgressSpace;
  public readonly notes = new Notes();
  public readonly rows: readonly RuleRow[];

  constructor(
    rules: readonly RuleShape[],
    { parts = {}, family = 'ipv4', reading = {}, context = {} }: {
      parts?: Partial<NetworkSecurityGroup>; family?: AddressFamily; reading?: Partial<VirtualNetworkReading>; context?: Partial<NetworkSecurityContext>;
    } = {},
  ) {
    this.space = context.space ?? new EgressSpace(family);
    this.rows = outboundRows(nsg(rules, parts), {
      space: this.space, serviceTags: littleTags(), notes: this.notes, applicationSecurityGroupMembers: () => [],
      virtualNetwork: { key: 'dc', space: addressSet(family === 'ipv4' ? '10.1.0.0/16' : 'fd00:1::/48'), routed: IntervalSet.empty(), ...reading }, ...context,
    });
  }

  /** What becomes of a packet; by default of HTTPS from 10.1.0.4 to 8.8.8.8. */
  public fate(shape: PacketShape = {}): string {
    return fateOf(this.space, this.rows, shape);
  }

  /** Whether the first rule of one's own matches a packet. */
  public matches(shape: PacketShape = {}): 'yes' | 'no' | 'perhaps' {
    return holds(this.space, this.rows.filter((row) => row.rule.name === 'Rule0').flatMap((row) => row.regions), shape);
  }

  /** Why fates are uncertain, in the order in which it was met. */
  public get reasons(): string[] {
    return this.space.unknowns.map(({ reason }) => reason);
  }
}
