/*
 * Draws docs/address-list-decay.svg: how many of today's sensor addresses a list of the service tag that was pinned on each date
 * still covers.
 *
 *   npx tsx scripts/plot-address-list-decay.ts
 *
 * It reads the weekly states of the tag in test/fixtures/service-tags; the newest state counts as today.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AddressFamily, addressCount, AddressSet, addressSet, familyOf } from '../src/packets';

const ROOT = join(__dirname, '..');
const HISTORY = join(ROOT, 'test', 'fixtures', 'service-tags', 'aatp-history.json');
const TARGET = join(ROOT, 'docs', 'address-list-decay.svg');

interface State { readonly date: string; readonly addressPrefixes: readonly string[] }

const WIDTH = 760;
const HEIGHT = 360;
const PLOT = { left: 64, right: 24, top: 56, bottom: 56 };
const SERIES: readonly { readonly family: AddressFamily; readonly label: string; readonly colour: string; readonly dash: string }[] = [
  { family: 'ipv4', label: 'IPv4', colour: '#0b62a4', dash: '' },
  { family: 'ipv6', label: 'IPv6', colour: '#b3541e', dash: '6 3' },
];

function main(): void {
  const states = (JSON.parse(readFileSync(HISTORY, 'utf8')) as { clouds: { Public: State[] } }).clouds.Public;
  const newest = states[states.length - 1];
  const shares = SERIES.map(({ family }) => {
    const today = setOf(newest, family);
    return states.map((state) => ({ date: state.date, share: shareOf(today, setOf(state, family)) }));
  });
  mkdirSync(dirname(TARGET), { recursive: true });
  writeFileSync(TARGET, svg(shares, states[0].date, newest.date));
  process.stdout.write(`${TARGET}: ${SERIES.map(({ label }, i) => `${label} pinned ${states[0].date} covers ${percent(shares[i][0].share)} of ${newest.date}`).join(', ')}\n`);
}

function setOf(state: State, family: AddressFamily): AddressSet {
  return addressSet(...state.addressPrefixes.filter((prefix) => familyOf(addressSet(prefix).first) === family));
}

/** Part of today's addresses that a pinned list holds, 0 to 1. */
function shareOf(today: AddressSet, pinned: AddressSet): number {
  return Number((addressCount(today.intersect(pinned)) * 10000n) / addressCount(today)) / 10000;
}

function svg(shares: readonly (readonly { readonly date: string; readonly share: number }[])[], first: string, last: string): string {
  const x = (date: string): number => scaled(Date.parse(date), Date.parse(first), Date.parse(last), PLOT.left, WIDTH - PLOT.right);
  const y = (share: number): number => scaled(share, 0, 1, HEIGHT - PLOT.bottom, PLOT.top);
  const years = Array.from({ length: Number(last.slice(0, 4)) - Number(first.slice(0, 4)) }, (_, i) => Number(first.slice(0, 4)) + 1 + i);
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13" role="img" aria-labelledby="title description">`,
    '<title id="title">How a pinned address list decays</title>',
    `<desc id="description">Share of the addresses that AzureAdvancedThreatProtection has on ${last} which a list pinned on each date covers; a list of ${first} covers ${
      percent(shares[0][0].share)} of the IPv4 addresses.</desc>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    `<text x="${PLOT.left}" y="22" font-size="15" font-weight="bold">Addresses of ${last} that a list pinned on each date still covers</text>`,
    `<text x="${PLOT.left}" y="41" fill="#555555">service tag AzureAdvancedThreatProtection, public cloud</text>`,
    ...gaps(shares[0].map(({ date }) => date)).map(([from, to]) => (
      `<rect x="${round(x(from))}" y="${PLOT.top}" width="${round(x(to) - x(from))}" height="${HEIGHT - PLOT.top - PLOT.bottom}" fill="#f3f3f3"/>`
    )),
    ...[0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
      `<line x1="${PLOT.left}" x2="${WIDTH - PLOT.right}" y1="${round(y(share))}" y2="${round(y(share))}" stroke="#dddddd"/>`,
      `<text x="${PLOT.left - 8}" y="${round(y(share) + 4)}" text-anchor="end">${percent(share)}</text>`,
    ]),
    ...years.flatMap((year) => [
      `<line x1="${round(x(`${year}-01-01`))}" x2="${round(x(`${year}-01-01`))}" y1="${PLOT.top}" y2="${HEIGHT - PLOT.bottom}" stroke="#eeeeee"/>`,
      `<text x="${round(x(`${year}-01-01`))}" y="${HEIGHT - PLOT.bottom + 18}" text-anchor="middle">${year}</text>`,
    ]),
    `<text x="${(PLOT.left + WIDTH - PLOT.right) / 2}" y="${HEIGHT - 14}" text-anchor="middle">date on which the list was pinned (grey: no files found)</text>`,
    ...SERIES.flatMap(({ label, colour, dash }, i) => [
      `<path fill="none" stroke="${colour}" stroke-width="2"${dash === '' ? '' : ` stroke-dasharray="${dash}"`} d="${steps(shares[i], x, y)}"/>`,
      `<line x1="${WIDTH - 150 + i * 70}" x2="${WIDTH - 126 + i * 70}" y1="37" y2="37" stroke="${colour}" stroke-width="2"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`,
      `<text x="${WIDTH - 120 + i * 70}" y="41">${label}</text>`,
    ]),
    '</svg>',
  ].join('\n')}\n`;
}

/** Spans of more than two months without a file. */
function gaps(dates: readonly string[]): (readonly [string, string])[] {
  return dates.slice(1).flatMap((date, i) => (Date.parse(date) - Date.parse(dates[i]) > 61 * 24 * 60 * 60 * 1000 ? [[dates[i], date] as const] : []));
}

/** A list stays as it is until the next one is published: steps, not slopes. */
function steps(points: readonly { readonly date: string; readonly share: number }[], x: (date: string) => number, y: (share: number) => number): string {
  const corners: string[] = [];
  let height: number | undefined;
  for (const [i, { date, share }] of points.entries()) {
    if (i === 0) corners.push(`M${round(x(date))} ${round(y(share))}`);
    else if (share !== height || i === points.length - 1) corners.push(`H${round(x(date))}`, ...share === height ? [] : [`V${round(y(share))}`]);
    height = share;
  }
  return corners.join('');
}

function scaled(value: number, from: number, to: number, start: number, end: number): number {
  return start + ((value - from) / (to - from)) * (end - start);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

main();
