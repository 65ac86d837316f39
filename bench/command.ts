import { BenchmarkResult, isMet, judgement, targetText, valueText } from './result';

/*
 * What every benchmark does as a command: prints its figures, and says in the exit code whether all targets are met (0), one
 * is missed (1), or nothing could be measured (3). With `--json` it prints the result for `npm run bench`.
 */

/** Nothing can be measured; the message says what to do. */
export class BenchmarkError extends Error {}

export async function command(run: () => BenchmarkResult | Promise<BenchmarkResult>): Promise<void> {
  try {
    const result = await run();
    process.stdout.write(process.argv.includes('--json') ? JSON.stringify(result) : asText(result));
    process.exitCode = result.figures.every(isMet) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof BenchmarkError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 3;
  }
}

function asText({ title, figures, skipped = [] }: BenchmarkResult): string {
  const lines = figures.map((figure) => {
    const target = figure.target === undefined ? '' : ` (${targetText(figure)}: ${judgement(figure)})`;
    const because = isMet(figure) || figure.because === undefined ? '' : `\n    ${figure.because}.`;
    return `  ${figure.what}: ${figure.measured}; ${valueText(figure)}${target}${because}`;
  });
  return [title, ...lines, ...skipped.map(({ what, reason }) => `  ${what}: not measured, ${reason}`), ''].join('\n');
}
