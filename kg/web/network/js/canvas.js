// The picture: vis-network draws nodes and links, a layer of our own draws names. Only the current slice is given to it.

const FACE = '"Hiragino Sans","Hiragino Kaku Gothic ProN","Yu Gothic UI","Yu Gothic","Noto Sans JP","Noto Sans CJK JP",Meiryo,sans-serif';
const MOST_NAMES = 250;
const CELL = 40; // pixels of a cell of the grid in which names are looked up
const MOST_ZOOM = 1.6; // of the whole picture; three nodes need not fill the screen
const FAINT = { node: 0.14, link: 0.07 };

const host = $('#canvas');
const nodeSet = new vis.DataSet();
const linkSet = new vis.DataSet();
const network = new vis.Network(host, { nodes: nodeSet, edges: linkSet }, DATA.options);

let slice = { nodes: [], links: [], all: 0 };
let sliceLinks = new Map(); // link id → link
let linksAt = new Map(); // node → its links in the slice
let namedFirst = []; // nodes of the slice, the best connected first
let positions = new Map();
let hovered = null; // {node} or {link}
let lit = null; // {nodes: Set, links: Set} that are not dimmed, or null for all
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

const SIZES = { state: [6, 17], organization: [6, 15], person: [5, 8] }; // pixels: the least, and what the heaviest adds

const weightOf = link => link.weight ?? 1;
const weightAt = id => linksAt.get(id).reduce((sum, link) => sum + weightOf(link), 0);

function takeMeasure() {
  const xs = [...positions.values()].map(([x]) => x);
  const ys = [...positions.values()].map(([, y]) => y);
  const extent = values => values.reduce((most, value) => Math.max(most, value), -Infinity) - values.reduce((least, value) => Math.min(least, value), Infinity);
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
    opacity: !lit || lit.nodes.has(id) ? 1 : FAINT.node,
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
  const ctxRenderer = ({ ctx, id, x, y, style }) => ({
    drawNode() {
      const { color, opacity } = nodeSet.get(id);
      ctx.save();
      ctx.globalAlpha = opacity;
      ctx.beginPath();
      trace(ctx, x, y, style.size);
      ctx.fillStyle = color.background;
      ctx.strokeStyle = color.border;
      ctx.lineWidth = measure.unit;
      ctx.fill();
      ctx.stroke();
      ctx.restore();
    },
    nodeDimensions: { width: style.size * 2, height: style.size * 2 },
  });
  return { shape: 'custom', ctxRenderer };
}

function linkItem(link, turn) {
  const bright = !lit || lit.links.has(link.id);
  const chosen = lit !== null && bright;
  return {
    id: link.id,
    from: link.a,
    to: link.b,
    width: thicknessOf(link),
    color: { color: chosen ? palette.strong : palette.link, opacity: bright ? (chosen ? 0.75 : 1) : FAINT.link },
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

function syncItems() {
  const turns = new Map(); // the how manieth link between the same two nodes
  const linkItems = slice.links.map(link => {
    const pair = link.a < link.b ? `${link.a} ${link.b}` : `${link.b} ${link.a}`;
    const turn = turns.get(pair) ?? 0;
    turns.set(pair, turn + 1);
    return linkItem(link, link.a < link.b ? turn : -turn);
  });
  sync(nodeSet, slice.nodes.map(nodeItem), knownNodes);
  sync(linkSet, linkItems, knownLinks);
}

/** Whether part of the network is shown by itself. */
const alone = () => state.around !== null || state.path !== null;

// ---- drawing a slice ----------------------------------------------------------------------------------------------

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
  network.setOptions({ interaction: { hideEdgesOnDrag: many, hideEdgesOnZoom: many } });
  if (state.link !== null && !sliceLinks.has(state.link)) state.link = null;
  lightUp();
}

/** The positions made with the page; in a picture that is higher than wide x and y change places. */
function fixedPositions() {
  const view = state.view === 'table' ? 'events' : state.view;
  const upright = host.clientHeight > host.clientWidth * 1.15;
  return new Map(slice.nodes.map(id => {
    const [x, y] = moved.get(`${view} ${id}`) ?? NODES[id].at[view] ?? NODES[id].at.events;
    return [id, upright ? [y, x] : [x, y]];
  }));
}

/** Surroundings stand in rings around their centre, events in the order of their dates, each next to its neighbour. */
function ringPositions() {
  const placed = new Map([[state.around, [0, 0]]]);
  const angles = new Map([[state.around, 0]]);
  let inner = 0;
  for (let distance = 1; distance <= state.depth; distance++) {
    const ids = slice.nodes.filter(id => slice.reached.get(id)?.distance === distance);
    const parent = id => angles.get(slice.reached.get(id).parent) ?? 0;
    ids.sort((a, b) => parent(a) - parent(b) || NODES[a].kind.localeCompare(NODES[b].kind) || newestFirst(NODES[b], NODES[a]));
    const perRing = Math.max(10, Math.ceil(ids.length / Math.ceil(ids.length / (26 + 14 * distance))));
    ids.forEach((id, index) => {
      const inRing = Math.min(perRing, ids.length);
      const ring = Math.floor(index / perRing);
      const angle = ids.length <= perRing ? (2 * Math.PI * index) / inRing : (2 * Math.PI * (index % perRing)) / perRing + ring * 0.11;
      const radius = inner + Math.max(150, (inRing * 46) / (2 * Math.PI)) + ring * 92;
      angles.set(id, angle);
      placed.set(id, [Math.round(radius * 1.2 * Math.sin(angle)), Math.round(-radius * Math.cos(angle))]);
      if (index === ids.length - 1) inner = radius;
    });
  }
  return placed;
}

/** Dims all but what is selected and its neighbours, and shows the slice. */
function lightUp() {
  lit = null;
  if (state.link !== null) {
    const link = sliceLinks.get(state.link);
    lit = { nodes: new Set([link.a, link.b]), links: new Set([link.id]) };
  } else if (state.selected !== null && state.selected !== state.around && linksAt.has(state.selected)) {
    const links = linksAt.get(state.selected);
    lit = { nodes: new Set([state.selected, ...ends(links)]), links: new Set(links.map(link => link.id)) };
  }
  syncItems();
}

/** The whole slice in sight, with room for the names at its edge; those of surroundings stand beside the nodes. */
function showAll(animated = true) {
  if (!slice.nodes.length) return;
  const all = [...positions.values()];
  const [xs, ys] = [all.map(([x]) => x), all.map(([, y]) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const [besides, above] = !alone() ? [110, 100] : [Math.min(330, host.clientWidth / 2), 190];
  const scale = Math.min((host.clientWidth - besides) / Math.max(right - left, 1), (host.clientHeight - above) / Math.max(bottom - top, 1), MOST_ZOOM);
  network.moveTo({
    position: { x: (left + right) / 2, y: (top + bottom) / 2 - (alone() ? 32 / scale : 0) },
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

// ---- names --------------------------------------------------------------------------------------------------------

const widths = new Map();
function widthOf(ctx, text) {
  const name = ctx.font + text;
  if (!widths.has(name)) widths.set(name, ctx.measureText(text).width);
  return widths.get(name);
}

/** Rectangles of the screen that already carry something; a grid keeps the search for a collision short. */
class Occupied {
  constructor() {
    this.cells = new Map();
  }

  /** Takes a rectangle if it is free, and tells whether it was. */
  take(left, top, width, height) {
    const box = [left, top, left + width, top + height];
    const cells = [];
    for (let row = Math.floor(top / CELL); row <= Math.floor(box[3] / CELL); row++) {
      for (let column = Math.floor(left / CELL); column <= Math.floor(box[2] / CELL); column++) cells.push(row * 4096 + column);
    }
    const meets = other => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3];
    if (cells.some(cell => this.cells.get(cell)?.some(meets))) return false;
    for (const cell of cells) {
      if (!this.cells.has(cell)) this.cells.set(cell, []);
      this.cells.get(cell).push(box);
    }
    return true;
  }
}

const NAME_STYLES = { state: ['600', 13.5], organization: ['500', 12.5], person: ['500', 12.5] };
const SHORT = 22; // letters of a name of an event; the details show all of it

function drawNames(ctx) {
  const scale = network.getScale();
  const center = network.getViewPosition();
  const [width, height] = [host.clientWidth, host.clientHeight];
  const toScreen = (x, y) => [(x - center.x) * scale + width / 2, (y - center.y) * scale + height / 2];
  const bodies = network.body.nodes;
  const occupied = new Occupied();
  const ratio = ctx.canvas.width / width;
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.textBaseline = 'top';
  ctx.lineJoin = 'round';
  for (const id of namedFirst) if (!lit || lit.nodes.has(id)) reserve(occupied, id, toScreen, scale);

  const write = (text, x, y, [weight, size], colour, forced, align = 'center') => {
    ctx.font = `${weight} ${size}px ${FACE}`;
    ctx.textAlign = align;
    const wide = widthOf(ctx, text);
    const left = x - { left: 0, center: wide / 2, right: wide }[align];
    if (!occupied.take(left, y, wide, size) && !forced) return false;
    ctx.strokeStyle = palette.paper;
    ctx.lineWidth = 3.5;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = colour;
    ctx.fillText(text, x, y);
    return true;
  };
  const nameNode = (id, forced) => {
    const body = bodies[id];
    if (!body) return false;
    const [x, y] = toScreen(body.x, body.y);
    if (x < -40 || y < -20 || x > width + 40 || y > height) return false;
    const full = nameOf(NODES[id]);
    const text = !forced && full.length > SHORT ? full.slice(0, SHORT - 1) + '…' : full;
    const style = NAME_STYLES[NODES[id].kind] ?? ['400', 11.5];
    const colour = isActor(NODES[id]) || forced ? palette.ink : palette.soft;
    const radius = body.options.size * scale;
    const outwards = besideOf(id);
    const beside = (words, side) =>
      write(words, x + side * (radius + 5), y - style[1] / 2, style, colour, forced, side > 0 ? 'left' : 'right');
    if (outwards !== 0) return beside(text, outwards);
    if (write(text, x, y + radius + 3, style, colour, forced)) return true;
    if (!isActor(NODES[id]) || (NODES[id].kind === 'person' && slice.nodes.length > CALM_NODES)) return false;
    return [...new Set([text, shortName(NODES[id])])].some(words => write(words, x, y + radius + 3, style, colour, false)
      || write(words, x, y - radius - style[1] - 3, style, colour, false) || beside(words, 1) || beside(words, -1));
  };

  const forced = new Set([state.selected, hovered?.node].filter(id => id !== null && id !== undefined));
  for (const id of forced) nameNode(id, true);
  if (state.selected !== null) ring(ctx, bodies[state.selected], toScreen, scale);
  nameLinks(ctx, bodies, toScreen, write);
  let named = 0;
  for (const id of namedFirst) {
    if (named >= MOST_NAMES) break;
    if (forced.has(id) || (lit && !lit.nodes.has(id))) continue;
    if (!isActor(NODES[id]) && scale < 0.55 && !lit && !alone()) continue;
    if (nameNode(id, false)) named++;
  }
  ctx.restore();
}

/** The family name of a person whose whole name finds no room: in katakana it is the part after the last dot. */
function shortName(node) {
  const name = nameOf(node);
  return node.kind === 'person' ? name.slice(name.lastIndexOf('・') + 1) : name;
}

/** Where the name of a node stands: 0 below it; in surroundings 1 or -1, to its right or left, away from the centre. */
function besideOf(id) {
  if (state.around === null || id === state.around) return 0;
  const [x, y] = positions.get(id) ?? [0, 0];
  return Math.abs(x) < Math.abs(y) * 0.12 ? 0 : Math.sign(x);
}

/** Names keep off states and bodies, and off other nodes that are large enough to be seen under them. */
function reserve(occupied, id, toScreen, scale) {
  const body = network.body.nodes[id];
  if (!body) return;
  const [x, y] = toScreen(body.x, body.y);
  const half = body.options.size * scale * 0.7;
  if (half < 4 && !['state', 'organization'].includes(NODES[id].kind)) return;
  occupied.take(x - half, y - half, half * 2, half * 2);
}

function ring(ctx, body, toScreen, scale) {
  if (!body) return;
  const [x, y] = toScreen(body.x, body.y);
  ctx.beginPath();
  ctx.arc(x, y, body.options.size * scale + 5, 0, 2 * Math.PI);
  ctx.strokeStyle = palette.strong;
  ctx.lineWidth = 2;
  ctx.stroke();
}

/** Relations are named only where the reader looks: at a hovered or selected link, at an event, at the ties of a state. */
function nameLinks(ctx, bodies, toScreen, write) {
  const links = [];
  if (hovered?.link && sliceLinks.has(hovered.link)) links.push(sliceLinks.get(hovered.link));
  if (state.link !== null) links.push(sliceLinks.get(state.link));
  const around = state.selected === null ? [] : linksAt.get(state.selected) ?? [];
  if (around.length <= 24) links.push(...around.filter(link => link.events || !isActor(NODES[state.selected])));
  for (const link of new Set(links)) {
    const [a, b] = [bodies[link.a], bodies[link.b]];
    if (!a || !b) continue;
    const [x, y] = toScreen((a.x + b.x) / 2, (a.y + b.y) / 2);
    write(linkName(link), x, y - 7, ['400', 11], palette.soft, false);
  }
}

function linkName(link) {
  if (link.home) return termOf('ofState');
  if (link.edge) return termOf(link.edge.rel);
  return t('events.count', { n: link.events.length });
}

network.on('afterDrawing', drawNames);

/** The picture as a PNG with its background, title and range of dates. */
function savePicture() {
  const source = host.querySelector('canvas');
  const copy = el('canvas', { width: source.width, height: source.height });
  const ctx = copy.getContext('2d');
  const ratio = source.width / host.clientWidth;
  ctx.fillStyle = palette.paper;
  ctx.fillRect(0, 0, copy.width, copy.height);
  ctx.drawImage(source, 0, 0);
  ctx.scale(ratio, ratio);
  ctx.font = `500 12px ${FACE}`;
  ctx.fillStyle = palette.soft;
  ctx.textBaseline = 'bottom';
  const words = [document.title, t(`view.${state.view}`), rangeText()].filter(Boolean).join(' ・ ');
  ctx.fillText(words, 14, host.clientHeight - 12);
  copy.toBlob(blob => {
    const address = URL.createObjectURL(blob);
    el('a', { href: address, download: `gaiko-${state.view}.png` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  });
}
