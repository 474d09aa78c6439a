// The table: every fact that the choice lets through, as text. It is also the way for screen readers and for paper.

const ROWS_AT_ONCE = 300;
const COLUMNS = [
  ['date', row => row.date],
  ['subject', row => row.subject],
  ['property', row => row.property],
  ['value', row => row.value],
  ['quote', row => row.text],
  ['article', row => row.article.title],
  ['confidence', row => row.confidence],
];
const sorting = { column: 'date', up: false };
let tableRows = [];
let rowsShown = 0;

function factToRow(fact) {
  const [article, text] = DATA.quotes[fact.q];
  const subject = NODES[fact.s];
  return {
    fact, text,
    date: subject.from ?? subject.to ?? '',
    edtf: subject.edtf,
    subject: nameOf(subject),
    property: termOf(fact.p),
    value: fact.o === undefined ? valueText(fact) : nameOf(NODES[fact.o]),
    article: DATA.articles[article],
    confidence: fact.c,
  };
}

function showTable() {
  const wanted = fold($('#table-filter').value);
  const get = COLUMNS.find(([name]) => name === sorting.column)[1];
  tableRows = visibleFacts().map(factToRow).filter(row =>
    !wanted || fold([row.date, row.subject, row.property, row.value, row.text, row.article.title].join(' ')).includes(wanted));
  const order = new Intl.Collator(state.lang, { numeric: true }).compare;
  tableRows.sort((a, b) => (sorting.up ? 1 : -1) * (typeof get(a) === 'number' ? get(a) - get(b) : order(get(a), get(b)))
    || a.fact.id - b.fact.id);
  $('#table-count').textContent = t('table.caption', { n: number(tableRows.length) });
  const chip = $('#table-selection');
  chip.hidden = state.selected === null;
  chip.textContent = state.selected === null ? '' : `${t('table.selection', { name: nameOf(NODES[state.selected]) })} ×`;
  $('#table thead').replaceChildren(el('tr', {}, ...COLUMNS.map(([name]) => columnHead(name))));
  $('#table tbody').replaceChildren();
  rowsShown = 0;
  growTable(ROWS_AT_ONCE);
}

function columnHead(name) {
  const sorted = sorting.column === name;
  const button = el('button', { type: 'button' }, t(`table.${name}`), el('span', { 'aria-hidden': 'true' }, sorted ? (sorting.up ? ' ↑' : ' ↓') : ''));
  button.addEventListener('click', () => {
    sorting.up = sorted ? !sorting.up : true;
    sorting.column = name;
    showTable();
    $(`#table th[data-column="${name}"] button`).focus();
  });
  return el('th', { scope: 'col', 'data-column': name, 'aria-sort': sorted ? (sorting.up ? 'ascending' : 'descending') : 'none' }, button);
}

function growTable(count) {
  $('#table tbody').append(...tableRows.slice(rowsShown, rowsShown + count).map(row => el('tr', {},
    el('td', { class: 'date' }, row.edtf ? dateText(row.edtf) : ''),
    el('td', { class: 'subject' }, nodeButton(row.fact.s)),
    el('td', { class: 'property' }, row.property),
    el('td', {}, row.fact.o === undefined ? row.value : nodeButton(row.fact.o)),
    el('td', { class: 'quote', lang: 'ja' }, ...markedText(row.text, [row.fact])),
    el('td', { class: 'source' }, link(row.article.url, row.article.title),
      el('small', {}, [row.article.publisher, row.article.date].filter(Boolean).join('、'))),
    el('td', { class: 'number' }, `${Math.round(row.confidence * 100)}%`))));
  rowsShown = Math.min(rowsShown + count, tableRows.length);
  const button = $('#table-more');
  button.hidden = rowsShown === tableRows.length;
  button.textContent = t('more', { n: number(tableRows.length - rowsShown) });
}

function buildTable() {
  $('#table-more').addEventListener('click', () => growTable(ROWS_AT_ONCE));
  $('#table-filter').addEventListener('input', showTable);
  $('#table-selection').addEventListener('click', clearSelection);
  // Paper gets the picture and the whole table, whichever of the two is on the screen.
  addEventListener('beforeprint', () => {
    showTable();
    growTable(tableRows.length);
  });
}
