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
  if (BINS.length) new ResizeObserver(drawTicks).observe($('#ticks'));
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

const between = (first, last) => (first === last ? first : `${first}${state.lang === 'ja' ? ' 〜 ' : ' – '}${last}`);

/** The months of a bar, or its year. */
function binText(bin) {
  if (bin.before) return t('range.before', { date: dateText(bin.to.slice(0, 7)) });
  return bin.label.length === 4 ? dateText(bin.label) : between(dateText(bin.label), dateText(bin.to.slice(0, 7)));
}

/** The first and the last date of what is shown, no more exact than the articles have them; without any, the bars themselves. */
function rangeText() {
  if (!BINS.length) return '';
  const [firstBin, lastBin] = [BINS[state.first], BINS[state.last]];
  let first = ['9999', between(binText(firstBin), binText(lastBin))];
  let last = ['', ''];
  for (const event of EVENTS) {
    if (!event.bins || !passes(event)) continue;
    const [begin, end = begin] = event.edtf.split('/');
    // what began before the range, or went on after it, is shown up to the border of the range
    const from = event.bins[0] < state.first ? [firstBin.from, firstBin.label] : [event.from ?? event.to, begin];
    // a bare year counts as its beginning: 2025 is no later than 1 November 2025
    const until = event.bins[1] > state.last ? [lastBin.to, lastBin.to.slice(0, 7)] : [/^\d{4}-(0\d|1[0-2])/.test(end) ? event.to : end, end];
    if (/^\d/.test(from[1]) && from[0] < first[0]) first = from;
    if (/^\d/.test(until[1]) && until[0] > last[0]) last = until;
  }
  return last[1] ? between(dateText(first[1]), dateText(last[1])) : first[1];
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

/** Years under the bars, as many as there is room for; those at the ends stay inside. */
function drawTicks() {
  const holder = $('#ticks');
  const wide = holder.clientWidth;
  const apart = (BINS.length * 58) / Math.max(wide, 58); // bins that a year needs for its figures
  const ticks = [];
  let next = -Infinity;
  BINS.forEach((bin, position) => {
    const year = bin.label.slice(0, 4);
    if (position < next || (position && BINS[position - 1].label.startsWith(year))) return;
    next = position + apart;
    ticks.push([el('span', {}, bin.before ? `〜${year}` : year), ((position + 0.5) / BINS.length) * wide]);
  });
  holder.replaceChildren(...ticks.map(([tick]) => tick));
  const half = ticks.map(([tick]) => tick.offsetWidth / 2);
  ticks.forEach(([tick, middle], index) => {
    tick.style.left = `${Math.min(Math.max(middle - half[index], 0), wide - 2 * half[index])}px`;
  });
}
