import { TOOL_NAME, toolVersion } from '../tool';
import { Html, html } from './markup';
import { STYLESHEET } from './stylesheet';

/** A page of its own with some content; the title is made safe. */
export function htmlPage(title: string, content: Html): string {
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Html(STYLESHEET)}</style>
</head>
<body>
<main class="page">
${content}
<p class="muted">Made by ${TOOL_NAME} ${toolVersion()}.</p>
</main>
</body>
</html>
`.markup;
}
