import { run } from './run';
import * as harness from '../../src/harness';

jest.mock('../../src/harness', () => ({ ...jest.requireActual<object>('../../src/harness'), readInputs: jest.fn() }));

/** A fault of the program itself, in place of one that is not known yet. */
beforeEach(() => {
  jest.mocked(harness.readInputs).mockImplementation(() => {
    throw new TypeError('cannot read s3cret-from-the-plan of undefined');
  });
});

const ARGV = ['verify', 'plan.json', '--workspace', 'contoso-corp'];
const SENTENCE =
  'mdi-egress: Something unforeseen went wrong in mdi-egress itself; please report it, with the output of the same command under MDI_EGRESS_DEBUG=1.\n';

test('an unforeseen error is exit code 3 and one sentence, and quotes nothing of the input', async () => {
  expect(await run(ARGV)).toEqual({ exitCode: 3, stdout: '', stderr: SENTENCE });
});

test('its stack is shown on request', async () => {
  const { exitCode, stderr } = await run(ARGV, { MDI_EGRESS_DEBUG: '1' });
  expect(exitCode).toBe(3);
  expect(stderr.startsWith(`${SENTENCE}TypeError: cannot read s3cret-from-the-plan of undefined\n    at `)).toBe(true);
});
