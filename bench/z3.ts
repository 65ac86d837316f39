import { ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { Contract, PlainRule } from './random-policies';

/** Whether the solver is installed (Debian's `z3`). */
export function hasZ3(): boolean {
  return spawnSync('z3', ['--version']).status === 0;
}

const hex = (value: number, digits: number): string => `#x${value.toString(16).padStart(digits, '0')}`;

/** A prefix as one equality of leading bits, which is Z3's fastest way to say it. */
export function inPrefix(name: string, [address, length]: readonly [number, number]): string {
  if (length === 0) return 'true';
  const bits = Math.floor(address / 2 ** (32 - length)).toString(2).padStart(length, '0');
  return `(= ((_ extract 31 ${32 - length}) ${name}) #b${bits})`;
}

export function inRange(name: string, [first, last]: readonly [number, number]): string {
  if (first === 0 && last === 65535) return 'true';
  return first === last ? `(= ${name} ${hex(first, 4)})` : between(name, first, last, 4);
}

/** @param digits of a number on that axis, in base 16 */
export function between(name: string, first: number, last: number, digits: number): string {
  return `(and (bvule ${hex(first, digits)} ${name}) (bvule ${name} ${hex(last, digits)}))`;
}

/** The packet that is asked about, and what one answer holds. */
export const PACKET = [
  '(set-option :produce-models true)', '(set-logic QF_BV)', '(declare-const src (_ BitVec 32))', '(declare-const dst (_ BitVec 32))',
  '(declare-const port (_ BitVec 16))', '(declare-const proto (_ BitVec 8))',
].join('\n');

/**
 * A policy as definitions about the packet: m<i> "rule i matches", n<i> "no rule up to i matched", and `allowed`.
 *
 * @param name goes behind each name, so that there can be two policies
 */
export function policyNamed(name: string, rules: readonly PlainRule[]): string {
  const lines: string[] = [];
  const open = (i: number): string => (i === 0 ? 'true' : `n${i - 1}${name}`);
  rules.forEach((rule, i) => {
    const protocol = rule.protocol === undefined ? 'true' : `(= proto ${hex(rule.protocol, 2)})`;
    const matches = `${inPrefix('src', rule.source)} ${inPrefix('dst', rule.destination)} ${inRange('port', rule.ports)} ${protocol}`;
    lines.push(`(declare-const m${i}${name} Bool)`, `(assert (= m${i}${name} (and ${matches})))`);
    lines.push(`(declare-const n${i}${name} Bool)`, `(assert (= n${i}${name} (and ${open(i)} (not m${i}${name}))))`);
  });
  const allows = rules.flatMap((rule, i) => (rule.allow ? [`(and ${open(i)} m${i}${name})`] : []));
  lines.push(`(declare-const allowed${name} Bool)`, `(assert (= allowed${name} (or false ${allows.join(' ')})))`);
  return lines.join('\n');
}

/** One policy and the packet. */
export function policyDefinitions(rules: readonly PlainRule[]): string {
  return `${PACKET}\n${policyNamed('', rules)}`;
}

/** Asks a solver whether there are packets of each kind, one after the other. */
export function satisfiable(definitions: string, questions: readonly string[]): boolean[] {
  const input = [definitions, ...questions.map((question) => `(push)\n(assert ${question})\n(check-sat)\n(pop)`)].join('\n');
  const { stdout } = spawnSync('z3', ['-in'], { input, encoding: 'utf8', maxBuffer: 2 ** 26 });
  const answers = stdout.trim().split('\n');
  if (answers.length !== questions.length || answers.some((answer) => answer !== 'sat' && answer !== 'unsat')) throw new Error(`z3 answered ${stdout.slice(0, 500)}`);
  return answers.map((answer) => answer === 'sat');
}

/** That some packet of a contract is denied. */
export function denialOf(contract: Contract): string {
  return `(assert (and ${packetsOf(contract)} (not allowed)))`;
}

/** That some packet of a contract is allowed. */
export function permissionOf(contract: Contract): string {
  return `(assert (and ${packetsOf(contract)} allowed))`;
}

function packetsOf({ source, destination, port }: Contract): string {
  return `${inPrefix('src', source)} ${inPrefix('dst', destination)} (= port ${hex(port, 4)}) (= proto #x06)`;
}

/** A Z3 process that keeps its policy between questions. */
export class WarmZ3 {
  private readonly process: ChildProcessWithoutNullStreams = spawn('z3', ['-in']);
  private waiting: ((line: string) => void) | undefined;
  private pending = '';

  constructor(rules: readonly PlainRule[]) {
    this.process.stdout.on('data', (chunk: Buffer) => {
      this.pending += chunk.toString();
      let end = this.pending.indexOf('\n');
      while (end >= 0) {
        const line = this.pending.slice(0, end);
        this.pending = this.pending.slice(end + 1);
        this.waiting?.(line);
        end = this.pending.indexOf('\n');
      }
    });
    this.process.stdin.write(`${policyDefinitions(rules)}\n`);
  }

  /** Whether some packet of the contract is denied. */
  public isDenied(contract: Contract): Promise<boolean> {
    return this.isSatisfiable(denialOf(contract));
  }

  /** Whether a rule decides some packet. */
  public decidesSome(rule: number): Promise<boolean> {
    return this.isSatisfiable(`(assert (and ${rule === 0 ? 'true' : `n${rule - 1}`} m${rule}))`);
  }

  /** Whether an assertion holds of some packet. */
  private isSatisfiable(assertion: string): Promise<boolean> {
    return new Promise((resolve) => {
      this.waiting = (line) => resolve(line === 'sat');
      this.process.stdin.write(`(push)\n${assertion}\n(check-sat)\n(pop)\n`);
    });
  }

  public end(): void {
    this.process.stdin.end('(exit)\n');
  }
}

/** One question in a process of its own. */
export function oneShot(rules: readonly PlainRule[], contract: Contract): boolean {
  const { stdout } = spawnSync('z3', ['-in'], { input: `${policyDefinitions(rules)}\n${denialOf(contract)}\n(check-sat)\n`, encoding: 'utf8', maxBuffer: 2 ** 24 });
  return stdout.trim() === 'sat';
}
