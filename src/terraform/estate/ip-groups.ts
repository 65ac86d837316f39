import { EstateContext, Grouped, originOf } from './context';
import { IpGroup, Link, Maybe, Unknown } from '../../azure';

/** IP groups with their own `cidrs` and those that `azurerm_ip_group_cidr` adds. */
export function ipGroups(context: EstateContext): readonly IpGroup[] {
  const { directory, read, notes } = context;
  const added = new Grouped<Maybe<string>>();
  const everywhere: Maybe<string>[] = [];
  for (const cidr of directory.managed('azurerm_ip_group_cidr')) {
    const group: Link = directory.requiredLink(cidr.attributes, 'ip_group_id');
    const value = cidr.uncertain ?? read.requiredText(cidr.attributes, 'cidr');
    if (group instanceof Unknown) everywhere.push(Unknown.at(cidr.address, `may be a member: ${group.reason}`));
    else added.add(group, value);
  }
  return directory.ofType('azurerm_ip_group').map((group): IpGroup => {
    const own = read.texts(group.attributes, 'cidrs');
    const standalone = added.of(group.address);
    const head = { id: group.address, origin: originOf(group), name: read.requiredText(group.attributes, 'name') };
    if (group.uncertain !== undefined) return { cidrs: [group.uncertain], ...head };
    const others = [...everywhere, ...(group.extendable === undefined ? [] : [group.extendable])];
    // An inline list that only repeats the standalone members is what Azure reports of them.
    const isMixed = group.mode === 'managed' && standalone.length > 0 && own.some((cidr) => !standalone.includes(cidr));
    if (!isMixed) return { cidrs: distinct([...own, ...standalone, ...others]), ...head };
    notes.find({
      id: 'inline-and-standalone-cidrs', level: 'error', address: group.address,
      message: `${group.address} has cidrs of its own and azurerm_ip_group_cidr resources name it too; they overwrite each other, so keep one of the two ways.`,
    });
    return { ...head, cidrs: [Unknown.at(`${group.address}.cidrs`, 'and azurerm_ip_group_cidr resources overwrite each other, so the members are not determined')] };
  });
}

function distinct(cidrs: readonly Maybe<string>[]): readonly Maybe<string>[] {
  return [...new Map(cidrs.map((cidr) => [cidr instanceof Unknown ? cidr.key : cidr, cidr])).values()];
}
