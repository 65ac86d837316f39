/*
 * People who only use the jest matchers or the constructs have none of the libraries that some formats need.
 */

const LIBRARIES = ['@dagrejs/dagre', 'fast-xml-builder', 'tinyglobby'];

beforeEach(() => {
  jest.resetModules();
  for (const library of LIBRARIES) {
    jest.doMock(library, () => {
      throw new Error(`${library} is loaded`);
    });
  }
});
afterEach(() => {
  for (const library of LIBRARIES) jest.dontMock(library);
});

test('the matchers, the harness and the formats that need no library load none', () => {
  expect(() => {
    /* eslint-disable @typescript-eslint/no-require-imports */
    require('../../src/testing');
    require('../../src/harness');
    const { renderReport } = require('../../src/report') as typeof import('../../src/report');
    const { VIOLATED } = require('./reports') as typeof import('./reports');
    /* eslint-enable @typescript-eslint/no-require-imports */
    for (const format of ['text', 'markdown', 'json', 'sarif']) renderReport(VIOLATED, format);
  }).not.toThrow();
});

test('the test would see it', () => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { renderReport } = require('../../src/report') as typeof import('../../src/report');
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { VIOLATED } = require('./reports') as typeof import('./reports');
  expect(() => renderReport(VIOLATED, 'junit')).toThrow('fast-xml-builder is loaded');
  expect(() => renderReport(VIOLATED, 'html')).toThrow('@dagrejs/dagre is loaded');
});
