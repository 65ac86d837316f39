/*
 * Texts of `service-tags --help`.
 */

export const CHECK_DESCRIPTION = [
  'Compares every literal list of addresses and every IP group of the inputs that stands for a service tag of the sensors with what '
  + 'the tag is now: missing prefixes cut sensors off, surplus ones are open for nobody.',
  'A list stands for the tag when it has an entry all of whose addresses are, or once were, published for the tag, or when at least '
  + 'half of its entries (and two) are narrow prefixes around such addresses. A list that holds the tag by accident, such as 0.0.0.0/0, '
  + 'is none. Lists of rules that deny do not count. Each enforcement point has to hold the whole tag, with all of its lists together.',
].join('\n\n');

export const CHECK_EXIT_CODES = `
Exit codes:
  0  the lists hold all of the tags now, or there are none
  1  prefixes are missing; with --strict also: there are surplus ones
  2  it depends on something the input does not say
  3  an input, a file or an argument cannot be used; standard error says which
`;

export const CHANGES_DESCRIPTION = 'Tells which prefixes were added to and removed from the service tags of the sensors, also as a ready pull request body.';

export const CHANGES_EXIT_CODES = `
Exit codes:
  0  the files were compared, whatever has changed
  3  a file or an argument cannot be used; standard error says which
`;
