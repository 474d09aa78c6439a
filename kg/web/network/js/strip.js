// The events of a list on one line of time, in the panel: when two states met, at a glance.

const STRIP = { width: 320, height: 52, side: 8, line: 30 };

/** A line of time with a mark for each dated event, or null where fewer than two have a date. */
function strip(ids) {
  const dated = ids.map(id => NODES[id]).filter(node => node.from).sort((a, b) => compare(a.from, b.from) || a.id - b.id);
  const day = date => Date.parse(date);
  const first = dated.length ? day(dated[0].from) : 0;
  const last = dated.length ? day(dated[dated.length - 1].from) : 0;
  if (dated.length < 2 || first === last) return null;
  const at = node => STRIP.side + ((day(node.from) - first) / (last - first)) * (STRIP.width - 2 * STRIP.side);
  const drawing = svg('svg', { viewBox: `0 0 ${STRIP.width} ${STRIP.height}`, class: 'strip', role: 'img', 'aria-label': t('strip', { n: number(dated.length) }) },
    svg('line', { x1: STRIP.side, x2: STRIP.width - STRIP.side, y1: STRIP.line, y2: STRIP.line }));
  const heights = [];
  for (const node of dated) {
    const x = at(node);
    // marks of one time stand above each other
    const level = heights.filter(other => Math.abs(other - x) < 9).length;
    heights.push(x);
    const mark = svg('path', {
      d: node.group.path, fill: node.status && node.status !== 'held' ? 'var(--panel)' : node.group.color,
      stroke: node.group.color, transform: `translate(${(x - 5.2).toFixed(1)} ${(STRIP.line - 5.2 - Math.min(level, 3) * 9).toFixed(1)}) scale(.65)`,
    }, svg('title', {}, `${dateText(node.edtf)} ${nameOf(node)}`));
    mark.addEventListener('click', () => reveal(node.id));
    drawing.append(mark);
  }
  for (const [node, anchor, x] of [[dated[0], 'start', STRIP.side], [dated[dated.length - 1], 'end', STRIP.width - STRIP.side]]) {
    drawing.append(svg('text', { x, y: STRIP.height - 4, 'text-anchor': anchor }, dateText(node.from.slice(0, 7))));
  }
  return drawing;
}
