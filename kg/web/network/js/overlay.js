// What lies over the picture, on a canvas of its own: the chosen nodes and links, names, a ring. Choosing and pointing draw
// this layer alone; the picture below is dimmed as a whole by the style sheet.

const FACE = '"Hiragino Sans","Hiragino Kaku Gothic ProN","Yu Gothic UI","Yu Gothic","Noto Sans JP","Noto Sans CJK JP",Meiryo,sans-serif';
const MOST_NAMES = 250;
const ALWAYS_NAMED = 14; // actors whose names may cover other nodes: those that a reader looks for first
const CELL = 40; // pixels of a cell of the grid in which names are looked up

const over = el('canvas', { class: 'over' });
host.append(over);
let hovered = null; // {node} or {link}
let overAsked = false;

/** Draws the layer with the next frame, once for all that happens before it. */
function drawOverSoon() {
  if (overAsked) return;
  overAsked = true;
  requestAnimationFrame(drawOver);
}

function drawOver() {
  overAsked = false;
  const below = network.canvas.frame.canvas;
  if (over.width !== below.width || over.height !== below.height) [over.width, over.height] = [below.width, below.height];
  const ctx = over.getContext('2d');
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.clearRect(0, 0, over.width, over.height);
  if (!host.clientWidth) return;
  drawLit(ctx, over.width / host.clientWidth);
  drawNames(ctx);
}

/** The chosen nodes and links once more, at full strength, by the shapes that vis-network gave them. */
function drawLit(ctx, ratio) {
  const { translation, scale } = network.body.view;
  const { nodes, edges } = network.body;
  ctx.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * translation.x, ratio * translation.y);
  for (const id of lit?.links ?? (hovered?.link ? [hovered.link] : [])) {
    const edge = edges[id];
    if (edge?.connected) {
      const values = { ...edge.getFormattingValues(), color: palette.strong, opacity: 0.75 };
      edge.edgeType.drawLine(ctx, values, false, false, edge.edgeType.getViaNode());
    } else if (sliceLinks.has(id)) drawLine(ctx, sliceLinks.get(id), nodes);
  }
  if (!lit) return;
  for (const id of lit.nodes) nodes[id]?.draw(ctx);
}

// ---- names --------------------------------------------------------------------------------------------------------

const widths = new Map(); // font → text → pixels

/** The width of a text in a font, which is set if it is not yet: to set or to read the font of a canvas is slow. */
function widthOf(ctx, font, text) {
  if (!widths.has(font)) widths.set(font, new Map());
  const known = widths.get(font);
  if (!known.has(text)) {
    ctx.font = font;
    known.set(text, ctx.measureText(text).width);
  }
  return known.get(text);
}

/** A straight line for a link that the picture leaves out. */
function drawLine(ctx, link, nodes) {
  ctx.beginPath();
  ctx.moveTo(nodes[link.a].x, nodes[link.a].y);
  ctx.lineTo(nodes[link.b].x, nodes[link.b].y);
  ctx.globalAlpha = 0.75;
  ctx.strokeStyle = palette.strong;
  ctx.lineWidth = thicknessOf(link);
  ctx.stroke();
  ctx.globalAlpha = 1;
}

/** Rectangles of the screen that already carry something; a grid keeps the search for a collision short. */
class Occupied {
  constructor() {
    this.cells = new Map();
  }

  /** Takes a rectangle if it is free, or `anyway`, and tells whether it was free. */
  take(left, top, width, height, anyway = false) {
    const box = [left, top, left + width, top + height];
    const cells = [];
    for (let row = Math.floor(top / CELL); row <= Math.floor(box[3] / CELL); row++) {
      for (let column = Math.floor(left / CELL); column <= Math.floor(box[2] / CELL); column++) cells.push(row * 4096 + column);
    }
    const meets = other => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3];
    const free = !cells.some(cell => this.cells.get(cell)?.some(meets));
    if (!free && !anyway) return false;
    for (const cell of cells) {
      if (!this.cells.has(cell)) this.cells.set(cell, []);
      this.cells.get(cell).push(box);
    }
    return free;
  }
}

const NAME_STYLES = { state: ['600', 13.5], organization: ['500', 12.5], person: ['500', 12.5] };
const EDGE = 4; // pixels between a name and the edge of the picture
const GAP = 2; // pixels beside a name that stay free
const SHORT = 22; // letters of a name of an event; the details show all of it

/** Writes the names of nodes and links, the most connected first, each where it covers nothing. */
function drawNames(ctx) {
  const scale = network.getScale();
  const center = network.getViewPosition();
  const [width, height] = [host.clientWidth, host.clientHeight];
  const toScreen = (x, y) => [(x - center.x) * scale + width / 2, (y - center.y) * scale + height / 2];
  const bodies = network.body.nodes;
  const named = new Occupied(); // by names
  const taken = new Occupied(); // by names and by nodes that are large enough to be seen
  const ratio = ctx.canvas.width / width;
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.textBaseline = 'top';
  ctx.lineJoin = 'round';
  for (const id of namedFirst) if (!lit || lit.nodes.has(id)) reserve(taken, id, toScreen, scale);

  let fontSet = '';
  // `over` tells what a name may cover: 'all', 'nodes' or nothing
  const write = (text, x, y, [weight, size], colour, over, align = 'center') => {
    const font = `${weight} ${size}px ${FACE}`;
    const room = { left: width - x, right: x, center: width }[align] - EDGE;
    const fits = part => widthOf(ctx, font, part) <= room;
    const words = fits(text) ? text : alone() ? shortened(text, fits) : '';
    if (!words) return false;
    const wide = widthOf(ctx, font, words);
    let left = x - { left: 0, center: wide / 2, right: wide }[align];
    // names of what is in sight are not cut at the edges
    if (align === 'center' && x >= 0 && x <= width) left = Math.max(Math.min(left, width - wide - EDGE), EDGE);
    const [first, other] = over === 'nodes' ? [named, taken] : [taken, named];
    const box = [left - GAP, y, wide + 2 * GAP, size];
    if (!first.take(...box, over === 'all') && over !== 'all') return false;
    other.take(...box, true);
    if (font !== fontSet) ctx.font = font;
    fontSet = font;
    ctx.strokeStyle = palette.paper;
    ctx.lineWidth = 3.5;
    ctx.strokeText(words, left, y);
    ctx.fillStyle = colour;
    ctx.fillText(words, left, y);
    return true;
  };
  const nameNode = (id, over) => {
    const body = bodies[id];
    if (!body) return false;
    const node = NODES[id];
    const [x, y] = toScreen(body.x, body.y);
    if (x < -40 || y < -20 || x > width + 40 || y > height) return false;
    const full = nameOf(node);
    const text = over !== 'all' && full.length > SHORT ? full.slice(0, SHORT - 1) + '…' : full;
    const style = NAME_STYLES[node.kind] ?? ['400', 11.5];
    const colour = isActor(node) || over === 'all' ? palette.ink : palette.soft;
    const radius = body.options.size * scale;
    const outwards = besideOf(id);
    const beside = (words, side) =>
      write(words, x + side * (radius + 5), y - style[1] / 2, style, colour, over, side > 0 ? 'left' : 'right');
    if (outwards !== 0) return beside(text, outwards);
    if (write(text, x, y + radius + 3, style, colour, over)) return true;
    if (!isActor(node) || (node.kind === 'person' && over === '' && slice.nodes.length > CALM_NODES)) return false;
    return [...new Set([text, shortName(node)])].some(words => write(words, x, y + radius + 3, style, colour, over)
      || write(words, x, y - radius - style[1] - 3, style, colour, over) || beside(words, 1) || beside(words, -1));
  };

  const forced = new Set([state.selected, hovered?.node].filter(id => id !== null && id !== undefined));
  for (const id of forced) nameNode(id, 'all');
  if (state.selected !== null) ring(ctx, bodies[state.selected], toScreen, scale);
  nameLinks(bodies, toScreen, write);
  let count = 0;
  for (const id of namedFirst) {
    if (count >= MOST_NAMES) break;
    if (forced.has(id) || (lit && !lit.nodes.has(id))) continue;
    if (!isActor(NODES[id]) && scale < 0.55 && !lit && !alone()) continue;
    if (nameNode(id, '') || (isActor(NODES[id]) && count < ALWAYS_NAMED && nameNode(id, 'nodes'))) count++;
  }
  ctx.restore();
}

/** The longest beginning of a text that fits, with an ellipsis; of less than four letters nothing. */
function shortened(text, fits) {
  const letters = [...text];
  for (let length = letters.length - 1; length >= 4; length--) {
    const part = `${letters.slice(0, length).join('')}…`;
    if (fits(part)) return part;
  }
  return '';
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
  if (half < 4 && !alone() && !['state', 'organization'].includes(NODES[id].kind)) return;
  occupied.take(x - half, y - half, half * 2, half * 2, true);
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
function nameLinks(bodies, toScreen, write) {
  const links = [];
  if (hovered?.link && sliceLinks.has(hovered.link)) links.push(sliceLinks.get(hovered.link));
  if (state.link !== null) links.push(sliceLinks.get(state.link));
  const around = state.selected === null ? [] : linksAt.get(state.selected) ?? [];
  if (around.length <= 24) links.push(...around.filter(link => link.events || !isActor(NODES[state.selected])));
  for (const link of new Set(links)) {
    const [a, b] = [bodies[link.a], bodies[link.b]];
    if (!a || !b) continue;
    // in the middle of what is seen of the link, between the borders of its nodes
    const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    const share = (length + a.options.size - b.options.size) / (2 * length);
    const [x, y] = toScreen(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share);
    write(linkName(link), x, y - 7, ['400', 11], palette.soft, '');
  }
}

function linkName(link) {
  if (link.home) return termOf('ofState');
  if (link.edge) return termOf(link.edge.rel);
  return t('events.count', { n: link.events.length });
}

network.on('afterDrawing', drawOver);


/** The picture as a PNG with its background, title and range of dates. */
function savePicture() {
  const source = network.canvas.frame.canvas;
  const copy = el('canvas', { width: source.width, height: source.height });
  const ctx = copy.getContext('2d');
  const ratio = source.width / host.clientWidth;
  ctx.fillStyle = palette.paper;
  ctx.fillRect(0, 0, copy.width, copy.height);
  ctx.globalAlpha = Number(getComputedStyle(source).opacity);
  ctx.drawImage(source, 0, 0);
  ctx.globalAlpha = 1;
  ctx.drawImage(over, 0, 0);
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
