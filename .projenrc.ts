import { cdktf, javascript, JsonFile, TextFile } from 'projen';

/*
 * The decisions behind this project's files, one after the other. Everything projen writes is generated from here.
 */

// `ConstructLibraryCdktf` is deprecated in favour of the cdktn (CDK Terrain) type. We use it because that is where the
// users are: cdktf is archived and still downloaded some three hundred times as often as its fork.
const project = new cdktf.ConstructLibraryCdktf({
  name: 'cdktf-mdi-egress',
  description: 'Declares the egress that Microsoft Defender for Identity sensors need in Azure, and proves that what Terraform will apply permits it.',
  keywords: ['azure', 'azure-firewall', 'network-security-group', 'defender-for-identity', 'egress', 'verification'],
  author: 'The cdktf-mdi-egress authors',
  authorAddress: 'maintainers@cdktf-mdi-egress.invalid',
  repositoryUrl: 'https://github.com/cdktf-mdi-egress/cdktf-mdi-egress.git',
  license: 'Apache-2.0',
  copyrightOwner: 'The cdktf-mdi-egress authors',
  defaultReleaseBranch: 'main',
  projenrcTs: true,
  packageManager: javascript.NodePackageManager.NPM,

  // The oldest Node that @cdktf/provider-azurerm and the tools below all accept.
  minNodeVersion: '20.16.0',

  // ts-jest does not take TypeScript 7, and jsii's version is the TypeScript version it compiles with.
  jsiiVersion: '~5.9.0',
  typescriptVersion: '~5.9.0',

  // Hosts. `constructs` stays inside the range that both cdktf 0.21 and its fork cdktn 0.24 accept.
  cdktfVersion: '^0.21.0',
  constructsVersion: '>=10.6.0 <10.8.0',
  peerDeps: ['@cdktf/provider-azurerm@^14.23.1'],
  // Terraform's own parser of HCL, as WebAssembly. It travels inside the package, as jsii asks of what is no jsii module, and beside the command.
  bundledDeps: ['@cdktf/hcl2json@0.21.0'],
  // Peers are developed against exact versions below, so that generated examples and schema checks stay reproducible.
  peerDependencyOptions: { pinnedDevDependency: false },

  devDeps: [
    'cdktf@0.21.0',
    '@cdktf/provider-azurerm@14.23.1',
    'constructs@10.6.0', // the lowest of the peer range, as jsii wants it
    // projen derives an @types/node tag from `minNodeVersion` that does not exist, so we name the dependency ourselves.
    '@types/node@^20.19.0',
    'cdktf-cli@0.21.0', // `npx cdktf synth`
    'commander@^14', // arguments of the command line (15 needs Node 22); bundled
    'cli-table3', // tables of the text report; bundled
    'picocolors', // colours of the text report; bundled
    'esbuild', // bundles the command into one program: a cold start is what users of a pipeline pay
    'tsx', // runs examples and scripts from source
    'fast-check', // property tests
    'tinyglobby', // patterns of inputs on the command line; bundled
    '@dagrejs/dagre@^2', // lays out the picture of a path in the HTML report; bundled
    'fast-xml-builder', // writes JUnit XML; bundled
    '@types/sarif', // types of the SARIF report
    'yaml', // reads the pipeline files that tests check
    'ajv@^8', 'ajv-draft-04', 'ajv-formats', // check the SARIF report against its schema
    'fast-xml-parser', 'xmllint-wasm', // check the JUnit report against its schema
    'markdown-it', // check what the Markdown report renders to
    'playwright-core', 'axe-core', // open the HTML report in Chromium, where it is installed
    'pac-resolver@^7', '@tootallnate/quickjs-emscripten', // evaluate the PAC file as a browser would
    'fast-cidr-tools', // a second opinion on prefix lists
    'node-forge', '@types/node-forge', // certificates for the servers that tests start
    '@grpc/grpc-js', '@grpc/proto-loader', '@msgpack/msgpack', // speak Terraform's plugin protocol: the stand-in for the provider in tests
    'web-tree-sitter', 'tree-sitter-powershell', // parse the PowerShell scripts in tests, where no pwsh is
    '@stryker-mutator/core@^9', '@stryker-mutator/api@^9', // mutation testing (10 needs Node 22)
    'expect@^29', 'jest-each@^29', // parts of jest, to run its tests many times in one process
    'labyrinth-nsg@0.0.5', // a peer to measure against
    'dependency-cruiser@^17', // checks that the arrows between the rooms point one way (18 needs Node 22)
  ],

  jestOptions: {
    jestVersion: '^29',
    configFilePath: 'jest.config.json',
    updateSnapshot: javascript.UpdateSnapshot.NEVER, // a test run that rewrites what it expects proves nothing
    jestConfig: {
      // Tests, README and examples import the package by its own name, as a user does.
      moduleNameMapper: {
        '^cdktf-mdi-egress$': '<rootDir>/src/index.ts',
        '^cdktf-mdi-egress/lib/(.*)$': '<rootDir>/src/$1',
      },
      testMatch: ['<rootDir>/test/**/*.test.ts'] as any,
      setupFiles: ['<rootDir>/test/support/property-tests.ts'], // the sizes that property tests name are reached
      testTimeout: 300_000, // a busy machine is no fault of a test
      maxWorkers: '100%', // jest leaves one processor idle by default, which on two is half of them
      collectCoverage: false, // asked for when wanted: `npx jest --coverage`
      coverageProvider: 'v8',
    },
  },
  tsconfigDev: {
    compilerOptions: {
      target: 'ES2022',
      lib: ['es2022'],
      module: 'CommonJS',
      resolveJsonModule: true,
      esModuleInterop: false,
      skipLibCheck: true,
      // Types are checked once, by jsii and `npm run types`; a second check in every test worker triples the test time.
      isolatedModules: true,
      // For examples and tests: the package by its own name. No file under src/ may use it (dependency-cruiser).
      paths: { 'cdktf-mdi-egress': ['../src/index.ts'], 'cdktf-mdi-egress/lib/*': ['../src/*'] },
    } as any,
    include: ['../examples/**/*.ts', '../scripts/**/*.ts', '../bench/**/*.ts'],
  },
  eslintOptions: { dirs: ['src'], devdirs: ['test', 'examples', 'scripts', 'bench'], prettier: false },

  // Releases are a decision of people with the keys; nothing is published from here yet.
  release: false,
  depsUpgrade: false,
  githubOptions: { mergify: false, pullRequestLint: false },
  stale: false,
  buildWorkflow: false,
  gitignore: ['cdktf.out', '*.tsbuildinfo', '.scratch', '/synthesized/'],
});

// The command is bundled, so what it imports is a devDependency.
project.eslint?.allowDevDeps('**/src/cli/**');
project.eslint?.allowDevDeps('**/src/report/**');
// The package by its own name, in examples, tests and README, is resolved by TypeScript's paths.
project.eslint?.addRules({ 'import/no-unresolved': 'off' });
project.eslint?.addRules({
  '@stylistic/max-len': ['error', { code: 160, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }],
  // Where an object breaks is a matter of what reads best there.
  '@stylistic/object-curly-newline': 'off',
  '@stylistic/object-property-newline': 'off',
  // Addresses are numbers, and shifting them is no accident.
  'no-bitwise': 'off',
});

// The command is one bundled program without cdktf in it, and what V8 made of it; `lib/cli` from jsii is not what users start.
project.package.addBin({ 'mdi-egress': 'dist-cli/mdi-egress.js' });
project.gitignore.addPatterns('/dist-cli/');
project.npmignore?.addPatterns('!/dist-cli/');

project.postCompileTask.exec('node scripts/build-cli.mjs');
project.npmignore?.addPatterns('/lib/cli/');
project.npmignore?.addPatterns('/examples', '/scripts', '/bench', '/docs', '/cdktf.json', '/.ci', '/jest.config.json', '/.dependency-cruiser.cjs', '/action.yml', '/pipelines');
project.npmignore?.addPatterns('/cdktf.out', '/.nvmrc', '/.scratch');

// Version 1.13.0 names packages for platforms that were not published with it, and `npm ci` refuses such a lock file.
project.package.addField('overrides', { 'unrs-resolver': '1.12.2' });

const BENCHMARKS = ['contracts', 'shadows', 'audit', 'verify', 'synth', 'gauntlet'];
const bench = (name: string): string => `tsx --tsconfig bench/tsconfig.json bench/${name}.ts`;

// What people type. Both commands of the README work on a fresh clone: they install what is missing first.
const scripts: Record<string, string> = {
  'start': 'node scripts/install.mjs && npm run --silent demo',
  'test': 'node scripts/install.mjs && projen test',
  'demo': 'npm run --silent build:cli && npm run --silent synth && node dist-cli/mdi-egress.js verify cdktf.out --workspace contoso-corp',
  'synth': 'tsx --tsconfig examples/tsconfig.json examples/hub-and-spoke/main.ts',
  'build:cli': 'node scripts/build-cli.mjs',
  'types': 'tsc --noEmit -p test/tsconfig.json --isolatedModules false',
  'rooms': 'depcruise --config .dependency-cruiser.cjs src',
  'bench': `npm run --silent build:cli && ${bench('all')}`,
  ...Object.fromEntries(BENCHMARKS.map((name) => [`bench:${name}`, bench(name)])),
  'mutation': 'stryker run test/mutation/stryker.config.mjs',
  'docs:decay': 'tsx scripts/plot-address-list-decay.ts',
  'docs:findings': 'tsx scripts/write-findings-page.ts',
  'service-tags:refresh': 'tsx scripts/refresh-service-tags.ts',
  'synth:combinations': 'tsx --tsconfig test/tsconfig.json scripts/synthesize-combinations.ts',
  'stand-in': 'tsx --tsconfig test/tsconfig.json scripts/with-stand-in-provider.ts',
};
for (const [name, command] of Object.entries(scripts)) project.package.setScript(name, command);

// Editors, eslint and tsx look for the nearest tsconfig.json.
for (const folder of ['examples', 'scripts', 'bench']) {
  new JsonFile(project, `${folder}/tsconfig.json`, { obj: { extends: '../test/tsconfig.json', include: ['**/*.ts'] } });
}

new TextFile(project, '.nvmrc', { lines: ['20'] });

project.synth();
