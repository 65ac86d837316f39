import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Folder, group } from './folder';
import { isUnknown } from '../../../src/azure';
import { NSG, first, reasonOf } from '../builders';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

/** Members of the IP group `g`, with reasons for what is not known. */
function cidrs(files: Readonly<Record<string, string>>, inner = ''): unknown {
  const { ipGroups } = folder.write(files).read(inner).estate;
  return first(ipGroups.filter(({ id }) => id.endsWith('.g'))).cidrs.map((one) => (isUnknown(one) ? folder.short(one.reason) : one));
}

describe('reasons', () => {
  test('name file, block and expression', () => {
    expect(cidrs({ 'main.tf': `\n\n${group('[file("cidrs.txt")]')}` })).toEqual([
      'azurerm_ip_group.g.cidrs[0] is the result of the function file, which is not evaluated (F/main.tf, block at line 3: file("cidrs.txt"))',
    ]);
    expect(cidrs({ 'main.tf': `locals {\n  a = 1\n  prefix = timestamp()\n}\n${group('["${local.prefix}/32"]')}` })).toEqual([
      'azurerm_ip_group.g.cidrs[0] holds a part that is not known: local.prefix is the result of the function timestamp, which is not evaluated '
      + '(F/main.tf, block at line 3: timestamp()) (F/main.tf, block at line 5: ${local.prefix}/32)',
    ]);
    expect(cidrs({ 'main.tf': `variable "x" {}\n${group('var.x')}` })).toEqual([
      'var.x has no value in the input (azurerm_ip_group.g.cidrs) (F/main.tf, block at line 2: var.x)',
    ]);
    expect(cidrs({ 'main.tf': group('[for x in data.azurerm_subnet.s.address_prefixes : x]', 'g', '') + 'data "azurerm_subnet" "s" {\n  name = "s"\n}\n' })).toEqual([
      'azurerm_ip_group.g.cidrs depends on something that is not known: data.azurerm_subnet.s.address_prefixes is read from Azure, not said in the input '
      + '(F/main.tf, block at line 1: [for x in data.azurerm_subnet.s.address_prefixes : x])',
    ]);
  });

  test('in JSON syntax too, in one line and not without end', () => {
    const [reason] = cidrs({ 'main.tf': 'locals {}\n', 'g.tf.json': JSON.stringify({ resource: { azurerm_ip_group: { g: { name: 'g', resource_group_name: 'rg', cidrs: ['${file("x")}'] } } } }) }) as string[];
    expect(reason).toBe('azurerm_ip_group.g.cidrs[0] is the result of the function file, which is not evaluated (F/g.tf.json: file("x"))');
    expect((cidrs({ 'main.tf': group(`[\n  file(\n    "${'x'.repeat(200)}"\n  )\n]`), 'g.tf.json': '{}' }) as string[])[0]).toBe(
      `azurerm_ip_group.g.cidrs[0] is the result of the function file, which is not evaluated (F/main.tf, block at line 1: file( "${'x'.repeat(93)}…)`);
  });

  test('do not tell what is handed to sensitive', () => {
    expect(cidrs({ 'main.tf': group('[sensitive("hunter2")]') })).toEqual([
      'azurerm_ip_group.g.cidrs[0] is the result of the function sensitive, which is not evaluated (F/main.tf, block at line 1: sensitive(…))',
    ]);
  });
});

describe('variables', () => {
  const main = `variable "x" {\n  type = list(string)\n  default = ["default"]\n}\n${group('var.x')}`;

  test('take Terraform\'s order of variables files', () => {
    expect(cidrs({ 'main.tf': main })).toEqual(['default']);
    expect(cidrs({ 'terraform.tfvars': 'x = ["tfvars"]\n' })).toEqual(['tfvars']);
    expect(cidrs({ 'terraform.tfvars.json': '{"x": ["tfvars.json"]}' })).toEqual(['tfvars.json']);
    expect(cidrs({ 'b.auto.tfvars.json': '{"x": ["b"]}' })).toEqual(['b']);
    expect(cidrs({ 'a.auto.tfvars': 'x = ["a"]\n' })).toEqual(['b']);
    expect(cidrs({ 'c.auto.tfvars': 'x = ["c", 1, "$${y}"]\n', 'other.tfvars': 'x = ["other"]\n' })).toEqual(['c', '1', '${y}']);
  });

  test('a default is an assumption, a value from a file is none', () => {
    expect(folder.write({ 'main.tf': main }).read().estate.assumptions).toEqual(['The variable x has its default value ["default"].']);
    expect(folder.write({ 'terraform.tfvars': 'x = ["tfvars"]\n' }).read().estate.assumptions).toEqual([]);
  });

  test.each([
    ['set(string)', '["b", "a", "a", 1]', '[for k, v in var.x : "${k}=${v}"]', ['1=1', 'a=a', 'b=b']],
    ['map(object({ to = string, ports = optional(list(number), [443]), other = optional(string) }))', '{ a = { to = "1", extra = true } }',
      '[for k, v in var.x : "${k} ${v.to} ${v.ports[0]} ${v.other == null} ${can(v.extra)}"]', ['a 1 443 true false']],
    ['tuple([string, number])', '[1, "2"]', '["${var.x[0]}", tostring(var.x[1] + 1)]', ['1', '3']],
    ['number', '"7"', '[tostring(var.x + 1)]', ['8']],
    ['bool', '"true"', '[var.x ? "yes" : "no"]', ['yes']],
    ['any', '{ a = ["1"] }', 'var.x.a', ['1']],
  ])('are brought to their type: %s', (type, value, expression, expected) => {
    expect(cidrs({ 'main.tf': `variable "x" {\n  type = ${type}\n  default = ${value}\n}\n${group(expression)}` })).toEqual(expected);
  });

  test('of another type are unknown, as are sensitive ones and those without a value', () => {
    expect(cidrs({ 'main.tf': `variable "x" {\n  type = number\n  default = "a"\n}\n${group('[var.x]')}` })).toEqual([
      'var.x is not of the type that is declared (number) (F/main.tf, block at line 5: var.x)',
    ]);
    expect(cidrs({ 'main.tf': `variable "x" {\n  default = "hunter2"\n  sensitive = true\n}\n${group('[var.x]')}` })).toEqual([
      'var.x is marked sensitive, so its value is not used (F/main.tf, block at line 5: var.x)',
    ]);
    expect(cidrs({ 'main.tf': `variable "x" {\n  default = "a"\n  nullable = false\n}\n${group('[var.x]')}`, 'terraform.tfvars': 'x = null\n' })).toEqual(['a']);
  });
});

describe('the language in a folder', () => {
  test('references, count, for_each and dynamic over known values', () => {
    const { estate } = folder.write({ 'main.tf': `
locals {
  base  = "10.1.0.0/16"
  names = toset(["dc", "app"])
  rules = { for i, n in tolist(local.names) : n => { priority = 100 + 10 * i, port = n == "dc" ? "443" : "80" } }
}
resource "azurerm_subnet" "s" {
  for_each             = local.names
  name                 = "snet-\${each.key}"
  resource_group_name  = "rg"
  virtual_network_name = "v"
  address_prefixes     = [cidrsubnet(local.base, 8, index(["dc", "app"], each.value))]
}
resource "azurerm_network_security_group" "g" {
  count               = length(local.names)
  name                = format("nsg-%02d", count.index)
  location            = "westeurope"
  resource_group_name = "rg"
  dynamic "security_rule" {
    for_each = local.rules
    iterator = rule
    content {
      name                       = rule.key
      priority                   = rule.value.priority
      direction                  = "Outbound"
      access                     = "Allow"
      protocol                   = "Tcp"
      source_port_range          = "*"
      destination_port_range     = rule.value.port
      source_address_prefixes    = flatten([for s in azurerm_subnet.s : s.address_prefixes])
      destination_address_prefix = "Internet"
    }
  }
}
resource "azurerm_subnet_network_security_group_association" "a" {
  for_each                  = azurerm_subnet.s
  subnet_id                 = each.value.id
  network_security_group_id = azurerm_network_security_group.g[each.key == "dc" ? 0 : 1].id
}
` }).read();
    expect(estate.subnets.map(({ id, addressPrefixes }) => [id, addressPrefixes])).toEqual([
      ['azurerm_subnet.s["app"]', ['10.1.1.0/24']], ['azurerm_subnet.s["dc"]', ['10.1.0.0/24']],
    ]);
    expect(estate.networkSecurityGroups.map(({ name }) => name)).toEqual(['nsg-00', 'nsg-01']);
    const { rules } = first(estate.networkSecurityGroups);
    expect(rules.map(({ name, priority, source, destination }) => [name, priority, source.addresses, destination.ports])).toEqual([
      ['app', 100, ['10.1.1.0/24', '10.1.0.0/24'], ['80']], ['dc', 110, ['10.1.1.0/24', '10.1.0.0/24'], ['443']],
    ]);
    const tied = estate.networkSecurityGroupAssociations.map(({ subnet, networkSecurityGroup }) => [subnet, networkSecurityGroup]);
    expect(tied).toEqual([
      ['azurerm_subnet.s["app"]', 'azurerm_network_security_group.g[1]'], ['azurerm_subnet.s["dc"]', 'azurerm_network_security_group.g[0]'],
    ]);
  });

  test('copies of unknown number are neither there nor skipped', () => {
    const { estate } = folder.write({ 'main.tf': `
variable "extra" {}
resource "azurerm_network_security_group" "g" {
  name                = "nsg-dc"
  location            = "westeurope"
  resource_group_name = "rg"
}
resource "azurerm_network_security_rule" "r" {
  for_each                    = var.extra
  name                        = each.key
  priority                    = 100
  direction                   = "Outbound"
  access                      = "Deny"
  protocol                    = "*"
  resource_group_name         = "rg"
  network_security_group_name = azurerm_network_security_group.g.name
}
` }).read();
    expect(first(estate.networkSecurityGroups).rules).toEqual([]);
    expect(folder.short(reasonOf(first(estate.networkSecurityGroups).hiddenRules))).toBe(
      'azurerm_network_security_rule.r.for_each is not known: var.extra has no value in the input (azurerm_network_security_rule.r.for_each) (F/main.tf, block at line 8: var.extra)');
  });

  test('override files change what the others say', () => {
    expect(cidrs({ 'main.tf': group('["10.0.0.1"]'), 'main_override.tf': 'resource "azurerm_ip_group" "g" {\n  cidrs = ["10.0.0.2"]\n}\n' })).toEqual(['10.0.0.2']);
    expect(cidrs({ 'main.tf': `locals {\n  a = "1"\n  b = "2"\n}\nvariable "v" {\n  type = string\n  default = "3"\n}\n${group('[local.a, local.b, var.v]')}`,
      'main_override.tf': 'locals {\n  b = "9"\n}\nvariable "v" {\n  default = "8"\n}\n' })).toEqual(['1', '9', '8']);
  });

  test('a key that is an expression, and a map that is one only in part', () => {
    expect(cidrs({ 'main.tf': `variable "k" {\n  default = "dc"\n}\nlocals {\n  m = { (var.k) = ["1"], "\${var.k}2" = ["2"] }\n}\n${group('concat(local.m.dc, local.m["dc2"])')}` })).toEqual(['1', '2']);
  });

  test('hidden files and those of editors are not Terraform\'s', () => {
    expect(cidrs({ 'main.tf': group('["1"]'), '.#main.tf': 'x', 'main.tf~': 'x', '#main.tf#': 'x', '.hidden.tf': 'resource {' })).toEqual(['1']);
  });
});

describe('modules', () => {
  const child = 'variable "cidrs" {\n  type = list(string)\n}\nvariable "name" {\n  default = "d"\n}\n' + group('var.cidrs', 'g').replace('"g"\n', 'var.name\n') + 'output "first" {\n  value = azurerm_ip_group.g.cidrs[0]\n}\noutput "id" {\n  value = azurerm_ip_group.g.id\n}\n';

  test('are read from folders beside and below, with count, for_each, arguments and outputs', () => {
    const { estate, positions } = folder.write({
      'modules/group/main.tf': child,
      'live/main.tf': `
module "one" {
  source = "./../modules/group"
  cidrs  = ["10.0.0.1"]
}
module "each" {
  for_each = { a = "10.0.1.1", b = module.one.first }
  source   = "../modules/group"
  cidrs    = [each.value]
  name     = each.key
}
module "none" {
  count  = 0
  source = "../modules/group"
  cidrs  = []
}
${group('[module.each["b"].first, module.each["a"].first]')}` }).read('live');
    expect(estate.ipGroups.map(({ id, name, cidrs: members }) => [id, name, members])).toEqual([
      ['azurerm_ip_group.g', 'g', ['10.0.0.1', '10.0.1.1']],
      ['module.each["a"].azurerm_ip_group.g', 'a', ['10.0.1.1']],
      ['module.each["b"].azurerm_ip_group.g', 'b', ['10.0.0.1']],
      ['module.one.azurerm_ip_group.g', 'd', ['10.0.0.1']],
    ]);
    expect(estate.findings).toEqual([]);
    expect(positions?.get('module.each["b"].azurerm_ip_group.g')).toEqual({ path: join(folder.path, 'modules/group/main.tf'), line: 7 });
  });

  test('of unknown number make what they hold uncertain', () => {
    const { estate } = folder.write({
      'rules/main.tf': 'resource "azurerm_network_security_rule" "r" {\n  name = "deny"\n  priority = 100\n  direction = "Outbound"\n  access = "Deny"\n  protocol = "*"\n  resource_group_name = "rg"\n  network_security_group_name = "nsg-dc"\n}\n',
      'main.tf': 'variable "on" {}\nmodule "rules" {\n  count = var.on ? 1 : 0\n  source = "./rules"\n}\nresource "azurerm_network_security_group" "g" {\n  name = "nsg-dc"\n  location = "westeurope"\n  resource_group_name = "rg"\n}\n',
    }).read();
    expect(folder.short(reasonOf(first(estate.networkSecurityGroups).hiddenRules))).toBe(
      'module.rules.count is not known: it depends on a condition that is not known: var.on has no value in the input (module.rules.count) (F/main.tf, block at line 2: var.on ? 1 : 0)');
  });

  test('a rule finds its NSG through arguments and outputs, although the name is not known', () => {
    const { estate } = folder.write({
      'nsg/main.tf': 'variable "name" {}\nresource "azurerm_network_security_group" "g" {\n  name = var.name\n  location = "westeurope"\n  resource_group_name = "rg"\n}\noutput "name" {\n  value = azurerm_network_security_group.g.name\n}\n',
      'rules/main.tf': 'variable "nsg" {}\nresource "azurerm_network_security_rule" "r" {\n  name = "deny"\n  priority = 100\n  direction = "Outbound"\n  access = "Deny"\n  protocol = "*"\n  resource_group_name = "rg"\n  network_security_group_name = var.nsg\n}\n',
      'main.tf': 'variable "name" {}\nmodule "nsg" {\n  source = "./nsg"\n  name = var.name\n}\nmodule "rules" {\n  source = "./rules"\n  nsg = module.nsg.name\n}\n',
    }).read();
    expect(estate.networkSecurityGroups.map(({ id, rules, hiddenRules }) => [id, rules.length, hiddenRules])).toEqual([['module.nsg.azurerm_network_security_group.g', 1, undefined]]);
  });

  test.each([
    ['"Azure/network/azurerm"', 'module.m (Azure/network/azurerm) is not read, since it is not in a folder of the input, so what it declares is missing here; pass the plan, which has it.'],
    ['"git::https://example.com/m.git"', 'module.m (git::https://example.com/m.git) is not read, since it is not in a folder of the input, so what it declares is missing here; pass the plan, which has it.'],
    ['"./nowhere"', 'module.m (./nowhere) is not read, since F/nowhere is not there or leads out of the repository, so what it declares is missing here; pass the plan, which has it.'],
    ['"./empty"', 'module.m (./empty) is not read, since F/empty holds no Terraform files, so what it declares is missing here; pass the plan, which has it.'],
    ['"../../../../../etc"', 'module.m (../../../../../etc) is not read, since /etc is not there or leads out of the repository, so what it declares is missing here; pass the plan, which has it.'],
    ['"./${var.x}"', 'module.m (./${var.x}) is not read, since its source is no plain text, so what it declares is missing here; pass the plan, which has it.'],
  ])('from %s are not read, and what they may add to is open', (source, message) => {
    const { estate } = folder.write({ 'empty/README.md': '', 'main.tf': `${group('[module.m.out]')}locals {\n  nsg = azurerm_network_security_group.g.name\n}\nmodule "m" {\n  source = ${source}\n  nsg = local.nsg\n}\nmodule "n" {\n  source = "elsewhere"\n  nsg = "NSG-text"\n}\n${
      ['g', 'text', 'other'].map((name) => `resource "azurerm_network_security_group" "${name}" {\n  name = "nsg-${name}"\n  location = "westeurope"\n  resource_group_name = "rg"\n}\n`).join('')}` }).read();
    expect(estate.findings.map((finding) => folder.short(finding.message))[0]).toBe(message);
    expect(estate.networkSecurityGroups.map(({ id, hiddenRules }) => [id, hiddenRules?.reason])).toEqual([
      ['azurerm_network_security_group.g', 'azurerm_network_security_group.g is passed to module.m, which is not read from a configuration and may add to it'],
      ['azurerm_network_security_group.other', undefined],
      ['azurerm_network_security_group.text', 'azurerm_network_security_group.text is passed to module.n, which is not read from a configuration and may add to it'],
    ]);
    expect(isUnknown(first(estate.ipGroups).cidrs[0])).toBe(true);
  });

  test('that are not read deep below leave open what they are handed from above', () => {
    const { estate } = folder.write({
      'inner/main.tf': 'variable "nsg" {}\nmodule "remote" {\n  source = "x/y/z"\n  nsg = var.nsg\n}\n',
      'main.tf': 'module "inner" {\n  source = "./inner"\n  nsg = azurerm_network_security_group.g.id\n}\nresource "azurerm_network_security_group" "g" {\n  name = "nsg-dc"\n  location = "westeurope"\n  resource_group_name = "rg"\n}\n',
    }).read();
    expect(first(estate.networkSecurityGroups).hiddenRules?.reason).toBe('azurerm_network_security_group.g is passed to module.remote, which is not read from a configuration and may add to it');
  });

  test('outputs that are marked sensitive, missing or depend on themselves are unknown', () => {
    const module = 'variable "x" {}\noutput "secret" {\n  value = "hunter2"\n  sensitive = true\n}\noutput "x" {\n  value = var.x\n}\n';
    expect(cidrs({ 'm/main.tf': module, 'main.tf': `module "m" {\n  source = "./m"\n  x = module.m.x\n}\n${group('[module.m.secret, module.m.gone, module.m.x]')}` })).toEqual([
      'module.m.secret is marked sensitive, so its value is not used (F/main.tf, block at line 5: module.m.secret)',
      'module.m.gone is an output that the module does not have (F/main.tf, block at line 5: module.m.gone)',
      'module.m.output.x refers to itself (F/main.tf, block at line 1: module.m.x)',
    ]);
  });
});

describe('hostile folders', () => {
  test('HCL that is not valid is refused with line and column', () => {
    expect(folder.write({ 'main.tf': 'resource "azurerm_ip_group" "g" {\n  cidrs = [\n}\n' }).refusal()).toBe(
      'invalid-hcl: F/main.tf is not valid HCL: invalid expression at line 3, column 1; correct it there ("terraform validate" says more).');
    expect(folder.write({ 'main.tf': `${group('[]')}`, 'terraform.tfvars': 'x = "hunter2' }).refusal()).toMatch(/^invalid-hcl: F\/terraform\.tfvars is not valid HCL: [a-z ]+ at line 1, column \d+; correct it there/);
    expect(folder.write({ 'terraform.tfvars': '', 'again.tf': group('[]') }).refusal()).toBe(
      'duplicate-resource: F/main.tf declares azurerm_ip_group.g twice; remove one of the two or pass the plan ("terraform show -json <plan file>").');
    expect(folder.refusal('main.tf')).toBe('hcl-file: F/main.tf is one file of HCL, and the files of a folder belong together; pass the folder that it is in.');
  });

  test.each([['[', ']'], ['!', ''], ['"${', '}"']])('%s without end is refused, and the next file is read', (open, close) => {
    expect(folder.write({ 'main.tf': `${group('["1"]')}locals {\n  a = ${open.repeat(40_000)}1${close.repeat(40_000)}\n}\n` }).refusal()).toBe(
      'hcl-too-complex: F/main.tf nests deeper than HCL is read; simplify it, or pass the output of "terraform show -json <plan file>".');
    expect(cidrs({ 'main.tf': group('["1"]') })).toEqual(['1']);
  });

  test('blocks without end, files without end', () => {
    expect(folder.write({ 'main.tf': 'a {\n'.repeat(1000) + '}\n'.repeat(1000) }).refusal()).toMatch(/^hcl-too-complex: F\/main\.tf nests deeper/);
    expect(folder.write({ 'main.tf': 'a = 1\n'.repeat(500_000) }).refusal()).toBe(
      'hcl-too-large: F/main.tf holds more than the 2 MiB that are read of one HCL file; split it, or pass the output of "terraform show -json <plan file>".');
  });

  test('locals, modules and for_each without end', () => {
    const chain = Array.from({ length: 2000 }, (_, index) => `  a${index} = "\${local.a${index + 1}}"\n`).join('');
    expect(String(cidrs({ 'main.tf': `locals {\n${chain}}\n${group('[local.a0]')}` }))).toContain('goes through more than 150 references');
    const doubling = Array.from({ length: 60 }, (_, index) => `  a${index} = [local.a${index + 1}, local.a${index + 1}]\n`).join('');
    expect(String(cidrs({ 'main.tf': `locals {\n${doubling}  a60 = ["1"]\n}\n${group('flatten(local.a0)')}` }))).toMatch(/values that are read of one list|makes more values than are read/);
    expect(String(cidrs({ 'main.tf': `locals {\n  a = local.b\n  b = local.a\n}\n${group('[local.a]')}` }))).toContain('refers to itself');
    expect(folder.write({ 'main.tf': `locals {\n  n = [for a in range(1000) : [for b in range(1000) : "\${a}-\${b}"]]\n}\n${group('["1"]', 'g', '  for_each = toset(flatten(local.n))\n')}` }).read().estate.ipGroups).toHaveLength(1);
    const deep = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`m${index}/main.tf`, index === 24 ? group('["1"]') : ['a', 'b'].map((name) => `module "${name}" {\n  source = "../m${index + 1}"\n}\n`).join('')]));
    expect(folder.write({ ...deep, 'main.tf': 'module "m" {\n  source = "./m0"\n}\n' }).refusal()).toMatch(/^too-many-copies: F makes more than 100000 copies of resources by calling modules \(the last is module\.m\.module\.[ab.module]+\); pass the output of /);
  });

  test('a module that calls itself', () => {
    const { estate } = folder.write({ 'm/main.tf': 'module "again" {\n  source = "../m"\n}\nmodule "root" {\n  source = "../"\n}\n', 'main.tf': `${group('["1"]')}module "m" {\n  source = "./m"\n}\n` }).read();
    expect(estate.findings.map(({ message }) => message)).toEqual([
      'module.m.module.again (../m) calls itself, which Terraform refuses, so what it declares is missing here; pass the plan, which has it.',
      'module.m.module.root (../) calls itself, which Terraform refuses, so what it declares is missing here; pass the plan, which has it.',
    ]);
  });

  test('links that lead out are not followed', () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'));
    try {
      writeFileSync(join(elsewhere, 'main.tf'), group('["secret"]'));
      folder.write({ 'live/a.tf': group('["1"]', 'g'), 'live/.git/config': '' });
      symlinkSync(join(elsewhere, 'main.tf'), join(folder.path, 'live/link.tf'));
      expect(folder.refusal('live')).toBe('outside-repository: F/live/link.tf leads out of the folder or repository that it is in, and is not followed; put the file itself there.');
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  test('a folder that is called like a file', () => {
    expect(folder.write({ 'main.tf': group('["1"]'), 'odd.tf/README.md': '' }).refusal()).toBe('not-a-file: F/odd.tf is neither a file nor a folder; pass a file or a folder.');
  });

  test('nothing of the parser stays behind', () => {
    const before = Object.keys(globalThis);
    cidrs({ 'main.tf': group('["1"]') });
    expect(Object.keys(globalThis)).toEqual(before);
    expect(Reflect.get(globalThis, 'Go')).toBeUndefined();
  });
});

test('an NSG as the builders write it reads the same from HCL', () => {
  const { estate } = folder.write({ 'main.tf': `resource "azurerm_network_security_group" "g" {\n${Object.entries(NSG).map(([name, value]) => `  ${name} = ${JSON.stringify(value)}\n`).join('')}}\n` }).read();
  expect(first(estate.networkSecurityGroups)).toMatchObject({ name: NSG.name, resourceGroup: NSG.resource_group_name });
});
