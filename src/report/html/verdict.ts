import { Finding } from '../../azure';
import { Verdict } from '../../proof';
import { Role } from '../style';
import { ROLE_OF_VERDICT } from '../words';
import { Html, html } from './markup';

/** A sign that reads without colour. */
const SIGN: Readonly<Record<Role, string>> = { good: '✓', bad: '✗', uncertain: '?', muted: '·', heading: '' };

const ROLE_OF_LEVEL: Readonly<Record<Finding['level'], Role>> = { error: 'bad', warning: 'uncertain', note: 'muted' };

/** A verdict as a word with its sign and its colour. */
export function verdictBadge(verdict: Verdict): Html {
  return badge(verdict, ROLE_OF_VERDICT[verdict]);
}

export function levelBadge(level: Finding['level']): Html {
  return badge(level, ROLE_OF_LEVEL[level]);
}

export function badge(text: string, role: Role): Html {
  return html`<span class="badge ${role}"><span aria-hidden="true">${SIGN[role]} </span>${text}</span>`;
}
