import { isIPv4, isIPv6 } from 'node:net';
import { Check, within } from './check';

/*
 * Checks of addresses and ports, after Go's package `net`.
 */

export const IPV4: Check = {
  says: 'an IPv4 address', accepts: (value) => isIPv4(value as string), takes: ['10.0.0.4'], refuses: ['', 'fd00::4', '10.0.0.256', '10.0.0.4/32'],
};

export const IP: Check = {
  says: 'an IP address', accepts: (value) => isAddress(value as string), takes: ['10.0.0.4', 'fd00::4'], refuses: ['', '10.0.0.256', 'fd00::4%1', '10.0.0.4/32'],
};

export const CIDR: Check = {
  says: 'a prefix',
  accepts: (value) => {
    const [address, length, ...more] = (value as string).split('/');
    return more.length === 0 && isAddress(address) && /^\d{1,3}$/.test(length ?? '') && Number(length) <= (address.includes(':') ? 128 : 32);
  },
  takes: ['10.0.0.4/8', 'fd00::/120'],
  refuses: ['', '10.0.0.0/33', '10.0.0.0/8/8', 'fd00::/129', 'VirtualNetwork'],
};

export const IPV4_RANGE: Check = {
  says: 'a range of IPv4 addresses',
  accepts: (value) => {
    const ends = (value as string).split('-');
    return ends.length === 2 && ends.every((end) => isIPv4(end)) && numberOf(ends[0]) <= numberOf(ends[1]);
  },
  takes: ['10.0.0.4-10.0.1.3'],
  refuses: ['', '10.0.1.3-10.0.0.4', '10.0.0.4-', '10.0.0.4'],
};

export const PORT = within(1, 65535);

/** A port or a range of them, as text. */
export function ports(minimum: number, maximum: number): Check {
  return {
    says: `a port from ${minimum} to ${maximum} or a range of them`,
    accepts: (value) => {
      const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(value as string) ?? [];
      if (first === undefined) return false;
      const ends = [first, last ?? first].map(Number);
      return ends.every((end) => end >= minimum && end <= maximum) && (last === undefined || ends[0] < ends[1]);
    },
    takes: [String(minimum), String(maximum), `${minimum}-${maximum}`],
    refuses: ['', String(minimum - 1), String(maximum + 1), '9-9', '9-8', '44E', ' 443'],
  };
}

function isAddress(text: string): boolean {
  return isIPv4(text) || (isIPv6(text) && !text.includes('%'));
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
}
