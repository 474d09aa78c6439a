// What the reader does, and what follows from it. Every change goes through update().

/** Shows a new selection. The picture stays as it is, unless a node stands in it for its selection alone. */
function choose() {
  const known = state.selected === null || linksAt.has(state.selected);
  if (state.view === 'table' || slice.guest || !known) {
    update();
    return;
  }
  lightUp();
  showDetails();
  writeHash();
}

/** Shows the current state everywhere: picture, legend, timeline, details or table, and the address. */
function update({ fit = false } = {}) {
  drawOnce(() => showAllOf({ fit }));
}

function showAllOf({ fit }) {
  drawSlice();
  const table = state.view === 'table';
  $('#picture').hidden = table;
  $('#table-panel').hidden = !table;
  $('main').classList.toggle('wide', table && state.selected === null);
  for (const tab of document.querySelectorAll('[role=tab]')) {
    const current = tab.dataset.view === state.view;
    tab.setAttribute('aria-selected', String(current));
    tab.tabIndex = current ? 0 : -1;
  }
  $('#picture').setAttribute('aria-labelledby', `tab-${table ? 'events' : state.view}`);
  showLegend();
  showTimeline();
  showNotices();
  showDetails();
  if (table) showTable();
  else if (fit) showAll(false);
  writeHash();
}

function showNotices() {
  const { nodes, links, all, lonely } = slice;
  const counts = t('count', { nodes: number(nodes.length), links: number(links.length) });
  const part = links.length > linkSet.length ? t('count.part', { n: number(linkSet.length) }) : '';
  $('#count').textContent = counts + part + (lonely && !alone() ? t('count.lonely', { n: number(lonely) }) : '');
  const notice = $('#notice');
  notice.hidden = nodes.length > 0 && nodes.length === all;
  notice.textContent = nodes.length ? t('cut', { shown: number(nodes.length), all: number(all) }) : t('nothing');
  $('#around').hidden = !alone();
  $('#around label').hidden = state.around === null;
  if (state.path) $('#around-name').textContent = t('path.now', { a: nameOf(NODES[state.path.from]), b: nameOf(NODES[state.path.to]) });
  if (state.around !== null) $('#around-name').textContent = t('ego.now', { name: nameOf(NODES[state.around]) });
  $('#depth').value = String(state.depth);
}

// ---- selecting ----------------------------------------------------------------------------------------------------

function select(id) {
  if (state.tracing !== null && id !== null && id !== state.tracing && isActor(NODES[id])) {
    showPath(state.tracing, id);
    return;
  }
  state.tracing = null;
  state.selected = id;
  state.link = null;
  choose();
  if (id !== null) announce(id);
}

function announce(id) {
  const node = NODES[id];
  $('#spoken').textContent = t('selected', { name: nameOf(node), group: groupName(node.group), n: linksAt.get(id)?.length ?? 0 });
}

function selectLink(id) {
  state.link = id;
  state.selected = null;
  choose();
}

function clearSelection() {
  select(null);
}

/** Selects a node wherever it is: changes the view if the current one has no place for it, and moves to it. */
function reveal(id) {
  const node = NODES[id];
  if (state.tracing !== null && isActor(node)) {
    select(id);
    return;
  }
  if (!slice.nodes.includes(id)) [state.around, state.path] = [null, null];
  const view = state.view;
  if (!isActor(node) && state.view !== 'table') state.view = 'events';
  else if (!belongs(node)) state.view = node.kind === 'person' ? 'persons' : 'events';
  select(id);
  if (state.view === 'table') return;
  if (state.view !== view) showAll(false);
  bringIntoSight(id);
}

function showAround(id) {
  state.around = id;
  state.selected = id;
  state.link = null;
  state.path = null;
  if (state.view === 'table') state.view = 'events';
  update({ fit: true });
}

function leaveAround() {
  [state.around, state.path] = [null, null];
  update({ fit: true });
}

function setView(view) {
  if (view === state.view) return;
  state.view = view;
  [state.around, state.path, state.tracing] = [null, null, null];
  state.link = null;
  if (state.selected !== null && (!belongs(NODES[state.selected]) || (AGGREGATED.has(view) && isEvent(NODES[state.selected])))) {
    state.selected = null;
  }
  update({ fit: true });
}

/** Escape takes back one step: first the selection, then the surroundings. */
function stepBack() {
  if (state.tracing !== null) stopTracing();
  else if (state.link !== null || (state.selected !== null && state.selected !== state.around)) clearSelection();
  else if (alone()) leaveAround();
  else if (state.selected !== null) clearSelection();
}

// ---- keyboard -----------------------------------------------------------------------------------------------------

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The neighbour of a node that lies best in a direction, or the best connected node when none is selected. */
function neighbourTowards(id, [right, down]) {
  if (id === null || !positions.has(id)) return namedFirst[0] ?? null;
  const [x, y] = positions.get(id);
  let best = null;
  let least = Infinity;
  for (const { a, b } of linksAt.get(id)) {
    const other = a === id ? b : a;
    const [dx, dy] = [positions.get(other)[0] - x, positions.get(other)[1] - y];
    const length = Math.hypot(dx, dy) || 1;
    const straight = (dx * right + dy * down) / length;
    if (straight > 0.3 && length / straight < least) [best, least] = [other, length / straight];
  }
  return best;
}

host.addEventListener('keydown', event => {
  const zoom = factor => network.moveTo({ scale: network.getScale() * factor });
  if (DIRECTIONS[event.key]) {
    const next = neighbourTowards(state.selected, DIRECTIONS[event.key]);
    if (next !== null) {
      select(next);
      bringIntoSight(next);
    }
  } else if (event.key === 'Enter') panel.focus();
  else if (event.key === 'e' && state.selected !== null) showAround(state.selected);
  else if (event.key === '+') zoom(1.25);
  else if (event.key === '-') zoom(0.8);
  else if (event.key === '0') showAll();
  else return;
  event.preventDefault();
});

addEventListener('keydown', event => {
  const typing = event.target.matches('input, select, textarea');
  if (event.key === 'Escape') {
    if (panel.contains(event.target)) host.focus();
    stepBack();
  } else if (event.key === '/' && !typing) {
    event.preventDefault();
    box.focus();
  }
});

$('.tabs').addEventListener('keydown', event => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const next = VIEWS[(VIEWS.indexOf(state.view) + step + VIEWS.length) % VIEWS.length];
  setView(next);
  $(`#tab-${next}`).focus();
});

// ---- buttons ------------------------------------------------------------------------------------------------------

for (const tab of document.querySelectorAll('[role=tab]')) tab.addEventListener('click', () => setView(tab.dataset.view));
$('#fit').addEventListener('click', () => showAll());
$('#zoom-in').addEventListener('click', () => network.moveTo({ scale: network.getScale() * 1.3 }));
$('#zoom-out').addEventListener('click', () => network.moveTo({ scale: network.getScale() / 1.3 }));
$('#png').addEventListener('click', savePicture);
$('#around-back').addEventListener('click', leaveAround);
$('#depth').addEventListener('change', event => {
  state.depth = Number(event.target.value);
  update({ fit: true });
});
$('#language').addEventListener('click', () => {
  state.lang = state.lang === 'ja' ? 'en' : 'ja';
  translate();
  update();
});

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  palette = colours();
  $('#theme').setAttribute('aria-pressed', String(theme === 'dark'));
}
const systemDark = matchMedia('(prefers-color-scheme: dark)');
$('#theme').addEventListener('click', () => {
  setTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark');
  drawOnce(syncItems);
});
systemDark.addEventListener('change', () => {
  setTheme(systemDark.matches ? 'dark' : 'light');
  drawOnce(syncItems);
});

// ---- start --------------------------------------------------------------------------------------------------------

function restore() {
  readHash();
  translate();
  update({ fit: true });
  if (state.selected !== null && state.around === null) bringIntoSight(state.selected);
}

setTheme(systemDark.matches ? 'dark' : 'light');
buildLegend();
buildTimeline();
buildTable();
addEventListener('hashchange', restore);
let painted = false;
network.on('afterDrawing', () => {
  if (!painted && slice.nodes.length) {
    painted = true;
    performance.mark('painted');
  }
});
restore();

// A small window for tests and for other programs on the page; nothing here depends on it.
window.networkPage = {
  state: () => ({ ...state, off: [...state.off[state.view]], selected: state.selected === null ? null : NODES[state.selected].key,
    around: state.around === null ? null : NODES[state.around].key,
    path: state.path && [state.path.from, state.path.to].map(id => NODES[id].key) }),
  counts: () => ({ nodes: slice.nodes.length, links: slice.links.length, all: slice.all, drawn: nodeSet.length, lines: linkSet.length }),
  screen: key => network.canvasToDOM(network.getPositions([byKey.get(key).id])[byKey.get(key).id]),
  key: id => NODES[id].key,
  reveal: key => reveal(byKey.get(key).id),
  lit: () => (lit ? [...lit.nodes].map(id => NODES[id].key) : null),
  network,
};
