// Its ES module has no named exports, whatever its types say: this form takes the CommonJS one.
// eslint-disable-next-line @typescript-eslint/no-require-imports
import dagre = require('@dagrejs/dagre');
import { Role } from '../style';
import { Graph, GraphEdge, GraphNode, LINE_CHARACTERS } from './graph';
import { Html, html } from './markup';

/** Whether the boxes stand beside or under each other. */
export type Direction = 'across' | 'down';

// Units of the drawing; names are in a font whose characters are all this wide.
const CHARACTER_WIDTH = 7.3;
const LINE_HEIGHT = 16;
const PADDING = 10;
const BOX_WIDTH = Math.ceil(LINE_CHARACTERS * CHARACTER_WIDTH) + 2 * PADDING;
const MARGIN = 8;

const ROLE_CLASS: Readonly<Record<Role, string>> = { good: 'good', bad: 'bad', uncertain: 'uncertain', muted: 'muted', heading: 'strong' };

interface Placed<T> {
  readonly item: T;
  readonly x: number;
  readonly y: number;
}

/**
 * A drawing as inline SVG, styled by the page.
 *
 * @param id unique in the page
 * @param description what the drawing shows, for those who do not see it
 */
export function diagram(graph: Graph, direction: Direction, id: string, description: string): Html {
  const plan = new dagre.graphlib.Graph();
  plan.setGraph({ rankdir: direction === 'across' ? 'LR' : 'TB', nodesep: 24, ranksep: direction === 'across' ? 46 : 34, marginx: MARGIN, marginy: MARGIN });
  plan.setDefaultEdgeLabel(() => ({}));
  for (const node of graph.nodes) plan.setNode(node.id, { width: BOX_WIDTH, height: heightOf(node) });
  for (const edge of graph.edges) {
    plan.setEdge(edge.from, edge.to, edge.label === '' ? {} : { width: edge.label.length * CHARACTER_WIDTH + 8, height: LINE_HEIGHT, labelpos: 'c' });
  }
  dagre.layout(plan);
  const { width = 0, height = 0 } = plan.graph();
  const nodes = graph.nodes.map((item): Placed<GraphNode> => ({ item, x: plan.node(item.id).x ?? 0, y: plan.node(item.id).y ?? 0 }));
  const w = Math.ceil(width);
  const h = Math.ceil(height);
  return html`<svg class="path ${direction}" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}" role="img" aria-labelledby="${id}">
<title id="${id}">${description}</title>
${graph.edges.map((edge, index) => arrow(edge, plan.edge(edge.from, edge.to), direction, `${id}-${index}`))}
${nodes.map(box)}
</svg>`;
}

function heightOf(node: GraphNode): number {
  return (node.lines.length + 1) * LINE_HEIGHT + 2 * PADDING;
}

function box({ item, x, y }: Placed<GraphNode>): Html {
  const height = heightOf(item);
  const left = round(x - BOX_WIDTH / 2);
  const top = round(y - height / 2);
  const line = (index: number): number => round(top + PADDING + (index + 1) * LINE_HEIGHT - 4);
  return html`<g class="box ${ROLE_CLASS[item.role]}">
<rect x="${left}" y="${top}" width="${BOX_WIDTH}" height="${height}" rx="6"></rect>
<text class="heading" x="${left + PADDING}" y="${line(0)}">${item.heading}</text>
${item.lines.map(({ text, role }, index) => html`<text class="${role === undefined ? '' : ROLE_CLASS[role]}" x="${left + PADDING}" y="${line(index + 1)}">${text}</text>
`)}</g>
`;
}

/** What the layout says of an arrow; the place is that of its label. */
interface PlacedArrow {
  readonly points?: readonly { readonly x: number; readonly y: number }[];
  readonly x?: number;
  readonly y?: number;
}

function arrow(edge: GraphEdge, { points = [], x = 0, y = 0 }: PlacedArrow, direction: Direction, id: string): Html {
  const way = points.map((point, index) => `${index === 0 ? 'M' : 'L'}${round(point.x)} ${round(point.y)}`).join(' ');
  // Above a line that goes across, on a line that goes down.
  const lift = direction === 'across' ? -6 : 4;
  const label = edge.label === '' ? undefined : html`<text class="label" x="${round(x)}" y="${round(y + lift)}" text-anchor="middle">${edge.label}</text>`;
  return html`<g class="arrow ${ROLE_CLASS[edge.role]}">
<marker id="${id}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z"></path></marker>
<path d="${way}" marker-end="url(#${id})"></path>${label}
</g>
`;
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}
