import { readFileSync } from 'node:fs';

/*
 * The table of docs/mutation-testing.md from StrykerJS reports: `npx tsx scripts/mutation-scores.ts [REPORT...]`.
 */

interface Mutant { readonly status: string }
interface Report { readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>> }

const reports = process.argv.slice(2);
const files = (reports.length > 0 ? reports : ['.scratch/mutation.json'])
  .flatMap((path) => Object.entries((JSON.parse(readFileSync(path, 'utf8')) as Report).files))
  .map(([name, { mutants }]) => ({ name: name.replace(/^src\//, ''), total: mutants.length, noticed: mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length }))
  .filter(({ total }) => total > 0)
  .sort((a, b) => (a.name < b.name ? -1 : 1));

const line = (name: string, of: readonly { readonly total: number; readonly noticed: number }[]): string => {
  const [noticed, total] = [of.reduce((sum, one) => sum + one.noticed, 0), of.reduce((sum, one) => sum + one.total, 0)];
  return `| ${name} | ${total} | ${total - noticed} | ${(100 * noticed / total).toFixed(1)} % |`;
};
process.stdout.write(['| file | mutants | survivors | score |', '| --- | ---: | ---: | ---: |', ...files.map((file) => line(`\`${file.name}\``, [file])), line('all', files)].join('\n') + '\n');
