import { refuse } from './errors';
import { checkResourceId } from './resource-ids';
import { isFilledByTerraform } from './tokens';

/** Options of a PAC file that the firewall serves. */
export interface ExplicitProxyPacFileOptions {
  /**
   * TCP port that the firewall serves the file on, 1 to 35536.
   *
   * @default 8090
   */
  readonly port?: number;
  /**
   * Resource id of a user-assigned managed identity that reads the file, where its URL has no shared access signature. Azure wants a name
   * that begins with `PacFileMSI-`.
   *
   * @default - none: the URL is enough
   */
  readonly identityId?: string;
}

/** Where Azure Firewall fetches the PAC file that it serves to clients. */
export class ExplicitProxyPacFile {
  /**
   * A blob.
   *
   * @param url of the blob. With a shared access signature it is a secret: give a token of a sensitive variable, which Terraform does not show;
   * a text with a query is refused
   * @param options port and identity
   */
  public static atUrl(url: string, options: ExplicitProxyPacFileOptions = {}): ExplicitProxyPacFile {
    if (!isFilledByTerraform(url)) {
      if (url.includes('?')) throw refuse('pac-url-secret');
      if (!/^https:\/\/[a-z0-9.-]+\/\S+$/i.test(url)) throw refuse('pac-url');
    }
    if (options.identityId !== undefined) checkResourceId('Managed identity', options.identityId);
    return new ExplicitProxyPacFile(url, options);
  }

  /** @internal */
  public readonly _url: string;
  /** @internal */
  public readonly _port: number;
  /** @internal */
  public readonly _identityId?: string;

  private constructor(url: string, { port, identityId }: ExplicitProxyPacFileOptions) {
    this._url = url;
    this._port = port ?? 8090;
    this._identityId = identityId;
  }
}
