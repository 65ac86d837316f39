import { Finding } from './estate';
import { SENSOR_SERVICE_TAG, SENSOR_SERVICE_TAGS, serviceTagNameProblems, ServiceTagFeature, ServiceTagNameProblem, ServiceTagSnapshot } from './service-tags';

/** Where a rule names a tag. */
export interface ServiceTagPlace {
  /** Address and attribute in the input. */
  readonly text: string;
  /** Terraform address alone. */
  readonly address: string;
}

/** What to tell about a tag that a rule names: a misspelling, a region that does not exist, a kind of rule that cannot have it. */
export function serviceTagFindings(written: string, feature: ServiceTagFeature, snapshot: ServiceTagSnapshot, place: ServiceTagPlace): Finding[] {
  return serviceTagNameProblems(written, feature, snapshot).map((problem) => ({ ...findingOf(problem, written, place), address: place.address }));
}

const KINDS_OF_RULE: Readonly<Partial<Record<ServiceTagFeature, string>>> = { NSG: 'an NSG rule', FW: 'a rule of Azure Firewall', UDR: 'a route' };

function findingOf(problem: ServiceTagNameProblem, written: string, { text }: ServiceTagPlace): Omit<Finding, 'address'> {
  switch (problem.kind) {
    case 'unknown': return {
      id: 'unknown-service-tag',
      level: 'warning',
      message: `${text} names "${written}", which is no address and no service tag of the snapshot; ${problem.suggestion === undefined
        ? `check the spelling (the sensor's tag is ${SENSOR_SERVICE_TAG})` : `did you mean ${problem.suggestion}? Correct the spelling`} or name a newer service tag file.`,
    };
    case 'no-regions': return {
      id: 'service-tag-without-regions',
      level: 'error',
      message: `${text} names "${written}", but the service tag ${problem.global} has no regional variants; write ${problem.global}.`,
    };
    case 'casing': return {
      id: 'service-tag-casing',
      level: 'warning',
      message: `${text} names "${written}", which Microsoft spells ${problem.name}; write it that way, since not every tool takes another case.`,
    };
    case 'feature': return {
      id: 'service-tag-without-feature',
      // Of the tags that nothing here depends on, the published features are not always what the documentation says.
      level: SENSOR_SERVICE_TAGS.includes(problem.name) ? 'error' : 'warning',
      message: `${text} names the service tag ${problem.name}, which Microsoft does not publish for ${KINDS_OF_RULE[problem.feature] ?? problem.feature}, so that Azure refuses it; `
        + 'write its addresses instead, in the rule or in an IP group.',
    };
  }
}
