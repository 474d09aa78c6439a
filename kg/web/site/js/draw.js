// What the views of results share: elements, things and their names, dates. Data only ever becomes text.

const SVG_SPACE = 'http://www.w3.org/2000/svg';
const bench = { messages: {}, groups: [], terms: { base: '', ontology: '', kinds: [], prefixes: {}, classes: [], properties: [] }, names: new Map() };

function message(key, values = {}) {
  return (bench.messages[key] || key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name.includes('-') || name === 'role') made.setAttribute(name, value);
    else made[name === 'class' ? 'className' : name] = value;
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

function shape(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG_SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** The kind and the page of a thing of this graph, or null for any other IRI. */
function thingOf(iri) {
  if (!iri.startsWith(bench.terms.base)) return null;
  const [kind, key, ...rest] = iri.slice(bench.terms.base.length).split('/');
  if (!key || rest.length || !bench.terms.kinds.includes(kind)) return null;
  return { iri, kind, key, page: local(`/id/${kind}/${encodeURIComponent(key)}`) };
}

/** Where an IRI is told of here: things on their pages, terms in the documentation; null for what is elsewhere. */
function pageOf(iri) {
  if (iri.startsWith(bench.terms.ontology)) return local('/ontology', iri.slice(bench.terms.ontology.length));
  if (!iri.startsWith(bench.terms.base)) return null;
  const [kind, key, ...rest] = iri.slice(bench.terms.base.length).split('/');
  return key && !rest.length ? local(`/id/${encodeURIComponent(kind)}/${encodeURIComponent(key)}`) : null;
}

function local(path, fragment = '') {
  const language = document.documentElement.lang;
  return path + (language === 'ja' ? '' : `?lang=${language}`) + (fragment ? `#${fragment}` : '');
}

const groupOf = kind => bench.groups.find(group => group.kinds.includes({ office: 'organization', article: 'statement' }[kind] || kind)) || bench.groups[0];

/** The names of things, asked of the graph once. */
async function learnNames(things) {
  const unknown = [...new Set(things.map(thing => thing.iri))].filter(iri => !bench.names.has(iri));
  for (let i = 0; i < unknown.length; i += 200) {
    const values = unknown.slice(i, i + 200).map(iri => `<${iri}>`).join(' ');
    const query = `SELECT ?t ?l { VALUES ?t { ${values} } ?t <http://www.w3.org/2000/01/rdf-schema#label> ?l }`;
    const answer = await fetch('/sparql', {
      method: 'POST', body: query, headers: { 'Content-Type': 'application/sparql-query', Accept: 'application/sparql-results+json' },
    });
    if (!answer.ok) return;
    const wanted = document.documentElement.lang;
    for (const { t, l } of (await answer.json()).results.bindings) {
      const language = l['xml:lang'];
      // the date that names of events end with has a column of its own
      if (!bench.names.has(t.value) || language === wanted) bench.names.set(t.value, l.value.replace(/（[-\d/.~?]+）$| \([-\d/.~?]+\)$/, ''));
    }
  }
}

const nameOf = thing => bench.names.get(thing.iri) || `${thing.kind}:${thing.key}`;
const cut = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

/** The days that a value begins and ends with, or null where it is no date. */
function daysOf(value) {
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:\/(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?)?(?:\/\.\.)?$/.exec(value);
  if (!match || +match[2] > 12 || +match[5] > 12) return null;
  const [, y, m, d, y2, m2, d2] = match.map(part => (part === undefined ? undefined : +part));
  const last = (year, month, day) => (day ? Date.UTC(year, month - 1, day) : month ? Date.UTC(year, month, 0) : Date.UTC(year, 11, 31));
  return [Date.UTC(y, (m || 1) - 1, d || 1), y2 ? last(y2, m2, d2) : last(y, m, d)];
}

const rowsOf = yasr => (yasr.results && yasr.results.getBindings()) || [];
const columnsOf = yasr => (yasr.results && yasr.results.getVariables()) || [];

/** What a cell shows: the name of a thing, the text of everything else. */
function textOf(cell) {
  const thing = cell.type === 'uri' ? thingOf(cell.value) : null;
  return thing ? nameOf(thing) : cell.value;
}

/** What views have in common: they read rows, draw into the results, and say so where there is nothing to draw. */
class View {
  constructor(yasr) {
    this.yasr = yasr;
    this.priority = 1;
  }

  canHandleResults() {
    return rowsOf(this.yasr).length > 0;
  }

  getIcon() {
    const icon = shape('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true' });
    icon.append(shape('path', { d: this.icon, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.4 }));
    return icon;
  }

  async draw() {
    const place = element('div', { class: 'view' });
    this.yasr.resultsEl.append(place);
    const made = await this.picture(place.clientWidth || 800);
    place.append(...(made || [element('p', { class: 'soft' }, message(`plugin.nothing.${this.name}`))]));
  }
}
