// Search by any name of a node; a combobox with a list of suggestions.

const index = NODES.map(node => ({
  id: node.id,
  names: [...new Set([node.label, node.en, ...(node.alt ?? [])].filter(Boolean))].map(name => ({ name, folded: fold(name) })),
  weight: edgesOf[node.id].length + (isActor(node) ? 1000 : 0),
}));
const box = $('#search');
const list = $('#found');
let active = -1;

/** The twelve best nodes: whole names before beginnings before parts, well connected nodes before others. */
function findNodes(text) {
  const wanted = fold(text);
  if (!wanted) return [];
  const hits = [];
  for (const entry of index) {
    let best = 0;
    let by = '';
    for (const { name, folded } of entry.names) {
      const score = folded === wanted ? 3 : folded.startsWith(wanted) ? 2 : folded.includes(wanted) ? 1 : 0;
      if (score > best) [best, by] = [score, name];
    }
    if (best) hits.push({ id: entry.id, score: best * 1e5 + entry.weight, by });
  }
  return hits.sort((a, b) => b.score - a.score || a.id - b.id).slice(0, 12);
}

function suggest() {
  const hits = findNodes(box.value);
  active = hits.length ? 0 : -1;
  list.replaceChildren(...hits.map((hit, position) => {
    const node = NODES[hit.id];
    const option = el('li', { role: 'option', id: `option-${position}`, 'data-node': node.id },
      sign(node.group), el('span', { class: 'found-name' }, nameOf(node)),
      hit.by !== nameOf(node) ? el('span', { class: 'found-by' }, hit.by) : null,
      node.edtf ? el('time', {}, dateText(node.edtf)) : null);
    option.addEventListener('mousedown', event => event.preventDefault());
    option.addEventListener('click', () => pick(node.id));
    return option;
  }));
  if (!hits.length && box.value) list.append(el('li', { class: 'none' }, t('search.none')));
  list.hidden = !box.value;
  markActive();
}

function markActive() {
  box.setAttribute('aria-expanded', String(!list.hidden));
  [...list.children].forEach((option, position) => {
    option.setAttribute('aria-selected', String(position === active));
    if (position === active) option.scrollIntoView({ block: 'nearest' });
  });
  if (active >= 0 && !list.hidden) box.setAttribute('aria-activedescendant', `option-${active}`);
  else box.removeAttribute('aria-activedescendant');
}

function closeSuggestions() {
  list.hidden = true;
  markActive();
}

function pick(id) {
  box.value = '';
  closeSuggestions();
  reveal(id);
}

box.addEventListener('input', suggest);
box.addEventListener('focus', () => { if (box.value) suggest(); });
box.addEventListener('blur', closeSuggestions);
box.addEventListener('keydown', event => {
  const options = list.querySelectorAll('[data-node]');
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    if (options.length) active = (active + (event.key === 'ArrowDown' ? 1 : options.length - 1)) % options.length;
    markActive();
  } else if (event.key === 'Enter' && options[active]) {
    pick(Number(options[active].dataset.node));
  } else if (event.key === 'Escape') {
    event.stopPropagation();
    box.value = '';
    closeSuggestions();
  }
});
