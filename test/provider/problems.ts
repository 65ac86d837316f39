import { Mode } from './checks';
import { planProblems, valueProblems } from './checks/evaluate';
import { schemaProblems } from './schema-problems';
import { fromJson, Value } from './value';
import { azureRefusals } from '../support/azure-refusals';

type Json = Readonly<Record<string, unknown>>;

/** Everything that the provider has against emitted JSON, when it validates and when it plans, and that Azure has against it when it is applied. */
export function allProblems(terraform: Json): string[] {
  return [...schemaProblems(terraform), ...providerValueProblems(terraform), ...azureRefusals(terraform)];
}

/** What the provider's checks of values have against it. */
export function providerValueProblems(terraform: Json): string[] {
  return (['resource', 'data'] as const).flatMap((mode: Mode) => Object.entries((terraform[mode] ?? {}) as Readonly<Record<string, Json>>)
    .flatMap(([type, byName]) => Object.entries(byName).flatMap(([name, body]) => problemsOf(mode, type, fromJson(body)).map((problem) => `${type}.${name}: ${problem}`))));
}

function problemsOf(mode: Mode, type: string, config: Value): string[] {
  return [...valueProblems(mode, type, config).map(({ message }) => message), ...planProblems(mode, type, config)];
}
