import { ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { Contract, PlainRule } from './random-policies';

/** Whether the solver is installed (Debian's `z3`). */
export function hasZ3(): boolean {
  return spawnSync('z3', ['--version']).status === 0;
}

const hex = (value: number, digits: number): string => `#x${value.toString(16).padStart(digits, '0')}`;

/** A prefix as one equality of leading bits, which is Z3's fastest way to say it. */
function inPrefix(name: string, [address, length]: readonly [number, number]): string {
  if (length === 0) return 'true';
  const bits = Math.floor(address / 2 ** (32 - length)).toString(2).padStart(length, '0');
  return `(= ((_ extract 31 ${32 - length}) ${name}) #b${bits})`;
}

function inRange(name: string, [first, last]: readonly [number, number]): string {
  if (first === 0 && last === 65535) return 'true';
  return first === last ? `(= ${name} ${hex(first, 4)})` : `(and (bvule ${hex(first, 4)} ${name}) (bvule ${name} ${hex(last, 4)}))`;
}

/** The policy as definitions: m<i> "rule i matches", n<i> "no rule up to i matched", and `allowed`. */
export function policyDefinitions(rules: readonly PlainRule[]): string {
  const lines = ['(set-option :produce-models true)', '(set-logic QF_BV)', '(declare-const src (_ BitVec 32))', '(declare-const dst (_ BitVec 32))',
    '(declare-const port (_ BitVec 16))', '(declare-const proto (_ BitVec 8))'];
  rules.forEach((rule, i) => {
    const protocol = rule.protocol === undefined ? 'true' : `(= proto ${hex(rule.protocol, 2)})`;
    const matches = `${inPrefix('src', rule.source)} ${inPrefix('dst', rule.destination)} ${inRange('port', rule.ports)} ${protocol}`;
    lines.push(`(declare-const m${i} Bool)`, `(assert (= m${i} (and ${matches})))`, `(declare-const n${i} Bool)`, `(assert (= n${i} (and ${i === 0 ? 'true' : `n${i - 1}`} (not m${i}))))`);
  });
  const allows = rules.flatMap((rule, i) => (rule.allow ? [`(and ${i === 0 ? 'true' : `n${i - 1}`} m${i})`] : []));
  lines.push('(declare-const allowed Bool)', `(assert (= allowed (or false ${allows.join(' ')})))`);
  return lines.join('\n');
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
