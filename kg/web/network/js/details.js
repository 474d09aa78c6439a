// The panel of details: what is known of a node or a link, and the sentence of an article behind every fact.

const panel = $('#details');
const ENTRIES = 25; // of a list, before a button asks for more
const CARDS = 8;

function showDetails() {
  const link = state.link === null ? null : sliceLinks.get(state.link);
  const parts = link ? linkDetails(link) : state.selected !== null ? nodeDetails(NODES[state.selected])
    : state.path ? pathDetails() : overview();
  panel.replaceChildren(...parts.filter(Boolean));
  panel.classList.toggle('open', Boolean(link) || state.selected !== null || state.path !== null);
  panel.scrollTop = 0;
}

const section = (title, ...children) => el('section', {}, el('h3', {}, title), ...children);

function nodeButton(id, text) {
  const node = NODES[id];
  const button = el('button', { type: 'button', class: 'node', 'data-node': id }, sign(node.group), el('span', {}, text ?? nameOf(node)));
  button.addEventListener('click', () => reveal(id));
  return button;
}

function closeButton() {
  const button = el('button', { type: 'button', class: 'close quiet', 'aria-label': t('close') }, '×');
  button.addEventListener('click', clearSelection);
  return button;
}

/** A list that shows its first entries and a button for the rest; entries are made when they are shown. */
function longList(tag, items, make, step = ENTRIES) {
  const holder = el(tag, { class: 'list' });
  let shown = 0;
  const button = el('button', { type: 'button', class: 'more' });
  const grow = () => {
    holder.append(...items.slice(shown, shown + step).map(make));
    shown = Math.min(shown + step, items.length);
    button.hidden = shown === items.length;
    button.textContent = t('more', { n: items.length - shown });
  };
  button.addEventListener('click', grow);
  grow();
  return el('div', {}, holder, button);
}

// ---- nothing selected ---------------------------------------------------------------------------------------------

function overview() {
  const dated = EVENTS.filter(event => event.from && inRange(event) && event.kind !== 'statement').sort(newestFirst);
  const ties = slice.links.filter(link => link.events).sort((a, b) => b.events.length - a.events.length || b.weight - a.weight).slice(0, 6);
  return [
    el('h2', {}, t('about')),
    el('p', { class: 'lead' }, t('about.text')),
    el('p', { class: 'hint' }, t('hint')),
    ties.length ? section(t('strongest'), el('ol', { class: 'list ties' }, ...ties.map(tieEntry))) : null,
    dated.length ? section(t('recent'), el('ol', { class: 'list' }, ...dated.slice(0, 6).map(node => eventEntry(node.id)))) : null,
    el('p', { class: 'rights' }, t('footer')),
  ];
}

function tieEntry(link) {
  const button = el('button', { type: 'button', class: 'tie' },
    el('span', {}, `${nameOf(NODES[link.a])} — ${nameOf(NODES[link.b])}`),
    el('span', { class: 'number' }, t('events.count', { n: link.events.length })));
  button.addEventListener('click', () => selectLink(link.id));
  return el('li', {}, button);
}

// ---- a node -------------------------------------------------------------------------------------------------------

function nodeDetails(node) {
  const own = factsOf[node.id];
  const events = eventsOf(node.id);
  return [
    closeButton(),
    el('p', { class: 'kind' }, sign(node.group), groupName(node.group), node.sub ? ` ・ ${termOf(node.sub)}` : ''),
    el('h2', {}, nameOf(node)),
    node.en && node.en !== node.label ? el('p', { class: 'other', lang: state.lang === 'ja' ? 'en' : 'ja' },
      state.lang === 'ja' ? node.en : node.label) : null,
    properties(node),
    actions(node),
    own.length && isEvent(node) ? section(t('facts'), quoteCards(own)) : null,
    events.length ? section(`${t('events')} ${number(events.length)}`, strip(events), longList('ol', events, eventEntry)) : null,
    own.length && !isEvent(node) ? section(t('facts'), quoteCards(own)) : null,
  ];
}

/** The events that a node takes part in or, for a treaty, that concern it; the newest first. */
function eventsOf(id) {
  const near = new Set(edgesOf[id].map(edge => otherEnd(edge, id)).filter(other => isEvent(NODES[other])));
  return [...near].sort((a, b) => newestFirst(NODES[a], NODES[b]));
}

function properties(node) {
  const rows = [];
  if (isEvent(node)) rows.push([t('when'), dateText(node.edtf)]);
  if (node.status) rows.push([t('status'), el('span', { class: `status ${node.status}` }, termOf(node.status))]);
  const offices = [...new Set(factsOf[node.id].filter(fact => fact.p === 'office').map(valueText))];
  if (offices.length) rows.push([t('offices'), offices.join('、')]);
  if (node.home !== undefined) rows.push([t('home'), nodeButton(node.home)]);
  if (node.alt?.length) rows.push([t('aliases'), node.alt.slice(0, 8).join('、')]);
  if (/^Q\d+$/.test(node.wikidata ?? '')) {
    rows.push([t('wikidata'), link(`https://www.wikidata.org/wiki/${node.wikidata}`, node.wikidata)]);
  }
  return rows.length ? el('dl', {}, ...rows.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])) : null;
}

function actions(node) {
  const button = (text, act) => {
    const made = el('button', { type: 'button', class: 'around-button' }, text);
    made.addEventListener('click', act);
    return made;
  };
  if (state.tracing === node.id) {
    return el('p', { class: 'tracing' }, el('span', {}, t('path.choose', { name: nameOf(node) })), button(t('path.cancel'), stopTracing));
  }
  const around = state.around !== node.id && linksAt.get(node.id)?.length ? button(t('ego'), () => showAround(node.id)) : null;
  const trace = isActor(node) ? button(t('path.start'), () => startTracing(node.id)) : null;
  const page = SERVED ? el('a', { class: 'around-button', href: pageOf(node) }, t('page')) : null;
  return around || trace || page ? el('p', { class: 'actions' }, around, trace, page) : null;
}

/** The address of the page of a thing. */
function pageOf(node) {
  const [, kind, key] = /^([^:]*):(.*)$/.exec(node.key);
  return `/id/${kind}/${encodeURIComponent(key)}${state.lang === 'en' ? '?lang=en' : ''}`;
}

/** An event in a list: date and name; its facts open below it. */
function eventEntry(id) {
  const node = NODES[id];
  const body = el('div', { class: 'event-body' });
  const entry = el('details', { class: 'event' },
    el('summary', {}, el('time', {}, dateText(node.edtf)), sign(node.group), el('span', { class: 'event-name' }, nameOf(node)),
      node.status && node.status !== 'held' ? el('span', { class: `status ${node.status}` }, termOf(node.status)) : null),
    body);
  entry.addEventListener('toggle', () => {
    if (!entry.open || body.childElementCount) return;
    const others = edgesOf[id].map(edge => otherEnd(edge, id)).filter(other => other !== state.selected);
    body.append(el('p', { class: 'chips' }, ...[id, ...new Set(others)].map(other => nodeButton(other))), quoteCards(factsOf[id]));
  });
  return el('li', {}, entry);
}

// ---- a link -------------------------------------------------------------------------------------------------------

function linkDetails(tie) {
  const head = [
    closeButton(),
    el('p', { class: 'kind' }, linkName(tie)),
    el('h2', { class: 'pair' }, nodeButton(tie.a), el('span', { class: 'dash' }, '—'), nodeButton(tie.b)),
  ];
  if (tie.events) {
    const events = [...tie.events].sort((a, b) => newestFirst(NODES[a], NODES[b]));
    return [...head, section(t('together', { n: number(events.length) }), strip(events), longList('ol', events, eventEntry))];
  }
  const facts = tie.home ? factsOf[tie.a].filter(fact => fact.o === tie.b)
    : factsOfEdge.get(edgeName(tie.edge.from, tie.edge.rel, tie.edge.to)) ?? [];
  return [...head, facts.length ? section(t('facts'), quoteCards(facts)) : el('p', { class: 'hint' }, t('noFacts'))];
}

// ---- facts and quotes ---------------------------------------------------------------------------------------------

/** One card for each sentence: the sentence with the words of its facts marked, its article, and the facts. */
function quoteCards(facts) {
  const bySentence = new Map();
  for (const fact of facts) {
    if (!bySentence.has(fact.q)) bySentence.set(fact.q, []);
    bySentence.get(fact.q).push(fact);
  }
  return longList('div', [...bySentence], ([quote, stated]) => quoteCard(quote, stated), CARDS);
}

function quoteCard(quote, facts) {
  const [article, text] = DATA.quotes[quote];
  const card = el('figure', { class: 'card' },
    el('blockquote', { lang: 'ja' }, ...markedText(text, facts)),
    citation(DATA.articles[article]),
    el('ul', { class: 'facts' }, ...facts.map(factRow)));
  // Pointing at a fact shows which words carry it.
  const point = event => {
    const row = event.target.closest('li');
    for (const mark of card.querySelectorAll('mark')) {
      mark.classList.toggle('pointed', row !== null && mark.dataset.facts.split(' ').includes(row.dataset.fact));
    }
  };
  for (const kind of ['pointerover', 'pointerleave', 'focusin']) card.addEventListener(kind, point);
  return card;
}

/** The sentence cut at the borders of the words of its facts. Offsets count code points, hence the array. */
function markedText(text, facts) {
  const letters = [...text];
  const borders = [...new Set([0, letters.length, ...facts.flatMap(fact => [fact.b, fact.e])])]
    .filter(border => border >= 0 && border <= letters.length).sort((a, b) => a - b);
  return borders.slice(1).map((end, position) => {
    const begin = borders[position];
    const piece = letters.slice(begin, end).join('');
    const carried = facts.filter(fact => fact.b <= begin && fact.e >= end);
    return carried.length ? el('mark', { 'data-facts': carried.map(fact => fact.id).join(' ') }, piece) : piece;
  });
}

function citation(article) {
  return el('figcaption', {}, link(article.url, article.title), ' ',
    el('span', { class: 'publisher' }, [article.publisher, article.date && dateText(article.date)].filter(Boolean).join('、') || t('noSource')));
}

function factRow(fact) {
  const value = fact.o === undefined ? el('span', { class: 'value' }, valueText(fact)) : nodeButton(fact.o);
  return el('li', { 'data-fact': fact.id },
    el('span', { class: 'property' }, termOf(fact.p)), value,
    el('span', { class: 'notes' },
      fact.m ? el('span', { class: `modality ${fact.m}` }, termOf(fact.m)) : null,
      fact.st ? el('span', { class: 'modality' }, termOf(fact.st)) : null,
      fact.by !== undefined ? el('span', {}, t('attributed', { name: termOf(fact.by) })) : null,
      meter(fact.c),
      fact.rivals ? el('span', { class: 'rivals' }, t('rivals', { values: fact.rivals.map(rivalText).join('、') })) : null));
}

const rivalText = value => (/^[\d.]{2,4}/.test(value) ? dateText(value) : termOf(value));
const valueText = fact => (fact.p === 'edtf' ? dateText(fact.v) : termOf(fact.v));

/** The confidence as a small bar, with its figure for those who do not see bars. */
function meter(confidence) {
  const percent = Math.round(confidence * 100);
  return el('meter', { value: confidence, min: 0, max: 1, title: t('confidence', { n: percent }), 'aria-label': t('confidence', { n: percent }) });
}
