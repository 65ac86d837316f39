/* The rooms of src/ and what each may import: the table of the design, as rules. Anything not allowed is an error. */
const rooms = {
  requirements: [],
  packets: [],
  azure: ['packets'],
  terraform: ['azure', 'packets'],
  proof: ['requirements', 'azure', 'packets'],
  report: ['proof', 'requirements', 'azure'],
  proxy: ['requirements', 'packets', 'azure', 'proof'],
  connectivity: ['requirements'],
  sensor: ['requirements'],
  harness: ['terraform', 'proof', 'proxy', 'report', 'requirements', 'azure', 'packets'],
  constructs: ['requirements', 'azure', 'proxy', 'sensor'],
  testing: ['harness', 'report', 'terraform', 'proof', 'requirements'],
  cli: ['harness', 'terraform', 'proof', 'proxy', 'connectivity', 'sensor', 'report', 'requirements', 'azure', 'packets'],
};

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(rooms).map(([room, allowed]) => ({
      name: `${room}-imports`,
      comment: `src/${room} may import ${allowed.length ? allowed.join(', ') : 'no other room'}.`,
      severity: 'error',
      from: { path: `^src/${room}/`, pathNot: '^src/constructs/validation\\.ts$' },
      to: { path: '^src/', pathNot: [room, ...allowed].map((one) => `^src/${one}/`) },
    })),
    {
      name: 'hosts-stay-in-constructs',
      comment: 'Every room but constructs runs without cdktf, so that another host can stand beside it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(constructs/|index\\.ts$)' },
      to: { path: 'node_modules/(cdktf|@cdktf|constructs)/' },
    },
    {
      name: 'provider-by-sub-path',
      comment: 'The barrel of the provider takes seconds to load.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: 'node_modules/@cdktf/provider-azurerm/lib/index' },
    },
    {
      name: 'proof-through-one-file',
      comment: 'Constructs meet the proof in the validation at synth alone.',
      severity: 'error',
      from: { path: '^src/constructs/', pathNot: '^src/constructs/validation\\.ts$' },
      to: { path: '^src/(harness|proof|terraform|report|testing|cli)/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, path: '^src/', pathNot: '\\.d\\.ts$' }, to: {} },
  ],
  options: { tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' }, doNotFollow: { path: 'node_modules' } },
};
