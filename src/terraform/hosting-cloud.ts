import { cloudOfEnvironment, cloudOfMetadataHost, isUnknown, Maybe, Unknown } from '../azure';
import { JsonObject, isJsonObject, member, objectMember, stringMember } from './json';
import { PlanExpression, planExpression } from './plan-configuration';
import { Attribute, ResourceInstance } from './resource';

/*
 * Which Azure the input's rules are in: what service tags mean depends on it. Microsoft's service tag files name the clouds.
 */

/** Settings of one azurerm provider block that choose the cloud; absent where they are not set. */
export interface ProviderSettings {
  readonly environment?: Attribute;
  readonly metadataHost?: Attribute;
}

/** The cloud that provider blocks choose together; `undefined` where none chooses. */
export function cloudOfProviders(providers: readonly ProviderSettings[]): Maybe<string> | undefined {
  return agreedCloud(providers.map(({ environment, metadataHost }) =>
    cloudOf(environment, 'environment', cloudOfEnvironment) ?? cloudOf(metadataHost, 'metadata_host', cloudOfMetadataHost)));
}

/** The cloud that several provider blocks or inputs are all for; where only some say, the others may be for another. */
export function agreedCloud(said: readonly (Maybe<string> | undefined)[]): Maybe<string> | undefined {
  const cloud = oneCloud(said);
  if (typeof cloud !== 'string' || !said.includes(undefined)) return cloud;
  return Unknown.at('the azurerm providers', `are for the cloud ${cloud} in part and do not say it everywhere, so which a rule is in is not determined`);
}

/** The one cloud of several statements, silence aside; unknown where they differ or one is, `undefined` where nothing is said. */
export function oneCloud(said: readonly (Maybe<string> | undefined)[]): Maybe<string> | undefined {
  const clouds = said.filter((cloud) => cloud !== undefined);
  const unknown = clouds.find(isUnknown);
  if (unknown) return unknown;
  const names = [...new Set(clouds)];
  return names.length < 2 ? names[0] : Unknown.at('the azurerm providers', `are for different clouds (${names.join(', ')}), so which a rule is in is not determined`);
}

/** The cloud that the regions of resources tell where no provider block chooses one. */
export function cloudOfRegions(resources: readonly ResourceInstance[]): Maybe<string> | undefined {
  return oneCloud(resources.filter(({ type, mode }) => mode === 'managed' && type.startsWith('azurerm_')).map(({ attributes }) => {
    const location = attributes.get('location');
    if (typeof location !== 'string') return undefined;
    const region = location.toLowerCase().replace(/\s/g, '');
    return /^us(gov|dod)/.test(region) ? 'AzureGovernment' : region.startsWith('china') ? 'China' : undefined;
  }));
}

/** Settings of the azurerm provider blocks of a plan. */
export function providersOfPlan(plan: JsonObject): readonly ProviderSettings[] {
  const variables = objectMember(plan, 'variables');
  return Object.values(objectMember(objectMember(plan, 'configuration'), 'provider_config'))
    .filter((provider): provider is JsonObject => isJsonObject(provider) && stringMember(provider, 'name') === 'azurerm')
    .map((provider) => {
      const setting = (name: string): Attribute => valueOf(planExpression(member(objectMember(provider, 'expressions'), name)), name, variables);
      return { environment: setting('environment'), metadataHost: setting('metadata_host') };
    });
}

function valueOf(expression: PlanExpression | undefined, name: string, variables: JsonObject): Attribute {
  if (!expression) return null;
  if (typeof expression.constant === 'string' && expression.references.length === 0) return expression.constant;
  const [reference] = expression.references;
  if (expression.references.length === 1 && reference.kind === 'traversal' && reference.root === 'var' && reference.steps.length === 1) {
    const [step] = reference.steps;
    const value = step.kind === 'attribute' ? member(objectMember(variables, step.name), 'value') : undefined;
    if (typeof value === 'string') return value;
  }
  return Unknown.at(`${name} of the azurerm provider`, 'is an expression whose value the plan does not show');
}

function cloudOf(value: Attribute | undefined, name: string, cloudNamed: (text: string) => string | undefined): Maybe<string> | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (value instanceof Unknown) return value;
  const cloud = typeof value === 'string' ? cloudNamed(value) : undefined;
  return cloud ?? Unknown.at(`${name} of the azurerm provider`, typeof value === 'string' ? 'names no cloud that is known' : 'is no text that the input shows');
}
