import { SENSOR_HOST_LABEL_END } from './clouds';
import { quoted } from './errors';

/*
 * No official rule for workspace names is published. What holds is DNS: `<workspace>sensorapi` is one label, so letters,
 * digits and hyphens (RFC 1123, section 2.1) and at most 63 octets (RFC 1035, section 2.3.4) for both together.
 */

export const MAXIMUM_WORKSPACE_NAME_LENGTH = 63 - SENSOR_HOST_LABEL_END.length;

export type WorkspaceNameErrorCode =
  | 'empty'
  | 'url'
  | 'sensor-host'
  | 'console-host'
  | 'spaces'
  | 'retargets-url'
  | 'dotted'
  | 'sensorapi-suffix'
  | 'underscore'
  | 'character'
  | 'leading-hyphen'
  | 'too-long';

/** What is wrong with a name, as data; the sentence is made from it. */
export interface WorkspaceNameProblem {
  readonly code: WorkspaceNameErrorCode;
  /** The text as it was given. */
  readonly text: string;
  /** What was probably meant, where that can be told and is a good name itself. */
  readonly suggestion?: string;
  /** The character that is wrong, where it is one. */
  readonly character?: string;
}

/** Beyond this, a text is too long whatever else is wrong with it; the longest URL of the service is far shorter. */
const LONGEST_TEXT_LOOKED_AT = 1000;

const WHERE_TO_LOOK = 'the portal shows the name under Settings > Identities > About';

const MESSAGES: Readonly<Record<WorkspaceNameErrorCode, (problem: WorkspaceNameProblem) => string>> = {
  'empty': () => `The workspace name is empty; ${WHERE_TO_LOOK}.`,
  'url': (problem) => `The workspace name ${quoted(problem.text)} is a URL; ${write(problem)}.`,
  'sensor-host': (problem) => `The workspace name ${quoted(problem.text)} is the whole sensor host; ${write(problem)}.`,
  'console-host': (problem) => `The workspace name ${quoted(problem.text)} is the address of the console; ${write(problem)}.`,
  'spaces': (problem) => `The workspace name ${quoted(problem.text)} contains white space; ${write(problem)}.`,
  'retargets-url': (problem) =>
    `The workspace name ${quoted(problem.text)} contains ${quoted(problem.character ?? '')}, which would make the sensor host another host; ${write(problem)}.`,
  'dotted': (problem) =>
    `The workspace name ${quoted(problem.text)} contains dots, as a domain does and a workspace name does not; ${write(problem)}.`,
  'sensorapi-suffix': (problem) =>
    `The workspace name ${quoted(problem.text)} ends in "${SENSOR_HOST_LABEL_END}", which is added to the name to make the host; ${write(problem)}.`,
  'underscore': (problem) => `The workspace name ${quoted(problem.text)} contains an underscore, which no host name has; ${write(problem)}.`,
  'character': (problem) =>
    `The workspace name ${quoted(problem.text)} contains ${quoted(problem.character ?? '')}; only letters a to z, digits and hyphens are possible.`,
  'leading-hyphen': (problem) => `The workspace name ${quoted(problem.text)} begins with a hyphen, which no host name does; ${write(problem)}.`,
  'too-long': (problem) =>
    `The workspace name ${quoted(problem.text)} has ${problem.text.length} characters; with "${SENSOR_HOST_LABEL_END}" behind it ` +
    `at most ${MAXIMUM_WORKSPACE_NAME_LENGTH} fit into a host name.`,
};

/** A workspace name that cannot be one. */
export class WorkspaceNameError extends Error {
  public readonly code: WorkspaceNameErrorCode;
  public readonly suggestion?: string;

  constructor(problem: WorkspaceNameProblem) {
    super(MESSAGES[problem.code](problem));
    this.name = 'WorkspaceNameError';
    this.code = problem.code;
    this.suggestion = problem.suggestion;
  }
}

/**
 * The workspace name in lower case.
 *
 * @throws WorkspaceNameError when the text cannot be the name of a workspace
 */
export function checkWorkspaceName(text: string): string {
  const problem = workspaceNameProblem(text);
  if (problem) throw new WorkspaceNameError(problem);
  return text.toLowerCase();
}

/** What is possible and yet probably a slip, one sentence each. */
export function workspaceNameWarnings(name: string): string[] {
  const warnings: string[] = [];
  if (name.endsWith('-')) {
    warnings.push(`The workspace name ${quoted(name)} ends in a hyphen; if that is a slip, write ${quoted(name.replace(/-+$/, ''))}.`);
  }
  if (/.sensor$/.test(name)) {
    warnings.push(
      `The workspace name ${quoted(name)} ends in "sensor"; if the sensor host is ${quoted(`${name}api.atp.azure.com`)}, ` +
      `write ${quoted(name.replace(/sensor$/, ''))}.`,
    );
  }
  return warnings;
}

function workspaceNameProblem(text: string): WorkspaceNameProblem | undefined {
  const name = text.toLowerCase();
  const trimmed = name.trim();
  if (trimmed === '') return { code: 'empty', text };
  if (text.length > LONGEST_TEXT_LOOKED_AT) return { code: 'too-long', text };
  if (name.includes('://')) return { code: 'url', text, suggestion: nameInHost(hostOf(trimmed)) };
  const address = addressCode(trimmed);
  if (address) return { code: address, text, suggestion: nameInHost(trimmed) };
  if (/\s/.test(name)) return { code: 'spaces', text, suggestion: goodName(trimmed.replace(/\s+/g, '-')) };
  const retargeting = /[:/\\#?@%[\]]/.exec(name);
  if (retargeting) return { code: 'retargets-url', text, character: retargeting[0] };
  if (name.includes('.')) return { code: 'dotted', text, suggestion: goodName(name.replace(/^\.+|\.+$/g, '').replace(/\.+/g, '-')) };
  if (name.endsWith(SENSOR_HOST_LABEL_END)) return { code: 'sensorapi-suffix', text, suggestion: goodName(withoutLabelEnd(name)) };
  if (name.includes('_')) return { code: 'underscore', text, suggestion: goodName(name.replace(/_/g, '-')) };
  // The text itself, not its lower case: lower-casing makes a plain k of the Kelvin sign.
  const odd = /[^A-Za-z0-9-]/u.exec(text);
  if (odd) return { code: 'character', text, character: odd[0] };
  if (name.startsWith('-')) return { code: 'leading-hyphen', text, suggestion: goodName(name.replace(/^-+/, '')) };
  if (name.length > MAXIMUM_WORKSPACE_NAME_LENGTH) return { code: 'too-long', text };
  return undefined;
}

/** Whether the text is, spelt right or almost, an address of the service that has the workspace name in it. */
function addressCode(text: string): 'sensor-host' | 'console-host' | undefined {
  if (/^[^\s/:]*sensorapi\.\S+$/.test(text)) return 'sensor-host';
  if (/^[^\s/:]+\.(?:gcc\.)?atp\.(?:gcc\.)?azure\.(?:com|us)\.?$/.test(text)) return 'console-host';
  return undefined;
}

function nameInHost(host: string): string | undefined {
  const label = host.split(`${SENSOR_HOST_LABEL_END}.`, 1)[0];
  if (label !== host) return goodName(label.replace(/\.$/, ''));
  return addressCode(host) === 'console-host' ? goodName(host.split('.', 1)[0]) : undefined;
}

function hostOf(url: string): string {
  return url.replace(/^[^:]*:\/\//, '').split(/[/?#:]/, 1)[0];
}

function withoutLabelEnd(name: string): string {
  return name.slice(0, -SENSOR_HOST_LABEL_END.length);
}

/** The text where it is a name without any problem of its own: nobody is sent from one error to the next. */
function goodName(text: string): string | undefined {
  return workspaceNameProblem(text) === undefined ? text : undefined;
}

function write(problem: WorkspaceNameProblem): string {
  return problem.suggestion === undefined ? `write the name alone, ${WHERE_TO_LOOK}` : `write ${quoted(problem.suggestion)}`;
}
