import { Check } from './check';

/*
 * The values of a connection monitor that the provider reads with functions of their own (`internal/services/network/validate`).
 */

/** Go's `url.Parse` takes nearly everything; what has a scheme or a query is refused, and what it takes for a bad scheme. */
export const EXTERNAL_ADDRESS: Check = {
  says: 'a host without scheme and query',
  accepts: (value) => value !== '' && !/^[^/]*:|[?\s]/.test(value as string),
  takes: ['crl.microsoft.com'],
  refuses: ['', 'https://crl.microsoft.com', 'crl.microsoft.com?x=1'],
};

export const HTTP_PATH: Check = {
  says: 'a path that begins with /',
  accepts: (value) => /^\/[^\s]*$/.test(value as string),
  takes: ['/', '/tri/sensor/api/ping'],
  refuses: ['', 'tri/sensor', 'https://host/tri'],
};

export const CODE_RANGES: Check = {
  says: 'a status code such as 418, 2xx or 301-304',
  accepts: (value) => {
    const text = value as string;
    const [first, last] = text.split('-').map(Number);
    return /^(?:[1-5][0-9x][0-9x]|600)$/.test(text) || (/^[1-5]\d\d-(?:[1-5]\d\d|600)$/.test(text) && first < last);
  },
  takes: ['200', '5xx', '20x', '600', '301-304', '500-600'],
  refuses: ['', '99', '6xx', '601', 'x00', '304-301', '200-200', '200,503'],
};
