// Which nodes and links the current choice shows. A slice is plain data; the canvas, the legend and the table read it.
//
// A link is {id, a, b, edge} for one relation, or {id, a, b, events, weight} for all events that two actors share.

const MOST_NODES = 1500; // what a browser without graphics hardware still moves smoothly
const MOST_LINKS = 4000;
const MOST_AROUND = 300;

/**
 * The slice of the current state: {nodes: number[], links, all: number of nodes before the cut, guest: whether a node is there
 * for no reason but that it is selected}.
 */
function currentSlice() {
  if (state.path) return chainSlice(chainBetween(state.path.from, state.path.to));
  const view = state.view === 'table' ? 'events' : state.view;
  let slice = { states: tiesOfStates, persons: tiesOfPersons, events: relations }[view]();
  if (state.around !== null) slice = surroundings(slice, state.around, state.depth);
  return cut(slice, state.around !== null ? MOST_AROUND : MOST_NODES);
}

function tiesOfStates() {
  const shown = id => (NODES[id].kind === 'state' || NODES[id].kind === 'organization') && isOn(NODES[id].group);
  const ties = tiesBy(event => actorsOf[event.id].map(homeOf).filter(shown));
  return { ...withSelected(ends(ties)), links: ties };
}

function tiesOfPersons() {
  const personOn = isOn(groupOf.get('person'));
  const stateOn = isOn(groupOf.get('state'));
  const shown = new Set();
  const ties = tiesBy(event => {
    const persons = actorsOf[event.id].filter(id => personOn && NODES[id].kind === 'person');
    for (const id of persons) shown.add(id);
    return persons;
  });
  const nodes = new Set(shown);
  const links = ties;
  if (stateOn) {
    for (const id of withSelected(shown).nodes) {
      if (NODES[id].kind !== 'person' || NODES[id].home === undefined) continue;
      nodes.add(NODES[id].home);
      links.push({ id: `h${id}`, a: id, b: NODES[id].home, home: true });
    }
  }
  return { ...withSelected(nodes), links };
}

/** One link for each pair of actors that an event brings together; an event of many counts less for each pair. */
function tiesBy(actorsShown) {
  const ties = new Map();
  for (const event of EVENTS) {
    if (!passes(event)) continue;
    const actors = [...new Set(actorsShown(event))].sort((a, b) => a - b);
    actors.forEach((a, index) => {
      for (const b of actors.slice(index + 1)) {
        const id = `t${a}-${b}`;
        if (!ties.has(id)) ties.set(id, { id, a, b, events: [], weight: 0 });
        const tie = ties.get(id);
        tie.events.push(event.id);
        tie.weight += 1 / (actors.length - 1);
      }
    });
  }
  return [...ties.values()];
}

/**
 * All nodes and edges that pass. An event needs an actor to be there; those without are counted as lonely and stand in the
 * table. An actor or a place needs an event, a treaty two: of one event it would only be the double.
 */
function relations() {
  const nodes = new Set();
  let lonely = 0;
  const eventsOn = GROUPS.some(group => !ACTOR_GROUPS.has(group.id) && isOn(group));
  for (const event of EVENTS) {
    if (!passes(event)) continue;
    if (!actorsOf[event.id].some(id => isOn(NODES[id].group))) {
      lonely++;
      continue;
    }
    nodes.add(event.id);
    for (const edge of edgesOf[event.id]) {
      const other = NODES[otherEnd(edge, event.id)];
      if ((actorsOf[event.id].includes(other.id) || edge.rel === 'place') && isOn(other.group)) nodes.add(other.id);
    }
  }
  for (const node of NODES) {
    if (!isOn(node.group) || isEvent(node)) continue;
    const near = edgesOf[node.id].map(edge => otherEnd(edge, node.id));
    if (node.kind === 'treaty' && near.filter(id => isEvent(NODES[id]) && nodes.has(id)).length > 1) nodes.add(node.id);
    if (!eventsOn && isActor(node) && near.some(id => isActor(NODES[id]) && isOn(NODES[id].group))) nodes.add(node.id);
  }
  const { nodes: shown, guest } = withSelected(nodes);
  const links = DATA.edges
    .filter(edge => shown.has(edge.from) && shown.has(edge.to) && edge.rel !== 'placeState')
    .map(edge => ({ id: `e${edge.id}`, a: edge.from, b: edge.to, edge }));
  return { nodes: shown, links, lonely, guest };
}

const ends = links => new Set(links.flatMap(({ a, b }) => [a, b]));

/** What is selected stays in sight, whatever else is switched off: {nodes, guest: whether that added one}. */
function withSelected(nodes) {
  const kept = new Set(nodes);
  if (state.selected !== null && belongs(NODES[state.selected])) kept.add(state.selected);
  if (state.around !== null && belongs(NODES[state.around])) kept.add(state.around);
  return { nodes: kept, guest: kept.size > nodes.size };
}

/** Whether the current view has a place for a node. */
function belongs(node) {
  if (state.view === 'states') return node.at.states !== undefined;
  if (state.view === 'persons') return node.at.persons !== undefined;
  return true;
}

/** The nodes at most `depth` links away from a node, each with its distance and the neighbour it was reached from. */
function surroundings(slice, center, depth) {
  const near = new Map();
  for (const { a, b } of slice.links) {
    for (const [from, to] of [[a, b], [b, a]]) {
      if (!near.has(from)) near.set(from, []);
      near.get(from).push(to);
    }
  }
  const reached = new Map([[center, { distance: 0, parent: null }]]);
  let ring = [center];
  for (let distance = 1; distance <= depth; distance++) {
    const next = [];
    for (const id of ring) {
      for (const other of near.get(id) ?? []) {
        if (reached.has(other) || reached.size >= MOST_AROUND) continue;
        reached.set(other, { distance, parent: id });
        next.push(other);
      }
    }
    ring = next;
  }
  const links = slice.links.filter(({ a, b }) => reached.has(a) && reached.has(b));
  return { nodes: new Set(reached.keys()), links, reached, guest: slice.guest };
}

/** At most `most` nodes: actors by the number of their links, then events from the newest. */
function cut(slice, most) {
  const all = slice.nodes.size;
  if (all <= most) return { ...slice, nodes: [...slice.nodes], all };
  const links = new Map();
  for (const { a, b } of slice.links) for (const id of [a, b]) links.set(id, (links.get(id) ?? 0) + 1);
  const ids = [...slice.nodes];
  const actors = ids.filter(id => isActor(NODES[id])).sort((a, b) => (links.get(b) ?? 0) - (links.get(a) ?? 0) || a - b);
  const events = ids.filter(id => !isActor(NODES[id])).sort((a, b) => newestFirst(NODES[a], NODES[b]));
  const kept = new Set(actors.slice(0, Math.max(most / 3, most - events.length)));
  for (const id of events) if (kept.size < most) kept.add(id);
  const guest = slice.guest || (state.selected !== null && !kept.has(state.selected));
  if (state.selected !== null && slice.nodes.has(state.selected)) kept.add(state.selected);
  return { ...slice, guest, nodes: [...kept], links: slice.links.filter(({ a, b }) => kept.has(a) && kept.has(b)), all };
}

/** The facts that the current choice lets through, for the table: of the selected node alone, if there is one. */
function visibleFacts() {
  return DATA.facts.filter(fact => {
    const subject = NODES[fact.s];
    const object = fact.o === undefined ? null : NODES[fact.o];
    if (!passes(subject) || (object && !passes(object))) return false;
    return state.selected === null || concerns(fact, state.selected);
  });
}

/** Whether a fact is about a node: as subject or object, or as a fact of an event that the node takes part in. */
function concerns(fact, id) {
  return fact.s === id || fact.o === id || actorsOf[fact.s].includes(id);
}
