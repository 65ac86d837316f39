import { Contract } from './random-policies';
import { ALL_PORTS, bundledServiceTags, EgressSpace, NetworkSecurityGroup, Notes } from '../src/azure';
import { outboundRows } from '../src/azure/network-security-group';
import { RuleRow } from '../src/azure/rule-row';
import { Address, Axis, Budget, IntervalSet, Region, RuleTable } from '../src/packets';

/** The project's engine as the benchmarks and the comparison with a solver use it: the rules of one NSG, asked for contracts. */
export class ContractEngine {
  private readonly space = new EgressSpace('ipv4');
  private readonly table: RuleTable<RuleRow>;

  /** @param group with the texts of its rules, as an input has them */
  constructor(group: NetworkSecurityGroup) {
    const { space } = this;
    const rows = outboundRows(group, {
      space, serviceTags: bundledServiceTags(), notes: new Notes(), applicationSecurityGroupMembers: () => [],
      virtualNetwork: { key: 'bench', space: IntervalSet.interval<Address>(0x0a000000, 0x0b000000), routed: IntervalSet.empty() },
    });
    this.table = new RuleTable(rows, [space.destination, space.source, space.destinationPort] as unknown as Axis<number>[]);
  }

  /** All packets of a contract. */
  public regionOf({ source, destination, port }: Contract): Region {
    const { space } = this;
    const range = ([address, length]: readonly [number, number]): IntervalSet<Address> =>
      IntervalSet.interval<Address>(address, address + 2 ** (32 - length));
    return space.packets({
      source: range(source), destination: range(destination), sourcePorts: ALL_PORTS,
      destinationPorts: IntervalSet.interval<number>(port, port + 1), protocols: IntervalSet.interval<number>(6, 7),
    })!;
  }

  /** Whether some packet of a region has the given fate. */
  public has(fate: 'allow' | 'deny', region: Region): boolean {
    return this.table.find(region, (row) => (row?.action ?? 'deny') === fate, new Budget()) !== undefined;
  }
}
