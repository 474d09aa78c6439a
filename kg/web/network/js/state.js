// What the reader has chosen, and its mirror in the address: the link of a view can be kept and sent.

const VIEWS = ['states', 'events', 'persons', 'table'];
const HIDDEN_AT_FIRST = { states: ['statement'], events: ['place', 'statement'], persons: [], table: [] };

const state = {
  view: 'states',
  off: Object.fromEntries(VIEWS.map(view => [view, new Set(HIDDEN_AT_FIRST[view])])),
  first: 0, // the range of dates, as numbers of bins, both included
  last: Math.max(BINS.length - 1, 0),
  undated: true,
  selected: null, // number of a node
  link: null, // id of a link of the current slice
  around: null, // number of the node whose surroundings are shown alone
  depth: 1,
  path: null, // {from, to}: two actors whose chain is shown alone
  tracing: null, // an actor whose other end of a chain is being chosen
  lang: DATA.meta.lang,
};

const isOn = group => !state.off[state.view].has(group.id);

/** Whether a node passes the date range; what is no event has no date of its own. */
function inRange(node) {
  if (!isEvent(node)) return true;
  if (!node.bins) return state.undated;
  return node.bins[0] <= state.last && node.bins[1] >= state.first;
}

const passes = node => isOn(node.group) && inRange(node);

function writeHash() {
  const parts = new URLSearchParams();
  parts.set('view', state.view);
  const off = [...state.off[state.view]].sort();
  if (off.join() !== HIDDEN_AT_FIRST[state.view].join()) parts.set('off', off.join(','));
  if (state.first > 0) parts.set('from', BINS[state.first].label);
  if (state.last < BINS.length - 1) parts.set('to', BINS[state.last].label);
  if (!state.undated) parts.set('undated', '0');
  if (state.selected !== null) parts.set('select', NODES[state.selected].key);
  if (state.around !== null) parts.set('around', NODES[state.around].key);
  if (state.path) parts.set('path', [state.path.from, state.path.to].map(id => NODES[id].key).join('~'));
  if (state.depth > 1) parts.set('depth', state.depth);
  if (state.lang !== DATA.meta.lang) parts.set('lang', state.lang);
  history.replaceState(null, '', '#' + parts);
}

function readHash() {
  const parts = new URLSearchParams(location.hash.slice(1));
  if (VIEWS.includes(parts.get('view'))) state.view = parts.get('view');
  if (parts.has('off')) {
    const known = parts.get('off').split(',').filter(id => GROUPS.some(group => group.id === id));
    state.off[state.view] = new Set(known);
  } else {
    state.off[state.view] = new Set(HIDDEN_AT_FIRST[state.view]);
  }
  const bin = label => BINS.findIndex(candidate => candidate.label === label);
  state.first = Math.max(bin(parts.get('from')), 0);
  const last = bin(parts.get('to'));
  state.last = last < 0 ? Math.max(BINS.length - 1, 0) : Math.max(last, state.first);
  state.undated = parts.get('undated') !== '0';
  const node = name => byKey.get(parts.get(name))?.id ?? null;
  state.selected = node('select');
  state.around = node('around');
  state.link = null;
  state.tracing = null;
  const [from, to] = (parts.get('path') ?? '').split('~').map(key => byKey.get(key));
  state.path = from && to && from !== to && isActor(from) && isActor(to) ? { from: from.id, to: to.id } : null;
  if (state.path) state.view = 'events';
  state.depth = parts.get('depth') === '2' ? 2 : 1;
  const lang = parts.get('lang') ?? new URLSearchParams(location.search).get('lang');
  state.lang = lang in DATA.text ? lang : DATA.meta.lang;
}
