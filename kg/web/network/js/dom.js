// Elements are made here and nowhere from markup: data only ever becomes text.

const $ = selector => document.querySelector(selector);
const SVG = 'http://www.w3.org/2000/svg';

/** A new element with properties (`class`, `data-…` and `aria-…` too) and children; null children are left out. */
function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.includes('-') || name === 'role' || name === 'lang') element.setAttribute(name, value);
    else element[name === 'class' ? 'className' : name] = value;
  }
  element.append(...children.filter(child => child !== null && child !== undefined && child !== ''));
  return element;
}

function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const ICON_PATHS = {
  dot: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13z',
  hexagon: 'M4.5 2h7L15 8l-3.5 6h-7L1 8z',
  triangle: 'M8 1.5l7 12.5H1z',
  triangleDown: 'M8 14.5L1 2h14z',
  diamond: 'M8 .8L15.2 8L8 15.2L.8 8z',
  square: 'M2 2h12v12H2z',
  star: 'M8 .8l2.2 4.9 5.3.5-4 3.5 1.2 5.2L8 12.2l-4.7 2.7 1.2-5.2-4-3.5 5.3-.5z',
  pin: 'M8 15.5L3.6 9.3a5.2 5.2 0 1 1 8.8 0z',
  bubble: 'M2 2h12v9H8l-4 4v-4H2z',
};

/** The sign of a group: its shape in its colour. */
function sign(group) {
  return svg('svg', { viewBox: '0 0 16 16', class: 'sign', 'aria-hidden': 'true' },
    svg('path', { d: ICON_PATHS[group.shape], fill: group.color }));
}

/** A link to a page of the web, or the bare text when the address is no http(s) address. */
function link(address, text) {
  if (!/^https?:\/\//i.test(address ?? '')) return el('span', {}, text);
  return el('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, text);
}

const reducedMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
