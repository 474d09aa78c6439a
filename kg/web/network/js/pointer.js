// The pointer on the picture: what it points at, and what a click does. vis-network only moves the picture and its nodes.

const REACH = { mouse: 6, pen: 10, touch: 16 }; // pixels beside a node or a link that still mean it

/** The node or link at a place of the screen: {node}, {link} or null. Nodes go before links, the nearest before others. */
function thingAt({ x, y }, reach) {
  const scale = network.getScale();
  const at = network.DOMtoCanvas({ x, y });
  const { nodes, edges } = network.body;
  let best = null;
  let least = reach / scale;
  for (const id of slice.nodes) {
    const node = nodes[id];
    if (!node) continue;
    const distance = Math.max(Math.hypot(node.x - at.x, node.y - at.y) - node.options.size, 0);
    if (distance < least || (distance === 0 && least === 0)) [best, least] = [{ node: id }, distance];
  }
  if (best) return best;
  for (const { id } of slice.links) {
    const edge = edges[id];
    if (!edge?.connected) continue;
    const distance = edge.edgeType.getDistanceToEdge(edge.from.x, edge.from.y, edge.to.x, edge.to.y, at.x, at.y);
    if (distance < least) [best, least] = [{ link: id }, distance];
  }
  return best;
}

const thingOf = ({ pointer, event }) => thingAt(pointer.DOM, REACH[event.pointerType] ?? REACH.mouse);

network.on('click', event => {
  const thing = thingOf(event);
  if (thing?.node !== undefined) select(thing.node);
  else if (thing) selectLink(thing.link);
  else if (state.selected !== null || state.link !== null) clearSelection();
});

// A double click is the browser's to tell: vis-network would count the time until each click is dealt with, which on a slow
// machine makes two of one. Two taps it tells better than browsers do.
let pointerType = 'mouse';
host.addEventListener('pointerdown', event => { pointerType = event.pointerType; });
const openAround = thing => { if (thing?.node !== undefined) showAround(thing.node); };
network.on('doubleClick', event => { if (pointerType !== 'mouse') openAround(thingOf(event)); });
host.addEventListener('dblclick', ({ clientX, clientY }) => {
  if (pointerType === 'mouse') openAround(thingAt(placeOf({ x: clientX, y: clientY }), REACH.mouse));
});

/** A place of the window as one of the picture. */
function placeOf({ x, y }) {
  const { left, top } = host.getBoundingClientRect();
  return { x: x - left, y: y - top };
}

network.on('dragEnd', ({ nodes }) => {
  for (const [id, { x, y }] of Object.entries(network.getPositions(nodes))) {
    positions.set(Number(id), [x, y]);
    if (!alone()) moved.set(`${state.view} ${id}`, turns(state.view) ? [y, x] : [x, y]);
  }
});

function hover(thing) {
  if (thing?.node === hovered?.node && thing?.link === hovered?.link) return;
  hovered = thing;
  host.classList.toggle('pointing', hovered !== null);
  drawOverSoon();
}

let pointed = null; // the last place of the mouse that was not looked at yet
host.addEventListener('pointermove', ({ pointerType: type, buttons, clientX, clientY }) => {
  if (type === 'touch' || buttons) return;
  if (!pointed) {
    requestAnimationFrame(() => {
      const place = pointed;
      pointed = null;
      if (place) hover(thingAt(placeOf(place), REACH.mouse));
    });
  }
  pointed = { x: clientX, y: clientY };
});
host.addEventListener('pointerleave', () => {
  pointed = null;
  hover(null);
});
