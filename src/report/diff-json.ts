import { DecidingRule, DiffReport, NamedSet, PacketSet, PointDiff, RequirementChange, TrafficChange } from '../proof';
import { diffSentence } from './diff-words';
import { printableJson } from './printable';

/** A change as `mdi-egress/diff/v1`. Fields may be added, none renamed. */
export function diffToJson(report: DiffReport): string {
  const { serviceTags: { cloud, changeNumber, date }, inputs } = report;
  const input = ({ path, kind }: DiffReport['inputs']['before'][number]): object => ({ path, kind });
  const finding = ({ id, level, message, address, rule, url }: DiffReport['findings']['appeared'][number]): object => ({ id, level, message, address, rule, url });
  return printableJson({
    format: 'mdi-egress/diff/v1',
    outcome: report.outcome,
    strict: report.strict,
    summary: diffSentence(report),
    workspace: report.workspace,
    cloud: report.cloud,
    serviceTags: { cloud, changeNumber, date },
    requirements: report.requirements.map(requirement),
    enforcementPoints: report.points.map(point),
    paths: report.paths.map(({ sensors, changes, undecided }) => ({ sensors, changes: changes.map(change), undecided })),
    resources: report.resources.map(({ kind, address, isExamined }) => ({ kind, address, isExamined })),
    findings: { appeared: report.findings.appeared.map(finding), disappeared: report.findings.disappeared.map(finding) },
    assumptions: report.assumptions,
    inputs: { before: inputs.before.map(input), after: inputs.after.map(input) },
  });
}

function requirement({ id, level, statement, before, after, flows, reasons }: RequirementChange): object {
  const unknowns = [...new Set(flows.flatMap((flow) => flow.unknowns))];
  const witnesses = flows.flatMap(({ witness }) => (witness ? [witness] : []))
    .map(({ source, sourcePort, destination, protocol, port, url }) => ({ source, sourcePort, destination, protocol, port, url }));
  return { id, level, statement, before, after, witnesses, unknowns, reasons };
}

function point({ enforcementPoint, kind, status, addressBefore, changes, edits, undecided }: PointDiff): object {
  return {
    enforcementPoint, kind, status, addressBefore,
    changes: changes.map(change),
    edits: edits.map(({ kind: edit, rule, from, to, address }) => ({ kind: edit, rule, from, to, address })),
    undecided,
  };
}

function change({ direction, certain, unknowns, packets, packetsLeftOut, before, after, at }: TrafficChange): object {
  return { direction, certain, unknowns, packets: packets.map(packetSet), packetsLeftOut, before: before.map(deciding), after: after.map(deciding), at };
}

function packetSet(packets: PacketSet): object {
  return {
    families: packets.families,
    sources: named(packets.sources),
    destinations: named(packets.destinations),
    protocols: named(packets.protocols),
    ports: named(packets.ports),
    sourcePorts: packets.sourcePorts && named(packets.sourcePorts),
    schemes: packets.schemes && named(packets.schemes),
    hosts: packets.hosts && named(packets.hosts),
    urlPaths: packets.urlPaths && named(packets.urlPaths),
    except: packets.except?.map(packetSet),
  };
}

function named({ names, except }: NamedSet): object {
  return { names, except };
}

function deciding({ enforcementPoint, rule: name, priority, action, address, construct }: DecidingRule): object {
  return { enforcementPoint, rule: name, priority, action, address, construct };
}
