// How two actors hang together: the shortest chain of actors each of whom shares an event with the next, and the events.

const MOST_PER_HOP = 6; // events drawn between two actors of a chain; the panel lists all

/** For every actor those it shares events with, and which; events outside the range of dates do not count. */
function sharedEvents() {
  const shared = new Map();
  for (const event of EVENTS) {
    if (!inRange(event)) continue;
    for (const a of actorsOf[event.id]) {
      for (const b of actorsOf[event.id]) {
        if (a === b) continue;
        if (!shared.has(a)) shared.set(a, new Map());
        if (!shared.get(a).has(b)) shared.get(a).set(b, []);
        shared.get(a).get(b).push(event.id);
      }
    }
  }
  return shared;
}

/** The chain from one actor to another: {actors, hops: [{a, b, events}]}, or null. Of equally short ones that with most events. */
function chainBetween(from, to) {
  const shared = sharedEvents();
  const best = new Map([[from, { distance: 0, events: 0, parent: null }]]);
  let ring = [from];
  for (let distance = 1; ring.length && !best.has(to); distance++) {
    const next = new Map();
    for (const id of ring) {
      for (const [other, events] of shared.get(id) ?? []) {
        if (best.has(other)) continue;
        const sum = best.get(id).events + events.length;
        const known = next.get(other);
        if (!known || sum > known.events || (sum === known.events && id < known.parent)) next.set(other, { distance, events: sum, parent: id });
      }
    }
    for (const [id, entry] of next) best.set(id, entry);
    ring = [...next.keys()].sort((a, b) => a - b);
  }
  if (!best.has(to)) return null;
  const actors = [to];
  while (actors[0] !== from) actors.unshift(best.get(actors[0]).parent);
  const hops = actors.slice(1).map((b, index) => ({
    a: actors[index], b, events: [...shared.get(actors[index]).get(b)].sort((x, y) => newestFirst(NODES[x], NODES[y])),
  }));
  return { actors, hops };
}

/** The slice that shows a chain: its actors, and some events of each hop. */
function chainSlice(chain) {
  const nodes = new Set(chain?.actors ?? [state.path.from, state.path.to]);
  const links = [];
  const taken = new Set();
  for (const { a, b, events } of chain?.hops ?? []) {
    for (const id of events.slice(0, MOST_PER_HOP)) {
      nodes.add(id);
      for (const edge of edgesOf[id]) {
        if (![a, b].includes(otherEnd(edge, id)) || PLACE_RELATIONS.has(edge.rel) || taken.has(edge.id)) continue;
        taken.add(edge.id);
        links.push({ id: `e${edge.id}`, a: edge.from, b: edge.to, edge });
      }
    }
  }
  return { nodes: [...nodes], links, all: nodes.size, chain };
}

/** Actors on one line, the events of a hop between its two. */
function chainPositions() {
  const turned = upright();
  const placed = new Map();
  const put = (id, along, across) => placed.set(id, turned ? [across, along] : [along, across]);
  const apart = turned ? 190 : 300;
  const { actors, hops } = slice.chain ?? { actors: [state.path.from, state.path.to], hops: [] };
  actors.forEach((id, index) => put(id, index * apart, 0));
  hops.forEach(({ events }, index) => {
    const drawn = events.slice(0, MOST_PER_HOP);
    drawn.forEach((id, row) => put(id, (index + 0.5) * apart, (row - (drawn.length - 1) / 2) * 74));
  });
  return placed;
}

/** Asks for the other end of a chain: the next actor that is chosen. */
function startTracing(id) {
  state.tracing = id;
  showDetails();
  $('#spoken').textContent = t('path.choose', { name: nameOf(NODES[id]) });
  panel.querySelector('.tracing button')?.focus();
}

function stopTracing() {
  state.tracing = null;
  showDetails();
}

function showPath(from, to) {
  Object.assign(state, { path: { from, to }, tracing: null, around: null, link: null, selected: null });
  state.view = 'events';
  update({ fit: true });
  panel.focus();
}

/** The panel of a chain: hop by hop the events that two actors share. */
function pathDetails() {
  const { from, to } = state.path;
  const head = [
    closeButton(),
    el('p', { class: 'kind' }, t('path')),
    el('h2', { class: 'pair' }, nodeButton(from), el('span', { class: 'dash' }, '…'), nodeButton(to)),
  ];
  if (!slice.chain) return [...head, el('p', { class: 'hint' }, t('path.none'))];
  return [...head, ...slice.chain.hops.map(({ a, b, events }) => section(
    `${nameOf(NODES[a])} — ${nameOf(NODES[b])} ${number(events.length)}`, strip(events), longList('ol', events, eventEntry, MOST_PER_HOP)))];
}
