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
      'contoso-corpsensorapi.atp.azure.com can go to the Internet or to a firewall that allows it.',
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
      'Give what it depends on a value that the input shows (a literal or a variable with a value; a tag of the service tag file), ' +
      'verify a plan made once it has one, or let a rule that does not depend on it decide.',
    ],
    ['nothing is wrong', SENSOR_API, ''],
  ])('when %s', (_, result, expected) => {
    expect(remedy(result)).toBe(expected);
  });

  test('names every source, with its own hosts', () => {
    const [flow] = PKI_CRL_VIOLATED.flows;
    const several = { ...PKI_CRL_VIOLATED, flows: [flow, { ...flow, host: 'ctldl.windowsupdate.com' }, { ...flow, source: '10.2.0.4' }] };
    expect(remedy(several)).toBe('Add a rule to azurerm_firewall_policy.hub that allows tcp 80 from 10.1.0.4/31 to crl.microsoft.com and ctldl.windowsupdate.com '
      + 'and tcp 80 from 10.2.0.4 to crl.microsoft.com.');
  });

  test('counts sources beyond the third', () => {
    const [flow] = PKI_CRL_VIOLATED.flows;
    const flows = [1, 2, 3, 4, 5].map((n) => ({ ...flow, source: `10.${n}.0.4` }));
    expect(remedy({ ...PKI_CRL_VIOLATED, flows })).toBe('Add a rule to azurerm_firewall_policy.hub that allows tcp 80 from 10.1.0.4 to crl.microsoft.com, '
      + 'tcp 80 from 10.2.0.4 to crl.microsoft.com, tcp 80 from 10.3.0.4 to crl.microsoft.com and the flows of 2 more sources.');
  });

  test('leaves flows to the list above it where several requirements are told together', () => {
    expect(remedy(PKI_CRL_VIOLATED, { ...PKI_CRL_VIOLATED, id: 'pki-ctl' })).toBe('Add a rule to azurerm_firewall_policy.hub that allows these flows.');
  });
});
