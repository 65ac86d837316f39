import { createHash } from 'crypto';
import { IConstruct } from 'constructs';
import { RESOURCE_NAME_LENGTH_MAXIMUM } from '../azure';

/**
 * A name for an Azure resource, made from the construct's path: the same at every synth, another for every construct.
 *
 * @param prefix abbreviation of the resource type, such as `nsg`
 */
export function defaultName(construct: IConstruct, prefix: string): string {
  const readable = construct.node.path.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/[^A-Za-z0-9_]+$/, '');
  const name = `${prefix}-${readable}`;
  // Different paths can read the same; the hash keeps the names apart where letters were lost.
  const isWhole = name.length <= RESOURCE_NAME_LENGTH_MAXIMUM && readable === construct.node.path.replace(/\//g, '-');
  if (isWhole) return name;
  const hash = createHash('sha256').update(construct.node.path).digest('hex').slice(0, HASH_LENGTH);
  return `${name.slice(0, RESOURCE_NAME_LENGTH_MAXIMUM - HASH_LENGTH - 1)}-${hash}`;
}

const HASH_LENGTH = 8;
