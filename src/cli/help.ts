/*
 * Texts of `--help`. Descriptions are wrapped to the terminal; the lists after them are shown as they stand here.
 */

export const DESCRIPTION = paragraphs(
  'Proves from Terraform that the sensors of Microsoft Defender for Identity can reach what the documentation asks for, ' +
  'through the network security groups, routes and Azure Firewall rules that will be applied.',
  'All commands but ping read files and nothing else: no credentials, no network, and no code from the input is run.',
);

export const EXIT_CODES = `
Exit codes:
  0  every requirement that counts is satisfied
  1  one is violated: the report names a packet and the rule that denies it
  2  none is violated, but one depends on something the input does not say
  3  an input or an argument cannot be used; standard error says which
Required requirements count; with --strict the recommended ones count too.
`;

export const EXAMPLES = `
Examples:
  terraform show -json plan.out > plan.json
  mdi-egress verify plan.json --workspace contoso-corp
  mdi-egress verify infrastructure/ --workspace contoso-corp
  mdi-egress verify cdktf.out --workspace contoso-corp --sensors 10.1.0.4 --strict
  mdi-egress verify plan.json --workspace contoso-corp --format json --output proof.json
  mdi-egress verify hub.json 'plans/**/*.json' --workspace contoso-corp --format markdown
  mdi-egress explain plan.json --from 10.1.0.4 --to crl.microsoft.com:80
  mdi-egress diff main.json plan.json --workspace contoso-corp
  mdi-egress requirements --workspace contoso-corp
  mdi-egress service-tags check plan.json
  mdi-egress allow-list --for squid --workspace contoso-corp --sensors 10.1.0.4
  mdi-egress ping --workspace contoso-corp
`;

export const VERIFY_DESCRIPTION = paragraphs(
  'Proves every documented requirement from the inputs taken together.',
  'An INPUT in quotation marks may be a pattern: each file that it matches is a configuration of its own, taken together ' +
  'with the inputs that are named beside the pattern, and one report tells of all.',
  'For each flow it follows the network security group of the interface, the one of the subnet, the route and the firewall ' +
  'policy, in Azure\'s own order, over every packet and not over samples.',
  '"satisfied" holds whatever the unknowns turn out to be, "violated" comes with a packet and the rule that denies it, ' +
  '"unknown" with what it depends on. What the proof takes for granted is printed as numbered assumptions.',
);

export const EXPLAIN_DESCRIPTION = paragraphs(
  'Tells what happens to some traffic: each enforcement point in order, and which rule decides which part of it there.',
);

export const EXPLAIN_EXIT_CODES = `
Exit codes:
  0  all of the traffic is permitted
  1  some of it is denied
  2  it depends on something the input does not say
  3  an input or an argument cannot be used; standard error says which
`;

export const DIFF_DESCRIPTION = paragraphs(
  'Tells what a change does to traffic: what it opens and closes at each enforcement point and for the sensors over their ' +
  'whole path, with the rule that decided before and the one that decides after, and the requirements that it breaks.',
  'Renumbered, renamed, reordered, split or merged rules that decide the same are no change of traffic. What depends on ' +
  'something neither input says is told as "perhaps", with what it depends on.',
  'It judges the change, not the state: a requirement that was violated before and still is does not count. Use verify for that.',
);

export const DIFF_EXIT_CODES = `
Exit codes:
  0  the change breaks no requirement that counts
  1  it breaks one: violated after the change, and not before
  2  it breaks none, but one that was satisfied depends on something the input does not say
  3  an input or an argument cannot be used; standard error says which
Required requirements count; with --strict the recommended ones count too.
`;

export const REQUIREMENTS_DESCRIPTION = 'Prints the documented requirements with their flows and sources.';

const TERRAFORM = 'plan JSON (terraform show -json), cdk.tf.json, folder of Terraform files (*.tf, *.tf.json)';

export const INPUT = `${TERRAFORM} or cdktf.out folder`;

/** What `verify` takes beside that. */
export const VERIFIED_INPUT = `${TERRAFORM}, cdktf.out folder, or a squid.conf on its own`;

/** Of commands that print something and judge nothing. */
export const PRINTING_EXIT_CODES = `
Exit codes:
  0  it is printed
  3  an argument cannot be used; standard error says which
`;

function paragraphs(...texts: readonly string[]): string {
  return texts.join('\n\n');
}
