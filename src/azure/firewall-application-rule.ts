import { IntervalSet, Region } from '../packets';
import { Place } from './address-terms';
import { PROTOCOL } from './egress-space';
import { ApplicationProtocol, ApplicationRule } from './estate';
import { ApplicationTraffic, FirewallContext } from './firewall-context';
import { placeOf, refusedAsUnset, sourceRegions, unsupported } from './firewall-rule-parts';
import { fqdnTagHolds } from './fqdn-tags';
import { matchFqdn, matchUrl } from './host-names';
import { portRegions } from './ports';
import { intersections } from './rule-row';
import { isUnknown, Maybe, Unknown } from './unknown';

/** The packets an application rule matches, as a union; none for traffic that application rules do not see. */
export function applicationRuleRegions(rule: ApplicationRule, context: FirewallContext): Region[] {
  const { space, application } = context;
  // Dual-stack firewalls take IPv6 in network rules alone (deploy a dual-stack firewall, 2026-07-16).
  if (application === undefined || space.family === 'ipv6') return [];
  const { names, tags } = applicationHostRegions(rule, context, application);
  const protocols = applicationProtocolRegions(rule.protocols, rule, context, application);
  const matched = intersections(sourceRegions(rule, context), [
    ...intersections(protocols, names),
    ...(tags.length > 0 ? intersections([...protocols, ...fqdnTagProtocolRegions(rule, protocols, context, application)], tags) : []),
  ]);
  if (rule.destinationAddresses.length === 0) return matched;
  const unsaid = Unknown.at(placeOf(rule, 'destination_addresses').text, 'combines with names in a way that is not documented');
  return intersections(matched, [space.whereUnknownHolds('value', unsaid)]);
}

/** The hosts of an application rule: those that it names, and those of its FQDN tags, which bring protocols of their own. */
export function applicationHostRegions(
  rule: ApplicationRule, context: FirewallContext, application: ApplicationTraffic,
): { readonly names: Region[]; readonly tags: Region[] } {
  const { destinationFqdns, destinationUrls, destinationFqdnTags, webCategories } = rule;
  const isNamed = destinationFqdns.length + destinationUrls.length + destinationFqdnTags.length + webCategories.length > 0;
  const names = [
    ...destinationFqdns.flatMap((fqdn, i) => fqdnRegions(fqdn, application, placeOf(rule, `destination_fqdns[${i}]`), context)),
    ...destinationUrls.flatMap((url, i) => urlRegions(url, application, rule, placeOf(rule, `destination_urls[${i}]`), context)),
    ...webCategories.flatMap((category) => webCategoryRegions(category, application, context)),
  ];
  return {
    names: isNamed ? names : refusedAsUnset('destination', rule, context),
    tags: destinationFqdnTags.flatMap((tag) => fqdnTagRegions(tag, application, rule, context)),
  };
}

export function applicationProtocolRegions(
  protocols: readonly Maybe<ApplicationProtocol>[], rule: ApplicationRule, context: FirewallContext, { scheme }: ApplicationTraffic,
): Region[] {
  const { space } = context;
  const tcp = space.everything.where(space.protocol, IntervalSet.interval<number>(PROTOCOL.tcp, PROTOCOL.tcp + 1))!;
  if (protocols.length === 0) {
    if (rule.destinationFqdnTags.length > 0) return [tcp];
    return [space.whereUnknownHolds('value', Unknown.at(placeOf(rule, 'protocols').text, 'is not set, which Azure refuses'))];
  }
  return protocols.flatMap((protocol) => {
    if (isUnknown(protocol)) return intersections([tcp], [space.whereUnknownHolds('value', protocol)]);
    return intersections([tcp], schemeRegions(protocol.type, scheme, rule, context), applicationPortRegions(protocol.port, rule, context));
  });
}

function schemeRegions(type: Maybe<string>, scheme: ApplicationTraffic['scheme'], rule: ApplicationRule, { space, notes }: FirewallContext): Region[] {
  if (isUnknown(type)) return [space.whereUnknownHolds('value', type)];
  const word = type.toLowerCase();
  if (['http', 'https', 'mssql'].includes(word)) return word === scheme ? [space.everything] : [];
  const place = placeOf(rule, 'protocols');
  notes.find({
    id: 'invalid-protocol', level: 'error', message: `${place.text} has the type "${type}", which Azure refuses; write Http, Https or Mssql.`, address: place.address,
  });
  return [space.whereUnknownHolds('value', Unknown.at(place.text, `has the type "${type}"`))];
}

function applicationPortRegions(port: Maybe<number>, rule: ApplicationRule, { space, notes }: FirewallContext): Region[] {
  const place = placeOf(rule, 'protocols');
  return portRegions(space, 'destination', [isUnknown(port) ? port : String(port)], `${place.text}.port`, place.address, notes);
}

/**
 * A tag holds hosts together with their protocols, and the documentation has rules for it say `https` whatever those are:
 * whether such a rule matches the hosts' other protocols is not said.
 */
export function fqdnTagProtocolRegions(rule: ApplicationRule, listed: readonly Region[], { space }: FirewallContext, { scheme }: ApplicationTraffic): Region[] {
  const port = scheme === 'http' ? 80 : 443;
  const asked = space.everything.where(space.protocol, IntervalSet.interval<number>(PROTOCOL.tcp, PROTOCOL.tcp + 1))!
    .where(space.destinationPort, IntervalSet.interval<number>(port, port + 1))!;
  if (listed.some((region) => region.contains(asked))) return [];
  const unsaid = Unknown.at(placeOf(rule, 'protocols').text, `may leave out ${scheme}:${port}, and whether a rule for an FQDN tag then matches it is not documented`);
  return intersections([asked], [space.whereUnknownHolds('value', unsaid)]);
}

function fqdnRegions(fqdn: Maybe<string>, { host }: ApplicationTraffic, place: Place, { space, notes }: FirewallContext): Region[] {
  if (isUnknown(fqdn)) return [space.whereUnknownHolds('value', fqdn)];
  if (fqdn === '*') {
    notes.assume('The FQDN * in an application rule matches every host (widely used, but not in the documented table of wildcards).');
    return [space.everything];
  }
  const match = host === undefined ? undefined : matchFqdn(fqdn, host);
  if (match === 'matches') return [space.everything];
  if (match === 'differs') return [];
  return match === undefined
    ? [space.whereUnknownHolds('value', Unknown.reference(`host is ${fqdn.toLowerCase()}`, `the host name that the traffic carries is not known, and ${place.text} asks for "${fqdn}"`))]
    : unsupported(fqdn, place, space, notes, 'write the exact host, or one * at the very left');
}

function urlRegions(
  url: Maybe<string>, { scheme, host }: ApplicationTraffic, rule: ApplicationRule, place: Place, { space, notes, sku, owner }: FirewallContext,
): Region[] {
  if (isUnknown(url)) return [space.whereUnknownHolds('value', url)];
  if (host === undefined) {
    return [space.whereUnknownHolds('value', Unknown.reference(`URL is ${url}`, `the URL of the traffic is not known, and ${place.text} asks for "${url}"`))];
  }
  const match = matchUrl(url, host);
  if (match === 'differs') return [];
  if (match === 'unsupported') return unsupported(url, place, space, notes, 'write host/path without scheme, port or query, with * at the very left or right');
  const part = (paths: IntervalSet<string>): Region[] => [space.everything.where(space.urlPath, paths)].filter((region) => region !== undefined);
  const possible = part(match.possible);
  // A question of its own: what keeps the rule from applying at all is another one about the same place.
  const beyond = (): Region => space.whereUnknownHolds('value', Unknown.reference(
    `paths of URL ${url}`, `${place.text} is "${url}", and whether that matches more than its exact path is not documented; write ${url.split('/')[0]}/*`,
  ));
  const matched = [...part(match.certain), ...(possible.length > 0 ? intersections(possible, [beyond()]) : [])];
  if (isUnknown(sku)) return intersections(matched, [space.whereUnknownHolds('value', sku)]);
  if (sku.toLowerCase() !== 'premium') {
    notes.find({
      id: 'url-without-premium',
      level: 'error',
      message: `${place.text} filters by URL, but ${owner} is of the ${sku} tier; use destination_fqdns, or a Premium policy.`,
      address: place.address,
    });
    return intersections(matched, [space.whereUnknownHolds('value', Unknown.at(place.text, `filters by URL, which the ${sku} tier of ${owner} does not do`))]);
  }
  // The path of an HTTPS request can be seen with TLS inspection alone (Azure Firewall Premium features, URL filtering).
  if (scheme === 'https' && rule.terminateTls !== true) {
    return intersections(matched, [space.whereUnknownHolds('value', Unknown.at(place.text, 'filters HTTPS by URL without terminate_tls, which cannot see the path'))]);
  }
  return matched;
}

function fqdnTagRegions(tag: Maybe<string>, { host }: ApplicationTraffic, rule: ApplicationRule, { space, notes }: FirewallContext): Region[] {
  if (isUnknown(tag)) return [space.whereUnknownHolds('value', tag)];
  if (host !== undefined && fqdnTagHolds(tag, host) === 'no') {
    notes.assume(`The FQDN tag ${tag} holds none but the hosts that its documentation lists.`);
    return [];
  }
  const unknown = Unknown.reference(`FQDN tag ${tag.toLowerCase()}`, `the hosts of the FQDN tag ${tag}, which ${placeOf(rule).text} uses, are kept by Microsoft and not published as a list`);
  return [space.whereUnknownHolds('value', unknown)];
}

function webCategoryRegions(category: Maybe<string>, { host }: ApplicationTraffic, { space }: FirewallContext): Region[] {
  if (isUnknown(category)) return [space.whereUnknownHolds('value', category)];
  return [space.whereUnknownHolds('value', Unknown.reference(
    `web category ${category.toLowerCase()} of ${host ?? 'the host'}`, `whether ${host ?? 'the host'} belongs to the web category ${category} is decided by Microsoft`,
  ))];
}
