import { Origin, Route, RouteTable, RouteTableAssociation, Unknown } from '../../azure';
import { Block, Reference, ResourceInstance } from '../resource';
import { childrenOf, combine } from './children';
import { EstateContext, firstOf, knownBlocks, originOf } from './context';

const TABLE = 'azurerm_route_table';
const ROUTE = 'azurerm_route';

/** Route tables with inline and standalone routes, and stubs for tables outside the input that routes name. */
export function routeTables(context: EstateContext): readonly RouteTable[] {
  const { directory, read } = context;
  const owner = { type: TABLE, nameAttribute: 'route_table_name' };
  const standalone = childrenOf(context, directory.managed(ROUTE), owner, (route) => routeOf(context, route.attributes, originOf(route)));
  const removed = childrenOf(context, directory.removed(ROUTE), owner, (route) => read.text(route.attributes, 'name'));
  const tables = directory.ofType(TABLE).map((table): RouteTable => {
    const id = table.address;
    const { known, unknown } = knownBlocks(read.blocks(table.attributes, 'route'));
    const combined = combine(context, table, {
      attribute: 'route',
      inline: known.map((block) => routeOf(context, block, originOf(table), block.path)),
      standalone: standalone.byOwner.of(id),
      removed: new Set(removed.byOwner.of(id).flatMap((name) => (typeof name === 'string' ? [name.toLowerCase()] : []))),
      findingId: 'inline-and-standalone-routes',
      noun: 'routes',
      standaloneType: ROUTE,
    });
    if (table.mode === 'managed' && table.attributes.get('route') === null) {
      context.notes.assume(`${id} holds no routes but those of the input: its route is not set, so Terraform leaves what Azure has.`);
    }
    const hidden = firstOf(table.uncertain, combined.contested, unknown, table.extendable, standalone.hiddenAt.get(id), standalone.hiddenEverywhere);
    return {
      id,
      origin: originOf(table),
      name: read.requiredText(table.attributes, 'name'),
      routes: combined.children,
      ...(hidden === undefined ? {} : { hiddenRoutes: hidden }),
    };
  });
  const stubs = [...standalone.outside.values()].map((outside): RouteTable => ({
    id: outside.id,
    origin: { address: outside.id },
    name: outside.name,
    routes: standalone.byOwner.of(outside.id),
    hiddenRoutes: Unknown.at(outside.id, 'is not in the input, so it may hold other routes'),
  }));
  return [...tables, ...stubs];
}

export function routeTableAssociations({ directory }: EstateContext): readonly RouteTableAssociation[] {
  const written = directory.managed('azurerm_subnet_route_table_association').map((association): RouteTableAssociation => ({
    origin: originOf(association),
    routeTable: association.uncertain ?? directory.requiredLink(association.attributes, 'route_table_id'),
    subnet: directory.requiredLink(association.attributes, 'subnet_id'),
  }));
  const reported = directory.ofType('azurerm_subnet').filter(({ mode }) => mode === 'data').flatMap((subnet: ResourceInstance) => {
    const table = directory.link(subnet.attributes, 'route_table_id');
    return typeof table === 'string' ? [{ origin: originOf(subnet), routeTable: table, subnet: subnet.address }] : [];
  });
  return [...written, ...reported];
}

function routeOf({ read, directory }: EstateContext, block: Block, origin: Origin, attribute?: string): Route {
  const written = block.get('next_hop_in_ip_address');
  const isFirewall = written instanceof Reference && written.target.type === 'azurerm_firewall' && /private_ip_address$/.test(written.attribute);
  const nextHopAddress = read.text(block, 'next_hop_in_ip_address');
  return {
    origin,
    ...(attribute === undefined ? {} : { attribute }),
    name: read.requiredText(block, 'name'),
    addressPrefix: read.requiredText(block, 'address_prefix'),
    nextHopType: read.requiredText(block, 'next_hop_type'),
    ...(nextHopAddress === undefined ? {} : { nextHopAddress }),
    ...(isFirewall ? { nextHopFirewall: directory.idOf(written.target) } : {}),
  };
}
