// The legend: what each shape and colour means, how many there are, and a switch for each.

const WITHOUT = { states: ['person', 'place'], persons: ['organization', 'place'] };
const legendButtons = new Map();

function buildLegend() {
  $('#legend').replaceChildren(...GROUPS.filter(group => NODES.some(node => node.group === group)).map(group => {
    const button = el('button', { type: 'button', class: 'key', 'data-group': group.id },
      sign(group), el('span', { class: 'key-name' }), el('span', { class: 'key-count' }));
    button.addEventListener('click', () => {
      const off = state.off[state.view];
      if (!off.delete(group.id)) off.add(group.id);
      update();
    });
    legendButtons.set(group.id, button);
    return button;
  }));
}

/** Counts: nodes in the picture; where events stand behind the links, the events in range. */
function countGroups() {
  const counts = Object.fromEntries(GROUPS.map(group => [group.id, 0]));
  const aggregated = AGGREGATED.has(state.view) || state.view === 'table';
  for (const id of slice.nodes) if (!aggregated || !isEvent(NODES[id])) counts[NODES[id].group.id]++;
  if (aggregated) for (const event of EVENTS) if (inRange(event)) counts[event.group.id]++;
  return counts;
}

function showLegend() {
  const counts = countGroups();
  for (const [id, button] of legendButtons) {
    const group = GROUPS.find(candidate => candidate.id === id);
    button.hidden = WITHOUT[state.view]?.includes(id) ?? false;
    button.setAttribute('aria-pressed', String(isOn(group)));
    button.querySelector('.key-name').textContent = groupName(group);
    button.querySelector('.key-count').textContent = isOn(group) ? number(counts[id]) : '–';
  }
}
