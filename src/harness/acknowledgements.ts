import { readFileSync, statSync } from 'node:fs';
import { AcknowledgedFinding } from '../proof';
import { decodeText, InputError, parseJsonObject } from '../terraform';
import { errorCodeOf } from './error-code';
import { HarnessError } from './errors';

/** A list that people write and read by hand is far smaller. */
const LARGEST_BYTES = 1024 * 1024;

/**
 * Reads a file of findings that people accept, such as
 *
 * `{ "acknowledgements": [{ "finding": "redundant-rule", "address": "azurerm_network_security_group.dc", "rule": "AllowDns",
 * "reason": "kept for its log entries", "expires": "2027-06-30" }] }`.
 *
 * `rule` and `expires` may be left out; `expires` is the last day on which it counts.
 *
 * @throws HarnessError or InputError when the file cannot be read or says something else
 */
export function readAcknowledgements(path: string): AcknowledgedFinding[] {
  return parseAcknowledgements(path, contentOf(path));
}

/** @throws HarnessError or InputError when the text says something else than acknowledgements */
export function parseAcknowledgements(path: string, text: string): AcknowledgedFinding[] {
  const file = parseJsonObject(path, text) as Readonly<Record<string, unknown>>;
  onlyKeys(path, file, ['acknowledgements'], 'at its top');
  const entries = own(file, 'acknowledgements');
  if (!Array.isArray(entries)) throw invalid(path, 'has no list "acknowledgements"; write { "acknowledgements": [ … ] }');
  return entries.map((entry: unknown, i) => {
    const where = `in entry ${i + 1}`;
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) throw invalid(path, `has something else than an object ${where}; write finding, address and reason`);
    const fields = entry as Readonly<Record<string, unknown>>;
    onlyKeys(path, fields, ['finding', 'address', 'rule', 'reason', 'expires'], where);
    const [rule, expires] = [optional(path, fields, 'rule', where), optional(path, fields, 'expires', where)];
    if (expires !== undefined && !isDate(expires)) throw invalid(path, `has no day for "expires" ${where}; write it like 2027-06-30`);
    return {
      finding: required(path, fields, 'finding', where),
      address: required(path, fields, 'address', where),
      reason: required(path, fields, 'reason', where),
      ...rule === undefined ? {} : { rule },
      ...expires === undefined ? {} : { expires },
    };
  });
}

function contentOf(path: string): string {
  try {
    const { size } = statSync(path);
    if (size > LARGEST_BYTES) throw new HarnessError('acknowledgements-unreadable', `${path} has more than a megabyte`);
    return decodeText(path, readFileSync(path));
  } catch (error) {
    if (error instanceof HarnessError || error instanceof InputError) throw error;
    const code = errorCodeOf(error);
    throw new HarnessError('acknowledgements-unreadable', `${path} ${Object.hasOwn(REASONS, code) ? REASONS[code] : `cannot be read (${code})`}`);
  }
}

const REASONS: Readonly<Record<string, string>> = { ENOENT: 'does not exist', EACCES: 'may not be read', EISDIR: 'is a folder' };

function required(path: string, fields: Readonly<Record<string, unknown>>, name: string, where: string): string {
  const value = own(fields, name);
  if (typeof value !== 'string' || value.trim() === '') throw invalid(path, `has no text for "${name}" ${where}; every entry needs finding, address and reason`);
  return value;
}

function optional(path: string, fields: Readonly<Record<string, unknown>>, name: string, where: string): string | undefined {
  return own(fields, name) === undefined ? undefined : required(path, fields, name, where);
}

/** A misspelt "expires" would otherwise be an acknowledgement without an end. */
function onlyKeys(path: string, fields: Readonly<Record<string, unknown>>, names: readonly string[], where: string): void {
  const other = Object.keys(fields).find((key) => !names.includes(key));
  if (other !== undefined) throw invalid(path, `has "${other}" ${where}, which means nothing there; write ${names.join(', ')}`);
}

function own(fields: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** A day of the calendar, as ISO 8601 writes it. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function invalid(path: string, problem: string): HarnessError {
  return new HarnessError('acknowledgements-invalid', `${path} ${problem}`);
}
