// The data block of the page, indexed. Node numbers are positions in DATA.nodes; nothing here ever changes.

const DATA = JSON.parse(document.getElementById('data').textContent);
const NODES = DATA.nodes;
const GROUPS = DATA.groups;
const BINS = DATA.bins;
const AGGREGATED = new Set(['states', 'persons']);

const groupOf = new Map();
for (const group of GROUPS) for (const kind of group.kinds) groupOf.set(kind, group);
for (const node of NODES) node.group = groupOf.get(node.kind);

const ACTOR_GROUPS = new Set(['state', 'organization', 'person']);
const isActor = node => ACTOR_GROUPS.has(node.kind);
const isEvent = node => !isActor(node) && node.kind !== 'treaty' && node.kind !== 'place';

// Where an event happens is no tie between those who meet there and their hosts.
const PLACE_RELATIONS = new Set(['place', 'placeState']);
const HOME_RELATIONS = new Set(['ofState', 'ofOrganization', 'onBehalfOf']);

const byKey = new Map(NODES.map(node => [node.key, node]));
const edgesOf = NODES.map(() => []);
DATA.edges.forEach((edge, id) => {
  edge.id = id;
  edgesOf[edge.from].push(edge);
  if (edge.to !== edge.from) edgesOf[edge.to].push(edge);
});
const otherEnd = (edge, id) => (edge.from === id ? edge.to : edge.from);

// Facts by subject and by object, and the facts that state one edge.
const factsOf = NODES.map(() => []);
const factsAbout = NODES.map(() => []);
const factsOfEdge = new Map();
const edgeName = (from, property, to) => `${from} ${property} ${to}`;
DATA.facts.forEach((fact, id) => {
  fact.id = id;
  factsOf[fact.s].push(fact);
  if (fact.o === undefined) return;
  factsAbout[fact.o].push(fact);
  const name = edgeName(fact.s, fact.p, fact.o);
  if (!factsOfEdge.has(name)) factsOfEdge.set(name, []);
  factsOfEdge.get(name).push(fact);
});

// For every event the actors connected with it, each once.
const actorsOf = NODES.map(node => isEvent(node)
  ? [...new Set(edgesOf[node.id].filter(edge => !PLACE_RELATIONS.has(edge.rel))
    .map(edge => otherEnd(edge, node.id)).filter(id => isActor(NODES[id])))]
  : []);
const EVENTS = NODES.filter(isEvent);
const homeOf = id => NODES[id].home ?? id;

// The first and the last bin of the timeline that an event touches; null for an event without a date.
for (const node of EVENTS) {
  node.bins = null;
  if (!node.from && !node.to) continue;
  const first = BINS.findIndex(bin => !node.from || bin.to >= node.from);
  let last = BINS.length - 1;
  while (last > 0 && node.to && BINS[last].from > node.to) last--;
  node.bins = [first < 0 ? BINS.length - 1 : first, last];
}
const dayOf = node => node.from ?? node.to ?? '';
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0); // ISO dates sort as text; no need of the rules of a language
const newestFirst = (a, b) => compare(dayOf(b), dayOf(a)) || a.id - b.id;
