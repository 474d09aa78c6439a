// The range of dates: a histogram of the events, and two thumbs on it.

const HEIGHT = 40;
const [fromThumb, toThumb] = [$('#from'), $('#to')];

function buildTimeline() {
  $('.time').hidden = !BINS.length;
  for (const thumb of [fromThumb, toThumb]) {
    thumb.min = 0;
    thumb.max = Math.max(BINS.length - 1, 0);
  }
  fromThumb.addEventListener('input', () => moveThumb(fromThumb));
  toThumb.addEventListener('input', () => moveThumb(toThumb));
  $('#undated').addEventListener('change', event => {
    state.undated = event.target.checked;
    update();
  });
  $('#range-reset').addEventListener('click', () => {
    [state.first, state.last] = [0, BINS.length - 1];
    update();
  });
}

let frame = 0;
function moveThumb(thumb) {
  const value = Number(thumb.value);
  if (thumb === fromThumb) [state.first, state.last] = [value, Math.max(state.last, value)];
  else [state.first, state.last] = [Math.min(state.first, value), value];
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(() => update());
}

function binText(bin) {
  return bin.before ? t('range.before', { date: dateText(bin.label) }) : dateText(bin.label);
}

function rangeText() {
  if (!BINS.length) return '';
  const [first, last] = [BINS[state.first], BINS[state.last]];
  return state.first === state.last ? binText(first) : `${binText(first)}${state.lang === 'ja' ? ' 〜 ' : ' – '}${binText(last)}`;
}

function showTimeline() {
  if (!BINS.length) return;
  fromThumb.value = state.first;
  toThumb.value = state.last;
  // Where both thumbs stand at the right end, the left one has to lie above the other to be caught.
  fromThumb.classList.toggle('above', state.first > BINS.length / 2);
  fromThumb.setAttribute('aria-valuetext', binText(BINS[state.first]));
  toThumb.setAttribute('aria-valuetext', binText(BINS[state.last]));
  $('#range').textContent = rangeText();
  $('#range-reset').hidden = state.first === 0 && state.last === BINS.length - 1;
  $('#undated').checked = state.undated;
  $('.undated').hidden = EVENTS.every(event => event.bins);
  drawHistogram();
  drawTicks();
}

function drawHistogram() {
  const counts = BINS.map(() => 0);
  for (const event of EVENTS) if (event.bins && isOn(event.group) && event.bins[1] - event.bins[0] < 24) counts[event.bins[0]]++;
  const most = Math.max(...counts, 1);
  const chart = $('#histogram');
  chart.setAttribute('viewBox', `0 0 ${BINS.length} ${HEIGHT}`);
  chart.replaceChildren(...counts.map((count, position) => {
    const high = count ? Math.max((count / most) ** 0.7 * HEIGHT, 2) : 0;
    const inside = position >= state.first && position <= state.last;
    return svg('rect', { x: position + 0.1, y: HEIGHT - high, width: 0.8, height: high, class: inside ? 'inside' : 'outside' });
  }));
}

function drawTicks() {
  const apart = (BINS.length * 58) / Math.max($('#ticks').clientWidth, 58); // bins that a year needs for its figures
  const ticks = [];
  let next = -Infinity;
  BINS.forEach((bin, position) => {
    const year = bin.label.slice(0, 4);
    if (position < next || (position && BINS[position - 1].label.startsWith(year))) return;
    next = position + apart;
    const tick = el('span', {}, bin.before ? `〜${year}` : year);
    tick.style.left = `${((position + 0.5) / BINS.length) * 100}%`;
    ticks.push(tick);
  });
  $('#ticks').replaceChildren(...ticks);
}
