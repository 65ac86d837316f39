import { join } from 'node:path';
import { loadPackageDefinition, sendUnaryData, Server, ServerCredentials, ServerUnaryCall } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { CHECKS, Mode } from './checks';
import { valueProblems } from './checks/evaluate';
import { EXTRACT } from './extract';
import { schemaMessage } from './schema-message';
import { DynamicValue, fromMessage } from './value';

/*
 * A stand-in for the azurerm provider, for development and tests alone. It has the real provider's schema and its value checks, and nothing
 * else: Terraform's own core reads, types and counts what is synthesized, and asks it of each resource, as `terraform validate` does. It
 * talks over loopback, and neither knows Azure nor can make anything there.
 */

/** A running stand-in. */
export interface StandIn {
  /** What Terraform is to have in its environment, so that it talks to this process and not to one that it would start. */
  readonly environment: { readonly TF_REATTACH_PROVIDERS: string };
  close(): void;
}

type Handler = (request: any) => object;

const HANDLERS: Readonly<Record<string, Handler>> = {
  GetSchema: () => schemaMessage(EXTRACT),
  PrepareProviderConfig: ({ config }) => ({ prepared_config: config }),
  ValidateResourceTypeConfig: ({ type_name: type, config }) => ({ diagnostics: diagnosticsOf('resource', type, config) }),
  ValidateDataSourceConfig: ({ type_name: type, config }) => ({ diagnostics: diagnosticsOf('data', type, config) }),
  Stop: () => ({}),
};

function diagnosticsOf(mode: Mode, type: string, config: DynamicValue): object[] {
  return valueProblems(mode, type, fromMessage(config)).map(({ path: [first], message }) => ({
    severity: 'ERROR',
    summary: 'The provider refuses this value',
    detail: `${message} (${CHECKS[mode][type].source}).`,
    // No further: Terraform knows an element of a set by its value and not by its place.
    attribute: { steps: first === undefined ? [] : [{ attribute_name: first }] },
  }));
}

export async function startStandIn(): Promise<StandIn> {
  const definition = loadPackageDefinition(loadSync(join(__dirname, 'tfplugin5.proto'), { keepCase: true, defaults: true, enums: String, longs: Number }));
  const server = new Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
  server.addService((definition.tfplugin5 as any).Provider.service, Object.fromEntries(
    Object.entries(HANDLERS).map(([name, handler]) => [name, answering(handler)]),
  ));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  const reattach = {
    [EXTRACT.provider]: {
      Protocol: 'grpc', ProtocolVersion: 5, Pid: process.pid, Test: true, Addr: { Network: 'tcp', String: `127.0.0.1:${port}` },
    },
  };
  return { environment: { TF_REATTACH_PROVIDERS: JSON.stringify(reattach) }, close: () => server.forceShutdown() };
}

function answering(handler: Handler) {
  return ({ request }: ServerUnaryCall<any, any>, answer: sendUnaryData<any>): void => {
    try {
      answer(null, handler(request));
    } catch (error) {
      answer({ code: 13, message: String(error) });
    }
  };
}
