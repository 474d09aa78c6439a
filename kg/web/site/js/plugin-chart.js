// Bars: a column of numbers by the first column of texts, or how often each value of a column comes.

const MOST_BARS = 40;

class ChartView extends View {
  constructor(yasr) {
    super(yasr);
    this.name = 'chart';
    this.label = message('plugin.chart');
    this.icon = 'M2 14V2M2 13.5h12.5M4.5 11V7M8 11V4M11.5 11V8.5';
  }

  async picture() {
    const rows = rowsOf(this.yasr), columns = columnsOf(this.yasr);
    const numeric = columns.filter(name => rows.some(row => row[name]) && rows.every(row => !row[name] || isNumber(row[name])));
    const others = columns.filter(name => !numeric.includes(name));
    const valuesOf = name => rows.filter(row => row[name]).map(row => row[name].value);
    const rank = name => {
      const cell = rows.find(row => row[name])?.[name], thing = cell?.type === 'uri' ? thingOf(cell.value) : null;
      return cell && daysOf(cell.value) ? 2 : thing?.kind === 'event' ? 1 : 0;
    };
    const repeated = others.filter(name => new Set(valuesOf(name)).size < valuesOf(name).length).sort((a, b) => rank(a) - rank(b));
    const choices = numeric.length && others.length ? numeric.map(name => ({ name, by: others[0] })) : repeated.map(name => ({ name: null, by: name }));
    if (!choices.length) return null;
    await learnNames(rows.flatMap(row => Object.values(row)).filter(cell => cell.type === 'uri').map(cell => thingOf(cell.value)).filter(Boolean).slice(0, 400));
    const place = element('div');
    const select = element('select', { 'aria-label': message('plugin.chart') }, ...choices.map((choice, i) => element('option', { value: i }, choice.name ? `${choice.name} / ${choice.by}` : `${message('plugin.count')} / ${choice.by}`)));
    const show = () => place.replaceChildren(...bars(rows, choices[+select.value]));
    select.addEventListener('change', show);
    show();
    return choices.length > 1 ? [select, place] : [place];
  }
}

const isNumber = cell => cell.type !== 'uri' && /#(integer|decimal|double|float|int|long)$/.test(cell.datatype || '') && Number.isFinite(+cell.value);

function bars(rows, { name, by }) {
  const sums = new Map();
  for (const row of rows) {
    if (!row[by]) continue;
    const known = sums.get(row[by].value) || { cell: row[by], sum: 0 };
    known.sum += name ? +(row[name]?.value || 0) : 1;
    sums.set(row[by].value, known);
  }
  const all = [...sums.values()].sort((a, b) => b.sum - a.sum), shown = all.slice(0, MOST_BARS);
  const most = Math.max(...shown.map(entry => Math.abs(entry.sum)), 1e-9);
  const list = element('ol', { class: 'bars' }, ...shown.map(({ cell, sum }) => {
    const thing = cell.type === 'uri' ? thingOf(cell.value) : null;
    const bar = shape('svg', { viewBox: '0 0 100 6', preserveAspectRatio: 'none', class: 'bar', 'aria-hidden': 'true' });
    bar.append(shape('rect', { width: ((100 * Math.abs(sum)) / most).toFixed(1), height: 6, fill: groupOf(thing ? thing.kind : 'state').color }));
    const label = thing ? element('a', { class: 'thing', href: thing.page }, textOf(cell)) : element('span', { class: 'thing' }, textOf(cell));
    return element('li', {}, label, bar, element('span', { class: 'count' }, sum.toLocaleString()));
  }));
  return shown.length < all.length ? [list, element('p', { class: 'soft' }, message('plugin.cut', { shown: shown.length, all: all.length }))] : [list];
}
