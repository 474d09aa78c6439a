// Rows that have a date, one below the other on a common line of time.

const MOST_LINES = 300;

class TimelineView extends View {
  constructor(yasr) {
    super(yasr);
    this.name = 'timeline';
    this.label = message('plugin.timeline');
    this.icon = 'M1.5 8h13M4 5v6M9 5v6M13 6.5v3';
  }

  async picture(width) {
    const columns = columnsOf(this.yasr), rows = rowsOf(this.yasr);
    const dated = columns.map(name => [name, rows.filter(row => row[name] && row[name].type !== 'uri' && daysOf(row[name].value)).length]);
    const [column, count] = dated.sort((a, b) => b[1] - a[1])[0] || ['', 0];
    if (!count) return null;
    const all = rows.filter(row => row[column] && daysOf(row[column].value));
    const firstThing = row => columns.map(name => row[name]).find(cell => cell && cell.type === 'uri' && thingOf(cell.value));
    const once = new Map(all.map(row => [`${row[column].value} ${firstThing(row)?.value ?? JSON.stringify(row)}`, { row, days: daysOf(row[column].value) }]));
    const sorted = [...once.values()].sort((a, b) => a.days[0] - b.days[0] || a.days[1] - b.days[1]), lines = sorted.slice(0, MOST_LINES);
    const named = lines.map(line => firstThing(line.row));
    await learnNames(named.filter(Boolean).map(cell => thingOf(cell.value)));
    const parts = [timeLines(lines.map((line, i) => ({ ...line, ...told(line.row, columns, column, named[i]) })), Math.max(width, 560), column)];
    if (lines.length < sorted.length || all.length < rows.length) parts.push(element('p', { class: 'soft' }, message('plugin.cut', { shown: lines.length, all: rows.length })));
    return parts;
  }
}

/** What a row is called: the texts beside the date, or the name of its first thing. */
function told(row, columns, column, named) {
  const thing = named ? thingOf(named.value) : null;
  const texts = columns.filter(name => name !== column && row[name] && row[name].type !== 'uri' && row[name].value && !daysOf(row[name].value)).map(name => row[name].value);
  return { thing, text: thing && bench.names.has(thing.iri) ? nameOf(thing) : texts.slice(0, 3).join('  ') || (thing ? nameOf(thing) : '') };
}

function timeLines(lines, width, column) {
  const names = Math.min(300, width * 0.42), top = 26, step = 25, side = 10;
  const first = lines[0].days[0], last = Math.max(...lines.map(line => line.days[1]), first + 86400000);
  const x = day => names + side + ((day - first) / (last - first)) * (width - names - 2 * side);
  const height = top + lines.length * step + 6;
  const drawing = shape('svg', { viewBox: `0 0 ${width} ${height}`, width, height, class: 'timeline', role: 'group', 'aria-label': column });
  for (const [day, label] of ticks(first, last)) {
    drawing.append(shape('path', { d: `M${x(day).toFixed(1)} ${top - 6}V${height}`, class: 'tick' }), shape('text', { x: x(day).toFixed(1), y: 14, class: 'when', 'text-anchor': 'middle' }, label));
  }
  lines.forEach((line, i) => {
    const y = top + i * step + step / 2, from = x(line.days[0]), to = Math.max(x(line.days[1]), from);
    const place = line.thing ? shape('a', { href: line.thing.page }) : shape('g');
    place.append(
      shape('title', {}, `${line.row[column].value}  ${line.text}`),
      shape('text', { x: 0, y: y + 4.5 }, cut(line.text, Math.floor(names / 14))),
      shape('rect', { x: (from - 4).toFixed(1), y: y - 4, width: (to - from + 8).toFixed(1), height: 8, rx: 4 }),
    );
    drawing.append(place);
  });
  return element('div', { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': message('plugin.timeline') }, drawing);
}

/** Years, or months where the time is short; never more than eight. */
function ticks(first, last) {
  const begin = new Date(first), end = new Date(last), years = end.getUTCFullYear() - begin.getUTCFullYear(), found = [];
  if (years >= 2) {
    const step = [1, 2, 5, 10, 20, 50, 100, 1000].find(n => years / n <= 8);
    for (let year = Math.ceil(begin.getUTCFullYear() / step) * step; year <= end.getUTCFullYear(); year += step) found.push([Date.UTC(year, 0, 1), String(year)]);
  } else {
    const months = years * 12 + end.getUTCMonth() - begin.getUTCMonth(), step = Math.max(1, Math.ceil(months / 6));
    for (let month = 0; month <= months; month += step) {
      const day = new Date(Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth() + month, 1));
      found.push([day.getTime(), day.toISOString().slice(0, 7)]);
    }
  }
  return found.filter(([day]) => day >= first && day <= last);
}
