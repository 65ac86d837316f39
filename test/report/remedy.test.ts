import {
  ADDRESS_LIST_CURRENT_VIOLATED, NO_TLS_INSPECTION_VIOLATED, PKI_CRL_UNKNOWN, PKI_CRL_VIOLATED, SENSOR_API, SENSOR_API_VIOLATED,
} from './reports';
import { RequirementResult } from '../../src/proof';
import { remedy } from '../../src/report';

const DENIED_BY_ROUTE: RequirementResult = {
  ...SENSOR_API_VIOLATED,
  flows: [{
    ...SENSOR_API_VIOLATED.flows[0],
    decidedBy: [{ enforcementPoint: 'module.net.azurerm_route_table.spoke', rule: 'blackhole', action: 'deny', address: 'module.net.azurerm_route.blackhole' }],
  }],
};

const DENIED_TWICE: RequirementResult = {
  ...SENSOR_API_VIOLATED,
  flows: [{
    ...SENSOR_API_VIOLATED.flows[0],
    decidedBy: [
      { enforcementPoint: 'azurerm_network_security_group.nsg', rule: 'DenyAllOutBound', priority: 65500, action: 'deny' },
      { enforcementPoint: 'system routes', rule: 'system route to nowhere', action: 'deny' },
    ],
  }],
};

describe('what to do', () => {
  test.each([
    [
      'a written rule denies',
      SENSOR_API_VIOLATED,
      'Let a rule of azurerm_network_security_group.nsg that comes before rule "DenyInternet" (priority 150) allow ' +
      'tcp 443 from 10.1.0.4/31 to contoso-corpsensorapi.atp.azure.com, or narrow that rule.',
    ],
    [
      'a default denies',
      PKI_CRL_VIOLATED,
      'Add a rule to azurerm_firewall_policy.hub that allows tcp 80 from 10.1.0.4/31 to crl.microsoft.com.',
    ],
    [
      'a route drops it',
      DENIED_BY_ROUTE,
      'Change or override route "blackhole" of module.net.azurerm_route_table.spoke so that tcp 443 from 10.1.0.4/31 to ' +
      'contoso-corpsensorapi.atp.azure.com goes to the Internet or to a firewall that allows it.',
    ],
    [
      'more than one denies',
      DENIED_TWICE,
      'Add a rule to azurerm_network_security_group.nsg that allows tcp 443 from 10.1.0.4/31 to contoso-corpsensorapi.atp.azure.com.',
    ],
    [
      'a rule terminates TLS',
      NO_TLS_INSPECTION_VIOLATED,
      'Take TLS termination off rule "web / outbound / inspect" (priority 200) at azurerm_firewall_policy_rule_collection_group.web, ' +
      'or let a rule without it decide this traffic first: the sensor\'s connection is mutually authenticated.',
    ],
    [
      'a list lacks prefixes',
      ADDRESS_LIST_CURRENT_VIOLATED,
      'Put the service tag in place of the list, or add the missing prefixes to it.',
    ],
    [
      'something is not known',
      PKI_CRL_UNKNOWN,
      'Give what it depends on a value that the input shows (a literal, a variable with a value, a resource of the same input), ' +
      'or verify a plan made once it has one.',
    ],
    ['nothing is wrong', SENSOR_API, ''],
  ])('when %s', (_, result, expected) => {
    expect(remedy(result)).toBe(expected);
  });
});
