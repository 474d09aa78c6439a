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

/** The sign of a group: its shape in its colour. */
function sign(group) {
  return svg('svg', { viewBox: '0 0 16 16', class: 'sign', 'aria-hidden': 'true' },
    svg('path', { d: group.path, fill: group.color }));
}

/** A link to a page of the web, or the bare text when the address is no http(s) address. */
function link(address, text) {
  if (!/^https?:\/\//i.test(address ?? '')) return el('span', {}, text);
  return el('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, text);
}

const reducedMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Whether the network is one of the pages of a server (kg serve), which has a page for everything in it. */
const SERVED = /^https?:$/.test(location.protocol) && location.pathname === '/network';
