import { Fn, IResolvable } from 'cdktf';
import { refuse } from './errors';
import { expressionOf, isFilledByTerraform } from './tokens';

/*
 * Values that scripts take as they are, so that a plan can be read. They have no character that any shell on the way reads anything into:
 * what is written is checked when it is written, and what Terraform fills in is checked by Terraform, before anything is applied.
 */

interface PlainValue {
  /** RE2, which Terraform uses, and JavaScript read it alike. No backslashes: between the quotes of Terraform they would need more of them. */
  readonly pattern: string;
  readonly what: string;
  readonly example: string;
}

const HOST = '(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[[][0-9A-Fa-f:.]+])';

const PLAIN_VALUES = {
  'proxy-url': { pattern: `^https?://${HOST}:[0-9]{1,5}$`, what: 'The URL of the proxy', example: 'http://proxy.contoso.com:8080' },
  'sensor-api-url': { pattern: '^https://[a-z0-9.-]+$', what: 'The URL of the sensor API', example: 'https://contoso-corpsensorapi.atp.azure.com' },
  'key-vault-secret': {
    pattern: '^https://[A-Za-z0-9-]+(?:[.][A-Za-z0-9-]+)+/secrets/[A-Za-z0-9-]+(?:/[A-Za-z0-9]+)?$',
    what: 'The URL of the Key Vault secret',
    example: 'https://kv-identity.vault.azure.net/secrets/sensor-proxy',
  },
  'run': { pattern: '^[A-Za-z0-9._:+-]{1,64}$', what: 'runAgainWhen', example: '2026-06-30' },
} as const satisfies Readonly<Record<string, PlainValue>>;

export type PlainValueKind = keyof typeof PLAIN_VALUES;

/** Refuses what is written and not of the form; the message does not repeat it, since a URL may hold a password. */
export function checkPlainValue(kind: PlainValueKind, value: string): void {
  if (isFilledByTerraform(value)) return;
  const { pattern, what, example } = PLAIN_VALUES[kind];
  if (!new RegExp(pattern).test(value)) throw refuse('plain-value', what, example);
}

/** The same check of what Terraform fills in, made by Terraform; nothing where there is nothing left to check. */
export function conditionsOn(values: readonly { readonly kind: PlainValueKind; readonly value: string }[]): { condition: IResolvable; errorMessage: string }[] {
  return values.filter(({ value }) => isFilledByTerraform(value)).map(({ kind, value }) => {
    const { pattern, what, example } = PLAIN_VALUES[kind];
    return { condition: Fn.can(Fn.regex(pattern, expressionOf(value))), errorMessage: `${what} is not of the form ${example}.` };
  });
}
