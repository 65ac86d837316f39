import { Explanation, FlowResult, ProofReport, RequirementResult } from '../../src/proof';
import { Source } from '../../src/requirements';

/*
 * Proofs written by hand, as the proof room would hand them over.
 */

export const SOURCE: Source = {
  title: 'Configure endpoint proxy and internet connectivity settings',
  section: 'Enable access to Defender for Identity service URLs in the proxy server',
  dated: '2024-02-12',
  url: 'https://learn.microsoft.com/defender-for-identity/deploy/configure-proxy',
};

const NSG = 'azurerm_network_security_group.nsg';
const POLICY = 'azurerm_firewall_policy.hub';

const allowedByNsg = {
  enforcementPoint: NSG,
  rule: 'AllowSensorApi',
  priority: 100,
  action: 'allow',
  address: 'azurerm_network_security_group.nsg',
  construct: 'stack/nsg',
} as const;

const sensorApiFlow: FlowResult = {
  source: '10.1.0.4/31',
  host: 'contoso-corpsensorapi.atp.azure.com',
  protocol: 'tcp',
  port: 443,
  verdict: 'satisfied',
  decidedBy: [
    allowedByNsg,
    { enforcementPoint: POLICY, rule: 'mdi / sensor / api', priority: 300, action: 'allow', address: 'azurerm_firewall_policy_rule_collection_group.mdi' },
  ],
  unknowns: [],
};

export const SENSOR_API: RequirementResult = {
  id: 'sensor-api',
  level: 'required',
  verdict: 'satisfied',
  statement: 'Every sensor reaches contoso-corpsensorapi.atp.azure.com over HTTPS, TCP port 443.',
  source: SOURCE,
  flows: [sensorApiFlow],
  reasons: [],
};

export const SENSOR_API_VIOLATED: RequirementResult = {
  ...SENSOR_API,
  verdict: 'violated',
  flows: [{
    ...sensorApiFlow,
    verdict: 'violated',
    decidedBy: [{
      enforcementPoint: NSG, rule: 'DenyInternet', priority: 150, action: 'deny', address: 'azurerm_network_security_rule.deny', construct: 'stack/nsg/deny',
    }],
    witness: { source: '10.1.0.4', destination: '4.208.124.106', protocol: 'tcp', port: 443 },
  }],
};

export const PKI_CRL: RequirementResult = {
  id: 'pki-crl',
  level: 'recommended',
  verdict: 'satisfied',
  statement: 'Every sensor reaches crl.microsoft.com over HTTP, TCP port 80.',
  source: SOURCE,
  flows: [{ ...sensorApiFlow, host: 'crl.microsoft.com', port: 80, decidedBy: [allowedByNsg] }],
  reasons: [],
};

export const PKI_CRL_UNKNOWN: RequirementResult = {
  ...PKI_CRL,
  verdict: 'unknown',
  flows: [{
    ...PKI_CRL.flows[0],
    verdict: 'unknown',
    decidedBy: [],
    unknowns: ['azurerm_ip_group.dc.cidrs[1] is not known before apply'],
  }],
};

export const PKI_CRL_VIOLATED: RequirementResult = {
  ...PKI_CRL,
  verdict: 'violated',
  flows: [{
    ...PKI_CRL.flows[0],
    verdict: 'violated',
    decidedBy: [allowedByNsg, { enforcementPoint: POLICY, rule: 'DenyAll', action: 'deny' }],
    witness: { source: '10.1.0.4', sourcePort: 1024, destination: 'crl.microsoft.com', protocol: 'tcp', port: 80, url: 'http://crl.microsoft.com/pki/a' },
  }],
};

export const NO_TLS_INSPECTION: RequirementResult = {
  id: 'no-tls-inspection',
  level: 'required',
  verdict: 'satisfied',
  statement: 'No rule that decides a sensor flow terminates TLS.',
  source: SOURCE,
  flows: [],
  reasons: [],
};

export const NO_TLS_INSPECTION_VIOLATED: RequirementResult = {
  ...NO_TLS_INSPECTION,
  verdict: 'violated',
  flows: [{
    ...sensorApiFlow,
    verdict: 'violated',
    decidedBy: [{
      enforcementPoint: POLICY, rule: 'web / outbound / inspect', priority: 200, action: 'allow', address: 'azurerm_firewall_policy_rule_collection_group.web',
    }],
    witness: { source: '10.1.0.4', destination: 'contoso-corpsensorapi.atp.azure.com', protocol: 'tcp', port: 443 },
  }],
};

export const ADDRESS_LIST_CURRENT_VIOLATED: RequirementResult = {
  id: 'address-list-current',
  level: 'recommended',
  verdict: 'violated',
  statement: 'Literal address lists that stand for AzureAdvancedThreatProtection cover it.',
  source: SOURCE,
  flows: [],
  reasons: ['azurerm_ip_group.mdi lacks 4.208.124.104/29'],
};

export function reportOf(verdict: ProofReport['verdict'], ...requirements: readonly RequirementResult[]): ProofReport {
  return {
    verdict,
    workspace: 'contoso-corp',
    cloud: 'commercial',
    serviceTags: { cloud: 'Public', changeNumber: 37, date: '2026-06-26' },
    requirements,
    findings: [],
    assumptions: ['No Azure Virtual Network Manager admin rule applies.', 'The sensors are 10.1.0.4/31: the sources of the rules that name the sensor host or tag.'],
    inputs: [{ path: 'plan.json', kind: 'terraform-plan' }],
  };
}

export const VIOLATED: ProofReport = {
  ...reportOf('violated', SENSOR_API_VIOLATED, PKI_CRL_UNKNOWN, NO_TLS_INSPECTION),
  findings: [{ id: 'priority-duplicate', level: 'error', message: 'Two rules have priority 150; Azure refuses that.', address: NSG }],
};

export const EXPLANATION: Explanation = {
  from: '10.1.0.4',
  to: 'AzureAdvancedThreatProtection',
  protocol: 'tcp',
  port: 443,
  verdict: 'unknown',
  points: [
    {
      enforcementPoint: NSG,
      kind: 'subnet-nsg',
      isReached: true,
      regions: [{
        packets: 'everything', conditions: ['azurerm_ip_group.dc.cidrs[1] holds 10.1.0.4'], rule: allowedByNsg,
      }],
      considered: [
        {
          rule: { enforcementPoint: NSG, rule: 'AllowDns', priority: 90, action: 'allow', address: NSG }, effect: 'does not match', decides: [],
          differsIn: [{ field: 'port', asks: ['53'] }, { field: 'protocol', asks: ['Udp'] }],
        },
        { rule: allowedByNsg, effect: 'decides', decides: ['everything'], differsIn: [] },
      ],
    },
    {
      enforcementPoint: 'azurerm_route_table.spoke',
      kind: 'route',
      isReached: true,
      regions: [{
        packets: 'everything',
        conditions: [],
        rule: { enforcementPoint: 'azurerm_route_table.spoke', rule: 'default', action: 'allow', address: 'azurerm_route.default' },
        nextHop: 'VirtualAppliance 10.0.0.4',
      }],
    },
    {
      enforcementPoint: POLICY,
      kind: 'firewall',
      isReached: true,
      regions: [{
        packets: '4.208.124.106/31, port 443', conditions: [], rule: { enforcementPoint: POLICY, rule: 'DenyAll', action: 'deny' },
      }],
    },
  ],
  unknowns: ['azurerm_ip_group.dc.cidrs[1] is not known before apply'],
  serviceTags: { cloud: 'Public', changeNumber: 37, date: '2026-06-26' },
  findings: [],
  assumptions: ['Threat intelligence is not in deny mode.'],
  inputs: [{ path: 'plan.json', kind: 'terraform-plan' }],
};
