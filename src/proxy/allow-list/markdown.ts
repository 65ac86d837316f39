import { AllowList } from './allow-list';

/** A table for the team that runs some other proxy. Nothing in it comes from outside but the checked workspace name. */
export function markdownTable({ workspace, cloud, traffic, source, sensors }: AllowList): string {
  const rows = [
    ...traffic.tunnels.map(({ host, port, level, requirements }) => [`\`${host}\``, String(port), `HTTPS, \`CONNECT ${host}:${port}\``, level, requirements.join(', ')]),
    ...traffic.fetches.map(({ host, port, pathPrefix, level, requirements }) =>
      [`\`${host}\``, String(port), `HTTP, \`http://${host}${pathPrefix}*\``, level, requirements.join(', ')]),
  ];
  return [
    `# Proxy allow list for Defender for Identity sensors of ${workspace}`,
    '',
    `Cloud: ${cloud}. Sensors: ${sensors === undefined ? 'every machine with a sensor' : sensors.join(', ')}.`,
    '',
    '| host | port | request | level | requirement |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    '',
    '- Do not inspect or intercept TLS to the hosts reached over HTTPS: sensor and service authenticate each other with certificates.',
    '- Revocation lists and trust lists travel over plain HTTP: port 443 alone does not let them through.',
    '- Ask for no user authentication, or answer requests without credentials with 407: sensors take 401 and 403 for a licensing problem.',
    '',
    `Source: ${source.title}, "${source.section}", dated ${source.dated}: <${source.url}>`,
    '',
  ].join('\n');
}
