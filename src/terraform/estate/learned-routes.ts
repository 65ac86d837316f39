import { LearnedDefaultRoute, Unknown } from '../../azure';
import { placeOf } from '../resource';
import { EstateContext, knownBlocks, originOf } from './context';

/*
 * Default routes that the input says a network learns: by the default site of a VPN gateway ("forced tunneling"), and by the
 * connection to a virtual hub that is told to pass on the hub's default route.
 */
export function learnedDefaultRoutes(context: EstateContext): readonly LearnedDefaultRoute[] {
  return [...defaultSites(context), ...hubConnections(context)];
}

function defaultSites({ directory, read }: EstateContext): LearnedDefaultRoute[] {
  return directory.managed('azurerm_virtual_network_gateway').flatMap((gateway): LearnedDefaultRoute[] => {
    const { attributes } = gateway;
    const site = read.text(attributes, 'default_local_network_gateway_id');
    if (site === undefined) return [];
    const [configuration] = knownBlocks(read.blocks(attributes, 'ip_configuration')).known;
    const subnet = configuration && directory.link(configuration, 'subnet_id');
    const place = placeOf(attributes, 'default_local_network_gateway_id');
    const why = site instanceof Unknown ? 'may send all traffic to the Internet to another site' : 'sends all traffic to the Internet to another site (forced tunneling)';
    return [{
      origin: originOf(gateway), ...(subnet === undefined ? {} : { subnet }), reachesPeers: true, mayEndAtFirewall: false,
      unknown: gateway.uncertain ?? Unknown.at(place, why),
    }];
  });
}

function hubConnections({ directory, read }: EstateContext): LearnedDefaultRoute[] {
  return directory.managed('azurerm_virtual_hub_connection').flatMap((connection): LearnedDefaultRoute[] => {
    const { attributes } = connection;
    const enabled = read.flag(attributes, 'internet_security_enabled') ?? false;
    if (enabled === false) return [];
    const place = placeOf(attributes, 'internet_security_enabled');
    return [{
      origin: originOf(connection), virtualNetwork: directory.requiredLink(attributes, 'remote_virtual_network_id'), reachesPeers: false, mayEndAtFirewall: true,
      unknown: connection.uncertain ?? Unknown.at(place, `${enabled === true ? 'passes' : 'may pass'} on the default route of the virtual hub, and where that leads is not read`),
    }];
  });
}
