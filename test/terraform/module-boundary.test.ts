import { moduleBoundary } from '../../src/terraform/module-boundary';

test.each<[string, string, string, string, string[]]>([
  ['the repository around the input', '/home/a/repo/infra/prod', '/home/a', '/home/a/repo', ['/home/a/repo', '/home']],
  ['the input itself, where it is one', '/home/a/repo', '/home/a', '/home/a/repo', ['/home/a/repo']],
  ['the working directory', '/home/a/infra/prod', '/home/a', '/home/a', []],
  ['the input, where that is the working directory', '/home/a', '/home/a', '/home/a', []],
  ['the folder around the input', '/home/a/infra', '/home/b', '/home/a', []],
  ['not one with a longer name', '/home/ab/infra', '/home/a', '/home/ab', []],
  // A container's volume often stands at the top: `docker run -v $PWD:/infra`.
  ['the input at the top of the file system', '/infra', '/home/a', '/infra', []],
  ['the same where that is the working directory', '/infra', '/', '/infra', []],
  ['never the root, be it a repository', '/infra/prod', '/', '/infra', ['/']],
])('%s: %s from %s is %s', (_, folder, working, boundary, repositories) => {
  expect(moduleBoundary(folder, working, (one) => repositories.includes(one))).toBe(boundary);
});
