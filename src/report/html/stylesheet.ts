/** Colours are variables, one set for each scheme; every pair of text and ground has a contrast of 4.5 to 1 or more. */
export const STYLESHEET = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f6f7f9; --line: #c9ced6; --text: #1b1f24; --muted: #57606a; --link: #0b5cad;
  --good: #116329; --good-ground: #e6f6ea; --bad: #a40e26; --bad-ground: #ffebe9; --uncertain: #7d4e00; --uncertain-ground: #fff4d6;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #0f1318; --raised: #181d24; --line: #3b434d; --text: #e6edf3; --muted: #a0aab5; --link: #78b7ff;
    --good: #6fdd8b; --good-ground: #10301b; --bad: #ff9a92; --bad-ground: #3d1416; --uncertain: #f0c060; --uncertain-ground: #382a08;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
.page { max-width: 1180px; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.45rem; line-height: 1.3; margin: .4rem 0 .8rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2.2rem 0 .7rem; overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 0 .3rem; display: inline; overflow-wrap: anywhere; }
h4 { font-size: 1rem; margin: 1.2rem 0 .5rem; overflow-wrap: anywhere; }
h5 { font-size: .9rem; margin: 1rem 0 .3rem; overflow-wrap: anywhere; }
p, ul, ol, dl { margin: .5rem 0; overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
code, .name { font-family: ui-monospace, "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace; font-size: .88em; overflow-wrap: anywhere; }
.banner { border-left: .5rem solid; border-radius: .4rem; padding: .8rem 1rem; }
.banner h1 { color: inherit; margin: .5rem 0 0; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; font-size: .9rem; }
.facts dt { color: var(--muted); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.badge { display: inline-block; white-space: nowrap; border: 1px solid; border-radius: 1rem; padding: 0 .6rem; font-size: .85rem; font-weight: 600; }
.good { color: var(--good); } .bad { color: var(--bad); } .uncertain { color: var(--uncertain); } .muted { color: var(--muted); }
.badge.good, .banner.good { background: var(--good-ground); } .badge.bad, .banner.bad { background: var(--bad-ground); }
.badge.uncertain, .banner.uncertain { background: var(--uncertain-ground); } .badge.muted { background: var(--raised); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; color: var(--muted); padding-bottom: .3rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; min-width: 5.5rem; }
th:first-child, td:first-child { min-width: 2.2rem; }
thead th { border-bottom-width: 2px; white-space: nowrap; }
tr.decides td { background: var(--raised); }
tr.idle td { color: var(--muted); }
details.requirement { border: 1px solid var(--line); border-radius: .5rem; margin: .6rem 0; background: var(--ground); }
details.requirement > summary { padding: .6rem .9rem; cursor: pointer; }
details.requirement > summary:hover, details.rules > summary:hover { background: var(--raised); }
details.requirement > .inside { padding: 0 1rem 1rem; border-top: 1px solid var(--line); }
details.rules { margin: .6rem 0; }
details.rules > summary { cursor: pointer; padding: .2rem 0; }
figure { margin: .8rem 0; padding: .5rem; background: var(--raised); border-radius: .5rem; }
figure > div { overflow-x: auto; }
figcaption { font-size: .85rem; color: var(--muted); }
svg.path { display: block; max-width: none; height: auto; }
svg.across { max-width: 100%; min-width: 1000px; margin: 0 auto; }
svg.down { display: none; max-width: 100%; margin: 0 auto; }
svg text { white-space: pre; font: 12px ui-monospace, "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace; fill: var(--text); }
svg .heading { font: 600 13px system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
svg .strong { font-weight: 600; }
svg .label { font-size: 11.5px; paint-order: stroke; stroke: var(--raised); stroke-width: 5px; }
svg rect { fill: var(--ground); stroke: var(--line); stroke-width: 1.5; }
svg .box.good rect { stroke: var(--good); fill: var(--good-ground); } svg .box.bad rect { stroke: var(--bad); fill: var(--bad-ground); stroke-width: 2.5; }
svg .box.uncertain rect { stroke: var(--uncertain); fill: var(--uncertain-ground); stroke-dasharray: 6 3; }
svg text.good, svg .arrow.good .label { fill: var(--good); } svg text.bad, svg .arrow.bad .label { fill: var(--bad); }
svg .arrow.uncertain .label { fill: var(--uncertain); } svg text.muted { fill: var(--muted); }
svg .arrow > path { fill: none; stroke: var(--line); stroke-width: 2; }
svg .arrow.good > path { stroke: var(--good); } svg .arrow.bad > path { stroke: var(--bad); stroke-dasharray: 3 4; }
svg .arrow.uncertain > path { stroke: var(--uncertain); stroke-dasharray: 7 4; }
svg marker path { fill: var(--line); } svg .good marker path { fill: var(--good); }
svg .bad marker path { fill: var(--bad); } svg .uncertain marker path { fill: var(--uncertain); }
@media (max-width: 1060px) { svg.across { display: none; } svg.down { display: block; } }
@media (max-width: 640px) { .scroll > table { min-width: 36rem; } }
@media (max-width: 520px) { th, td { padding: .3rem .35rem; } .facts { grid-template-columns: 1fr; } .facts dd { margin-bottom: .3rem; } }
@media print {
  :root { color-scheme: light; }
  .page { max-width: none; padding: 0; }
  body { font-size: 11pt; }
  svg.across { display: none; } svg.down { display: block; }
  details.requirement, figure, tr { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
