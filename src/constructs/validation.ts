import { Annotations, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { cloudRefusals } from './cloud-refusals';
import { emittedRefusals } from './emitted-refusals';
import { Question, questionsAbout, SensorDeclaration } from './questions';
import { SensorWorkspace } from './sensor-workspace';
import { Attributes, stackConfiguration, withoutResources } from './stack-configuration';

/**
 * Has the stack proven when it is synthesized: that Azure will take what the construct emits, and that nothing else in the
 * stack keeps the sensors from their workspace.
 *
 * The proof is about the stack as a whole, so it is done once for all constructs in it and its errors are told once.
 */
export function proveAtSynth(construct: Construct, declaration: EarlyDeclaration): void {
  const stack = TerraformStack.of(construct);
  let declarations = DECLARATIONS.get(stack);
  if (!declarations) {
    const all: EarlyDeclaration[] = [];
    declarations = all;
    DECLARATIONS.set(stack, all);
    stack.node.addValidation({ validate: () => errorsOf(stack, all.map((one) => ({ ...one, emits: one.emits() }))) });
  }
  declarations.push(declaration);
  warn(construct, declaration.workspace);
}

/** A declaration when its construct is made: resources can get another logical id, and so another address, until the synth. */
type EarlyDeclaration = Omit<SensorDeclaration, 'emits'> & { readonly emits: () => SensorDeclaration['emits'] };

const DECLARATIONS = new WeakMap<TerraformStack, EarlyDeclaration[]>();

function warn(construct: Construct, workspace: SensorWorkspace): void {
  workspace._warnings.forEach((warning) => Annotations.of(construct).addWarning(warning));
  if (!workspace._isNameKnown) {
    Annotations.of(construct).addWarning(
      'The workspace name is filled in by Terraform, so nothing is proven when the stack is synthesized; ' +
      'prove the plan: write it with "terraform show -json <plan file> > plan.json" and run "mdi-egress verify plan.json".',
    );
  }
}

function errorsOf(stack: TerraformStack, declarations: readonly SensorDeclaration[]): string[] {
  const { terraform, resources } = stackConfiguration(stack);
  const refusals = [
    ...declarations.flatMap(({ emits }) => emittedRefusals(emits, resources)),
    ...cloudRefusals(declarations, terraform, resources),
  ];
  // What Azure refuses is never applied: then there is nothing to prove, and its consequences would only hide the cause.
  if (refusals.length > 0) return [...new Set(refusals.map(({ message }) => message))];
  return questionsAbout(declarations, resources).flatMap((question) => violations(terraform, question));
}

function violations(terraform: Attributes, question: Question): string[] {
  // Loaded when it is needed: whoever uses the constructs without a synth goes without it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const proof = require('../harness/synth-proof') as typeof import('../harness/synth-proof');
  try {
    const { elsewhere, ...options } = question;
    return proof.violationsOf(withoutResources(terraform, elsewhere), options);
  } catch (error) {
    if (proof.isUsageProblem(error)) return [error.message];
    throw error;
  }
}
