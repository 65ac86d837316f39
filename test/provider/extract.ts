import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * The extract of the schema that the azurerm provider prints of itself (`terraform providers schema -json`).
 */

/** A type as Terraform writes it in JSON, such as `["set", "string"]`. */
export type Type = string | readonly [string, Type | Readonly<Record<string, Type>>];

export interface Attribute {
  readonly type: Type;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly deprecated?: boolean;
  readonly write_only?: boolean;
}

export interface Block {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<Record<string, BlockType>>;
}

export interface BlockType {
  readonly nesting_mode: 'single' | 'list' | 'set' | 'map' | 'group';
  readonly min_items?: number;
  readonly max_items?: number;
  readonly block: Block;
}

export interface Extract {
  readonly provider: string;
  readonly version: string;
  readonly configuration: Block;
  readonly resource: Readonly<Record<string, Block>>;
  readonly data: Readonly<Record<string, Block>>;
}

export const EXTRACT = JSON.parse(readFileSync(join(__dirname, '..', 'fixtures', 'azurerm-schema.json'), 'utf8')) as Extract;
