// The table: every fact that the choice lets through, as text. It is also the way for screen readers and for paper.

const ROWS_AT_ONCE = 100;
const FACT_TEXT = {
  date: fact => dayOf(NODES[fact.s]),
  subject: fact => nameOf(NODES[fact.s]),
  property: fact => termOf(fact.p),
  value: fact => (fact.o === undefined ? valueText(fact) : nameOf(NODES[fact.o])),
  quote: fact => DATA.quotes[fact.q][1],
  article: fact => articleOf(fact).title,
  confidence: fact => fact.c,
};
const COLUMNS = Object.keys(FACT_TEXT);
const SORTED_AS_THEY_ARE = new Set(['date', 'confidence']);
const sorting = { column: 'date', up: false };
let tableFacts = []; // in their order; rows are made of them when they come into sight
let rowsShown = 0;

const articleOf = fact => DATA.articles[DATA.quotes[fact.q][0]];

function showTable() {
  const wanted = fold($('#table-filter').value);
  const found = fact => fold(COLUMNS.map(name => FACT_TEXT[name](fact)).join(' ')).includes(wanted);
  const order = SORTED_AS_THEY_ARE.has(sorting.column) ? compare : new Intl.Collator(state.lang, { numeric: true }).compare;
  const turn = sorting.up ? 1 : -1;
  tableFacts = visibleFacts().filter(fact => !wanted || found(fact)).map(fact => [FACT_TEXT[sorting.column](fact), fact])
    .sort(([a, one], [b, other]) => turn * order(a, b) || one.id - other.id).map(([, fact]) => fact);
  $('#table-count').textContent = t('table.caption', { n: number(tableFacts.length) });
  const chip = $('#table-selection');
  chip.hidden = state.selected === null;
  chip.textContent = state.selected === null ? '' : `${t('table.selection', { name: nameOf(NODES[state.selected]) })} ×`;
  $('#table thead').replaceChildren(el('tr', {}, ...COLUMNS.map(columnHead)));
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
  $('#table tbody').append(...tableFacts.slice(rowsShown, rowsShown + count).map(factToRow));
  rowsShown = Math.min(rowsShown + count, tableFacts.length);
  const button = $('#table-more');
  button.hidden = rowsShown === tableFacts.length;
  button.textContent = t('more', { n: number(tableFacts.length - rowsShown) });
}

function factToRow(fact) {
  const { edtf } = NODES[fact.s];
  const { url, title, publisher, date } = articleOf(fact);
  return el('tr', {},
    el('td', { class: 'date' }, edtf ? dateText(edtf) : ''),
    el('td', { class: 'subject' }, nodeButton(fact.s)),
    el('td', { class: 'property' }, FACT_TEXT.property(fact)),
    el('td', {}, fact.o === undefined ? FACT_TEXT.value(fact) : nodeButton(fact.o)),
    el('td', { class: 'quote', lang: 'ja' }, ...markedText(FACT_TEXT.quote(fact), [fact])),
    el('td', { class: 'source' }, link(url, title), el('small', {}, [publisher, date].filter(Boolean).join('、'))),
    el('td', { class: 'number' }, `${Math.round(fact.c * 100)}%`));
}

function buildTable() {
  const more = $('#table-more');
  more.addEventListener('click', () => growTable(ROWS_AT_ONCE));
  // it also grows when its end comes near
  new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && growTable(ROWS_AT_ONCE), { root: $('.table-scroll'), rootMargin: '300px' })
    .observe(more);
  $('#table-filter').addEventListener('input', showTable);
  $('#table-selection').addEventListener('click', clearSelection);
  // Paper gets the picture and the whole table, whichever of the two is on the screen.
  addEventListener('beforeprint', () => {
    showTable();
    growTable(tableFacts.length);
  });
}
