// Rows that name two things or more as a ring of names with lines between those of one row.

const MOST_NODES = 60;

class NetworkView extends View {
  constructor(yasr) {
    super(yasr);
    this.name = 'network';
    this.label = message('plugin.network');
    this.icon = 'M3 12.5 8 3.5l5 9zM3 12.5h.01M8 3.5h.01M13 12.5h.01';
  }

  async picture() {
    const rows = rowsOf(this.yasr).map(row => {
      const found = new Map();
      for (const cell of Object.values(row)) {
        const thing = cell.type === 'uri' ? thingOf(cell.value) : null;
        if (thing) found.set(thing.iri, thing);
      }
      // who took part in an event is tied by it; the event itself is no further point
      const things = [...found.values()], actors = things.filter(thing => !['event', 'article'].includes(thing.kind));
      return actors.length > 1 ? actors : things;
    }).filter(row => row.length > 1);
    if (!rows.length) return null;
    const degree = new Map();
    for (const row of rows) for (const thing of row) degree.set(thing.iri, { thing, count: (degree.get(thing.iri)?.count || 0) + 1 });
    const shown = [...degree.values()].sort((a, b) => b.count - a.count || a.thing.iri.localeCompare(b.thing.iri)).slice(0, MOST_NODES).map(entry => entry.thing);
    await learnNames(shown);
    const inside = new Set(shown.map(thing => thing.iri));
    const ties = new Map();
    let drawn = 0;
    for (const row of rows) {
      const here = row.filter(thing => inside.has(thing.iri));
      if (here.length > 1) drawn += 1;
      for (let i = 0; i < here.length; i += 1) {
        for (let j = i + 1; j < here.length; j += 1) {
          const key = [here[i].iri, here[j].iri].sort().join(' ');
          ties.set(key, (ties.get(key) || 0) + 1);
        }
      }
    }
    const parts = [ring(shown, ties)];
    if (drawn < rows.length) parts.push(element('p', { class: 'soft' }, message('plugin.cut', { shown: drawn, all: rows.length })));
    return parts;
  }
}

/** Things on a circle, each beside those that it shares rows with, and curves through the middle. */
function ring(things, ties) {
  const order = beside(things, ties);
  const radius = Math.max(120, order.length * 5.4), room = 178;
  const size = 2 * (radius + room), middle = size / 2;
  const at = new Map(order.map((thing, i) => [thing.iri, (i / order.length) * 2 * Math.PI - Math.PI / 2]));
  const spot = (angle, far) => [middle + Math.cos(angle) * far, middle + Math.sin(angle) * far];
  const drawing = shape('svg', { viewBox: `0 0 ${size} ${size}`, class: 'ring', role: 'group', 'aria-label': message('plugin.network') });
  const most = Math.max(...ties.values());
  for (const [key, count] of ties) {
    const angles = key.split(' ').map(iri => at.get(iri)), [a, b] = angles.map(angle => spot(angle, radius - 10));
    // the farther apart two are, the nearer the line comes to the middle
    const apart = Math.abs(angles[0] - angles[1]), pull = 0.15 + (0.8 * Math.min(apart, 2 * Math.PI - apart)) / Math.PI;
    const bend = [0, 1].map(i => ((a[i] + b[i]) / 2) * (1 - pull) + middle * pull);
    drawing.append(shape('path', {
      d: `M${a.map(n => n.toFixed(1))}Q${bend.map(n => n.toFixed(1))} ${b.map(n => n.toFixed(1))}`, class: 'tie', 'stroke-width': (0.8 + 2.4 * Math.sqrt(count / most)).toFixed(2),
    }));
  }
  for (const thing of order) {
    const angle = at.get(thing.iri), [x, y] = spot(angle, radius), left = Math.cos(angle) < -0.001, group = groupOf(thing.kind);
    const turn = (angle * 180) / Math.PI + (left ? 180 : 0);
    const link = shape('a', { href: thing.page }, shape('title', {}, nameOf(thing)));
    link.append(
      shape('path', { d: group.path, fill: group.color, transform: `translate(${(x - 6).toFixed(1)} ${(y - 6).toFixed(1)}) scale(.75)` }),
      shape('text', {
        transform: `translate(${spot(angle, radius + 12).map(n => n.toFixed(1))}) rotate(${turn.toFixed(1)})`, 'text-anchor': left ? 'end' : 'start', dy: '.35em',
      }, cut(nameOf(thing), 13)),
    );
    drawing.append(link);
  }
  return drawing;
}

/** An order in which neighbours stand near each other: the next is whoever has most to do with the last ones. */
function beside(things, ties) {
  const weight = (a, b) => ties.get([a.iri, b.iri].sort().join(' ')) || 0;
  const left = [...things], order = [left.shift()];
  while (left.length) {
    const recent = order.slice(-3);
    let best = 0, most = -1;
    left.forEach((thing, i) => {
      const sum = recent.reduce((total, other, age) => total + weight(thing, other) * (age + 1), 0);
      if (sum > most) [best, most] = [i, sum];
    });
    order.push(left.splice(best, 1)[0]);
  }
  return order;
}
