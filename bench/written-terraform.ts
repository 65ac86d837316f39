import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';

export type StackClass = new (scope: Construct, id: string) => TerraformStack;

/**
 * What a stack writes into an output folder when it is synthesized, without the comments that say where its constructs stand
 * in the tree.
 */
export function writtenTerraform(outdir: string, Stack: StackClass, id: string): unknown {
  const app = new App({ outdir });
  new Stack(app, id);
  app.synth();
  const text = readFileSync(join(outdir, 'stacks', id, 'cdk.tf.json'), 'utf8');
  return JSON.parse(text, (key, value: unknown) => (key === '//' ? undefined : value));
}
