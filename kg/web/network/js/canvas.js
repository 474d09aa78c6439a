// The picture: vis-network draws the nodes and links of the current slice, all alike. What is chosen and what things are
// called is drawn over it (overlay.js), so that a click never draws the whole picture again.

const MOST_ZOOM = 1.6; // of the whole picture; three nodes need not fill the screen

const host = $('#canvas');
const nodeSet = new vis.DataSet();
const linkSet = new vis.DataSet();
const network = new vis.Network(host, { nodes: nodeSet, edges: linkSet }, DATA.options);

let slice = { nodes: [], links: [], all: 0 };
let sliceLinks = new Map(); // link id → link
let linksAt = new Map(); // node → its links in the slice
let namedFirst = []; // nodes of the slice, the best connected first
let positions = new Map();
let lit = null; // {nodes: Set, links: Set} that are not dimmed, or null for all
let waiting = false; // whether links wait while the picture moves
const moved = new Map(); // positions that the reader chose by dragging

/** Colours of the current theme, read from the style sheet. */
function colours() {
  const style = getComputedStyle(document.documentElement);
  const read = name => style.getPropertyValue(name).trim();
  return { paper: read('--paper'), ink: read('--ink'), soft: read('--soft'), link: read('--link'), strong: read('--accent') };
}
let palette = colours();

// Sizes are thought in pixels of the whole picture: the more nodes there are, the smaller each of them is drawn.
const measure = { unit: 1, crowd: 1, heaviestNode: 1, heaviestLink: 1 };
const CALM_NODES = 300; // up to here persons get a name wherever there is room for it
const MANY_NODES = 600; // from here on links wait while the picture moves
const CROWDED = 160; // nodes that still have room at full size

const SIZES = { state: [6, 17], organization: [6, 15], person: [5, 8], event: [7, 7] }; // pixels: the least, and what the heaviest adds

const weightOf = link => link.weight ?? 1;
const weightAt = id => linksAt.get(id).reduce((sum, link) => sum + weightOf(link), 0);

const extent = values => values.reduce((most, value) => Math.max(most, value), -Infinity) - values.reduce((least, value) => Math.min(least, value), Infinity);

function takeMeasure() {
  const xs = [...positions.values()].map(([x]) => x);
  const ys = [...positions.values()].map(([, y]) => y);
  const scale = Math.min(host.clientWidth / (extent(xs) + 160), host.clientHeight / (extent(ys) + 160), MOST_ZOOM);
  const room = Math.min(1, Math.max(0.6, host.clientWidth / 800));
  measure.crowd = Math.min(1, Math.sqrt(CROWDED / Math.max(slice.nodes.length, 1))) * room;
  measure.unit = measure.crowd / (scale > 0 ? scale : 1);
  measure.heaviestNode = Math.max(16, ...slice.nodes.map(weightAt));
  measure.heaviestLink = slice.links.reduce((most, link) => Math.max(most, weightOf(link)), 8);
}

function sizeOf(id) {
  const share = Math.sqrt(weightAt(id) / measure.heaviestNode);
  const [least, growth] = SIZES[NODES[id].kind] ?? [5, 6];
  return Math.round((least + growth * share) * measure.unit * 10) / 10;
}

function thicknessOf(link) {
  const pixels = AGGREGATED.has(state.view) && link.events ? 0.6 + 6 * (link.weight / measure.heaviestLink) ** 0.8 : 0.9;
  return Math.round(pixels * measure.unit * 100) / 100;
}

// ---- items for vis-network ----------------------------------------------------------------------------------------

function nodeItem(id) {
  const node = NODES[id];
  const [x, y] = positions.get(id);
  const happened = !node.status || node.status === 'held' || !isEvent(node);
  const colour = node.group.color;
  return {
    id, x, y,
    size: sizeOf(id),
    ...(OWN_SHAPES[node.group.shape] ?? { shape: node.group.shape }),
    color: { background: happened ? colour : palette.paper, border: happened ? palette.paper : colour },
    borderWidth: (happened ? 1.2 : 2) * measure.crowd, // in pixels at any zoom, unlike all other sizes
  };
}

// Two shapes that vis-network does not have: a speech bubble and a pin.
const OWN_SHAPES = {
  bubble: ownShape((ctx, x, y, r) => {
    ctx.roundRect(x - r, y - r * 0.9, r * 2, r * 1.4, r * 0.35);
    ctx.moveTo(x - r * 0.5, y + r * 0.5);
    ctx.lineTo(x - r * 0.5, y + r);
    ctx.lineTo(x, y + r * 0.5);
  }),
  pin: ownShape((ctx, x, y, r) => {
    ctx.arc(x, y - r * 0.3, r * 0.75, Math.PI * 0.85, Math.PI * 0.15);
    ctx.lineTo(x, y + r);
    ctx.closePath();
  }),
};

function ownShape(trace) {
  const ctxRenderer = ({ ctx, x, y, style }) => ({
    drawNode() {
      ctx.beginPath();
      trace(ctx, x, y, style.size);
      ctx.fillStyle = style.color;
      ctx.strokeStyle = style.borderColor;
      ctx.lineWidth = measure.unit;
      ctx.fill();
      ctx.stroke();
    },
    nodeDimensions: { width: style.size * 2, height: style.size * 2 },
  });
  return { shape: 'custom', ctxRenderer };
}

function linkItem(link, turn) {
  return {
    id: link.id,
    from: link.a,
    to: link.b,
    width: thicknessOf(link),
    color: { color: palette.link },
    dashes: link.home || HOME_RELATIONS.has(link.edge?.rel) || link.edge?.rel === 'place' ? [2 * measure.unit, 4 * measure.unit] : false,
    smooth: turn === 0 ? false : { enabled: true, type: turn % 2 ? 'curvedCW' : 'curvedCCW', roundness: 0.14 * Math.ceil(turn / 2) },
  };
}

/** Gives vis-network only what differs from what it has. */
function sync(set, items, known) {
  const changed = [];
  const kept = new Set();
  for (const item of items) {
    const text = JSON.stringify(item);
    kept.add(item.id);
    if (known.get(item.id) !== text) changed.push(item);
    known.set(item.id, text);
  }
  const gone = [...known.keys()].filter(id => !kept.has(id));
  for (const id of gone) known.delete(id);
  if (gone.length) set.remove(gone);
  if (changed.length) set.update(changed);
}
const knownNodes = new Map();
const knownLinks = new Map();

/** Gives vis-network the slice; while the table is in its place, nobody looks. */
function syncItems() {
  const turns = new Map(); // the how manieth link between the same two nodes
  const linkItems = drawnLinks().map(link => {
    const pair = link.a < link.b ? `${link.a} ${link.b}` : `${link.b} ${link.a}`;
    const turn = turns.get(pair) ?? 0;
    turns.set(pair, turn + 1);
    return linkItem(link, link.a < link.b ? turn : -turn);
  });
  sync(nodeSet, slice.nodes.map(nodeItem), knownNodes);
  sync(linkSet, linkItems, knownLinks);
}

/** The links that are drawn: of very many the heaviest. The others appear when one of their ends is chosen. */
function drawnLinks() {
  if (slice.links.length <= MOST_LINKS) return slice.links;
  return [...slice.links].sort((a, b) => weightOf(b) - weightOf(a) || a.a - b.a || a.b - b.b).slice(0, MOST_LINKS);
}

/** Whether part of the network is shown by itself. */
const alone = () => state.around !== null || state.path !== null;

// ---- drawing a slice ----------------------------------------------------------------------------------------------

/** Does something to the picture and draws it once, with the next frame; vis-network would draw it after every step. */
function drawOnce(act) {
  const { emitter } = network.body;
  emitter.emit('_blockRedraw');
  act();
  emitter.emit('_allowRedraw');
  emitter.emit('_requestRedraw');
}

/** Takes the slice of the current state and shows it. */
function drawSlice() {
  slice = currentSlice();
  sliceLinks = new Map(slice.links.map(link => [link.id, link]));
  linksAt = new Map(slice.nodes.map(id => [id, []]));
  for (const link of slice.links) {
    linksAt.get(link.a).push(link);
    if (link.b !== link.a) linksAt.get(link.b).push(link);
  }
  const rank = id => (isActor(NODES[id]) ? 1e6 : 0) + weightAt(id);
  namedFirst = [...slice.nodes].sort((a, b) => rank(b) - rank(a) || a - b);
  positions = state.path ? chainPositions() : state.around === null ? fixedPositions() : ringPositions();
  takeMeasure();
  const many = slice.nodes.length > MANY_NODES;
  if (many !== waiting) network.setOptions({ interaction: { hideEdgesOnDrag: many, hideEdgesOnZoom: many } });
  waiting = many;
  if (state.link !== null && !sliceLinks.has(state.link)) state.link = null;
  if (state.view !== 'table') syncItems();
  lightUp();
}

/** Whether the picture is higher than wide, as on a phone. */
const upright = () => host.clientHeight > host.clientWidth * 1.15;

/** Whether x and y change places, so that a wide picture fills a high screen. */
function turns(view) {
  const spots = NODES.map(node => node.at[view]).filter(Boolean);
  return upright() && extent(spots.map(([x]) => x)) > extent(spots.map(([, y]) => y));
}

/** The positions made with the page, or where the reader put a node. */
function fixedPositions() {
  const view = state.view === 'table' ? 'events' : state.view;
  const turned = turns(view);
  return new Map(slice.nodes.map(id => {
    const [x, y] = moved.get(`${view} ${id}`) ?? NODES[id].at[view] ?? NODES[id].at.events;
    return [id, turned ? [y, x] : [x, y]];
  }));
}

/** Surroundings stand in rings around their centre, events in the order of their dates, each next to its neighbour. */
function ringPositions() {
  const placed = new Map([[state.around, [0, 0]]]);
  const [wide, high] = upright() ? [0.75, 1.5] : [1.2, 1];
  const angles = new Map([[state.around, 0]]);
  let inner = 0;
  for (let distance = 1; distance <= state.depth; distance++) {
    const ids = slice.nodes.filter(id => slice.reached.get(id)?.distance === distance);
    const parent = id => angles.get(slice.reached.get(id).parent) ?? 0;
    ids.sort((a, b) => parent(a) - parent(b) || compare(NODES[a].kind, NODES[b].kind) || newestFirst(NODES[b], NODES[a]));
    const perRing = Math.max(10, Math.ceil(ids.length / Math.ceil(ids.length / (26 + 14 * distance))));
    ids.forEach((id, index) => {
      const inRing = Math.min(perRing, ids.length);
      const ring = Math.floor(index / perRing);
      const angle = ids.length <= perRing ? (2 * Math.PI * index) / inRing : (2 * Math.PI * (index % perRing)) / perRing + ring * 0.11;
      const radius = inner + Math.max(150, (inRing * 46) / (2 * Math.PI)) + ring * 92;
      angles.set(id, angle);
      placed.set(id, [Math.round(radius * wide * Math.sin(angle)), Math.round(-radius * high * Math.cos(angle))]);
      if (index === ids.length - 1) inner = radius;
    });
  }
  return placed;
}

/** Dims all but what is selected and its neighbours. */
function lightUp() {
  lit = null;
  if (state.link !== null) {
    const link = sliceLinks.get(state.link);
    lit = { nodes: new Set([link.a, link.b]), links: new Set([link.id]) };
  } else if (state.selected !== null && state.selected !== state.around && linksAt.has(state.selected)) {
    const links = linksAt.get(state.selected);
    lit = { nodes: new Set([state.selected, ...ends(links)]), links: new Set(links.map(link => link.id)) };
  }
  host.classList.toggle('dimmed', lit !== null);
  drawOverSoon();
}

/** The whole slice in sight, with room for the names at its edge; those of surroundings stand beside the nodes. */
function showAll(animated = true) {
  if (!slice.nodes.length) return;
  const all = [...positions.values()];
  const [xs, ys] = [all.map(([x]) => x), all.map(([, y]) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const height = openHeight();
  const [besides, above] = !alone() ? [110, 100] : [Math.min(330, host.clientWidth / 2), Math.min(190, height * 0.42)];
  const scale = Math.min((host.clientWidth - besides) / Math.max(right - left, 1), (height - above) / Math.max(bottom - top, 1), MOST_ZOOM);
  const covered = (host.clientHeight - height) / 2;
  network.moveTo({
    position: { x: (left + right) / 2, y: (top + bottom) / 2 + (covered - (alone() ? 32 : 0)) / scale },
    scale,
    animation: animated && !reducedMotion() ? { duration: 350 } : false,
  });
}

/** The part of the canvas that nothing covers: on narrow screens the details lie over its lower part. */
function openHeight() {
  const sheet = $('#details');
  const lies = getComputedStyle(sheet).position === 'fixed' && sheet.classList.contains('open');
  const below = innerHeight - host.getBoundingClientRect().bottom;
  return Math.max(host.clientHeight - (lies ? Math.max(sheet.offsetHeight - below, 0) : 0), 80);
}

/** Moves to a node that is out of sight or too small to be seen; what can be seen stays where it is. */
function bringIntoSight(id) {
  if (!positions.has(id)) return;
  const [x, y] = positions.get(id);
  const screen = network.canvasToDOM({ x, y });
  const [width, height, margin] = [host.clientWidth, openHeight(), 40];
  const scale = Math.max(network.getScale(), 2.5 / sizeOf(id));
  const inSight = screen.x > margin && screen.y > margin && screen.x < width - margin && screen.y < height - margin;
  if (inSight && scale === network.getScale()) return;
  network.moveTo({
    position: { x, y: y + (host.clientHeight - height) / 2 / scale },
    scale,
    animation: reducedMotion() ? false : { duration: 350 },
  });
}
