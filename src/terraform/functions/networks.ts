import { Arguments, TerraformFunction } from './arguments';
import { Address, formatAddress, parseAddress } from '../../packets';

/** A prefix: the address as a number, without the bits beyond the prefix. */
interface Prefix {
  readonly network: bigint;
  readonly length: number;
  readonly bits: 32 | 128;
}

/** Functions on prefixes: "IP Network Functions". */
export const NETWORK_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  cidrhost: (args) => {
    const { network, length, bits } = prefixOf(args, 0);
    const hosts = 1n << BigInt(bits - length);
    const number = BigInt(args.integer(1));
    const host = number < 0n ? hosts + number : number;
    if (host < 0n || host >= hosts) throw args.refuse('asks for a host beyond the prefix');
    return written(network + host, bits);
  },
  cidrnetmask: (args) => {
    const { length, bits } = prefixOf(args, 0);
    if (bits !== 32) throw args.refuse('is called with a prefix that is not of IPv4');
    return written(((1n << 32n) - 1n) ^ ((1n << BigInt(32 - length)) - 1n), 32);
  },
  cidrsubnet: (args) => {
    const prefix = prefixOf(args, 0);
    const [added, number] = [args.integer(1), args.integer(2)];
    return subnet(args, prefix, added, BigInt(number));
  },
  cidrsubnets: (args) => {
    const prefix = prefixOf(args, 0);
    let next = 0n;
    return args.all.slice(1).map((_, at) => {
      const added = args.integer(at + 1);
      if (added < 1 || prefix.length + added > prefix.bits) throw args.refuse('asks for a prefix that is too long');
      const size = 1n << BigInt(prefix.bits - prefix.length - added);
      // The next one that begins at a multiple of its size.
      const start = (next + size - 1n) / size;
      next = (start + 1n) * size;
      return subnet(args, prefix, added, start);
    });
  },
};

function subnet(args: Arguments, { network, length, bits }: Prefix, added: number, number: bigint): string {
  const newLength = length + added;
  if (added < 0 || newLength > bits) throw args.refuse('asks for a prefix that is too long');
  if (number < 0n || number >= 1n << BigInt(added)) throw args.refuse('asks for a subnet beyond the prefix');
  return `${written(network + (number << BigInt(bits - newLength)), bits)}/${newLength}`;
}

function prefixOf(args: Arguments, at: number): Prefix {
  const [text, lengthText = '', ...more] = args.text(at).split('/');
  const address = parseAddress(text ?? '');
  // Leading zeros: Terraform takes them for decimal, other readers for octal.
  if (address === undefined) throw args.leave('is called with something that is no prefix of addresses');
  const bits = typeof address === 'number' ? 32 : 128;
  const length = Number(lengthText);
  if (more.length > 0 || !/^\d{1,3}$/.test(lengthText) || length > bits) throw args.refuse('is called with something that is no prefix of addresses');
  const hostBits = BigInt(bits - length);
  return { network: (BigInt(address) >> hostBits) << hostBits, length, bits };
}

function written(address: bigint, bits: 32 | 128): string {
  const typed: Address = bits === 32 ? Number(address) : address;
  return formatAddress(typed);
}
