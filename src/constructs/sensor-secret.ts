import { Fn, Token } from 'cdktf';
import { refuse } from './errors';
import { checkPlainValue } from './script-values';
import { expressionOf } from './tokens';

/** A password or key that a script on a machine needs. */
export class SensorSecret {
  /**
   * The secret itself, which travels in protected parameters alone. Give a token: a sensitive variable, or the value of a Key Vault
   * secret that Terraform reads. It is then in Terraform's state, as everything is that Terraform sets.
   *
   * A text that is no token is taken as it stands, `${…}` in it too.
   *
   * @param value the secret, or a token
   */
  public static ofValue(value: string): SensorSecret {
    checkSecretText('secret', value);
    return new SensorSecret({ kind: 'value', base64: base64Of(value) });
  }

  /**
   * A secret of Azure Key Vault that the machine reads itself, with its system-assigned managed identity, when the script runs. Neither
   * Terraform nor its state ever has it. The identity needs the role Key Vault Secrets User, and the machine a way to the vault.
   *
   * @param secretUrl URL of the secret, such as `https://kv-identity.vault.azure.net/secrets/sensor-proxy`, or a token
   */
  public static inKeyVault(secretUrl: string): SensorSecret {
    checkPlainValue('key-vault-secret', secretUrl);
    return new SensorSecret({ kind: 'key-vault', url: secretUrl });
  }

  /** @internal */
  public readonly _form: SensorSecretForm;

  private constructor(form: SensorSecretForm) {
    this._form = form;
  }
}

export type SensorSecretForm =
  | { readonly kind: 'value'; readonly base64: string }
  | { readonly kind: 'key-vault'; readonly url: string };

/** No message says more of a secret than what it is of. */
export function checkSecretText(what: string, text: string): void {
  if (text === '') throw refuse('secret-empty', what);
  if (text.includes('\0')) throw refuse('secret-nul', what);
}

/** Base64 of the text in UTF-8: letters, digits, `+`, `/` and `=`, whatever is in it. */
export function base64Of(text: string): string {
  return Token.isUnresolved(text) ? Fn.base64encode(expressionOf(text)) : Buffer.from(text, 'utf8').toString('base64');
}
