import { Attribute, Block, BlockType, Extract } from './extract';

/*
 * The extract as the message that Terraform asks of a provider first.
 */

export function schemaMessage({ configuration, resource, data }: Extract): object {
  const schemas = (blocks: Readonly<Record<string, Block>>) => Object.fromEntries(Object.entries(blocks).map(([name, block]) => [name, schemaOf(block)]));
  return { provider: schemaOf(configuration), resource_schemas: schemas(resource), data_source_schemas: schemas(data) };
}

function schemaOf(block: Block): object {
  return { block: blockMessage(block) };
}

function blockMessage({ attributes = {}, block_types: blockTypes = {} }: Block): object {
  return {
    attributes: Object.entries(attributes).map(([name, attribute]) => attributeMessage(name, attribute)),
    block_types: Object.entries(blockTypes).map(([name, blockType]) => nestedMessage(name, blockType)),
  };
}

function attributeMessage(name: string, { type, ...flags }: Attribute): object {
  return { name, type: Buffer.from(JSON.stringify(type)), ...flags };
}

function nestedMessage(name: string, { nesting_mode: nesting, min_items = 0, max_items = 0, block }: BlockType): object {
  return { type_name: name, block: blockMessage(block), nesting: nesting.toUpperCase(), min_items, max_items };
}
