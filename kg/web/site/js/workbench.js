// The workbench: the editor and the results of Yasgui over this server alone, and the named queries beside it.

(async () => {
  'use strict';

  const root = document.querySelector('#yasgui'), plain = document.querySelector('#plain'), text = document.querySelector('#query');
  if (typeof Yasgui === 'undefined' || !root) return;
  const { Yasqe, Yasr } = Yasgui;
  bench.messages = JSON.parse(root.dataset.messages);
  bench.groups = JSON.parse(root.dataset.groups);
  const answer = await fetch(root.dataset.terms, { headers: { Accept: 'application/json' } });
  if (!answer.ok) return;
  bench.terms = await answer.json();

  // ---- completion: our own terms and things, and nothing of anybody else's

  const prefixOf = iri => Object.entries(bench.terms.prefixes).find(([, space]) => iri.startsWith(space) && iri.length > space.length);
  const short = iri => {
    const found = prefixOf(iri);
    return found ? `${found[0]}:${iri.slice(found[1].length)}` : `<${iri}>`;
  };
  const terms = [...bench.terms.properties, ...bench.terms.classes].map(term => ({ ...term, curie: short(term.iri) }));
  const labels = new Map(terms.map(term => [term.curie, document.documentElement.lang === 'ja' ? term.ja : term.en || term.ja]));
  const isThing = string => {
    const colon = string.indexOf(':');
    return colon > 0 && bench.terms.kinds.includes(string.slice(0, colon));
  };

  async function complete(yasqe, token) {
    const typed = (token?.string || '').trim().toLowerCase();
    if (isThing(typed)) {
      const [kind, name] = typed.split(/:(.*)/s);
      const address = new URL(root.dataset.suggest, location.href);
      address.searchParams.set('q', name.replaceAll('-', ' '));
      const found = name ? await (await fetch(address)).json() : [];
      found.forEach(item => labels.set(item.curie, item.label));
      return found.filter(item => item.curie.startsWith(`${kind}:`)).map(item => item.curie);
    }
    const local = typed.replace(/^[a-z]*:/, '');
    const rank = term => [term.curie.toLowerCase().startsWith(typed), term.curie.split(':').pop().toLowerCase().startsWith(local)].filter(Boolean).length;
    return terms
      .filter(term => term.curie.toLowerCase().includes(typed) || (!typed.includes(':') && `${term.ja} ${term.en}`.toLowerCase().includes(typed)))
      .sort((a, b) => rank(b) - rank(a))
      .map(term => term.curie).slice(0, 60);
  }

  for (const name of Object.keys(Yasqe.Autocompleters)) if (name !== 'variables') delete Yasqe.Autocompleters[name];
  Yasqe.defaults.autocompleters = Yasqe.defaults.autocompleters.filter(name => name === 'variables');
  Yasqe.registerAutocompleter({
    name: 'terms',
    bulk: false,
    autoShow: true,
    persistenceId: null,
    isValidCompletionPosition: yasqe => {
      const { string, type } = yasqe.getCompleteToken();
      return /^[^\s?$"'<>{}().;,#@^]{2,}$/.test(string) && type !== 'comment' && !/^[A-Z]+$/.test(string);
    },
    get: complete,
    postprocessHints: (_, hints) => hints.map(hint => ({ ...hint, displayText: labels.get(hint.text) ? `${hint.text}   ${labels.get(hint.text)}` : hint.text })),
  });
  Yasqe.defaults.prefixCcApi = undefined;

  // ---- editor and results

  const fromAddress = () => new URLSearchParams(location.hash.slice(1)).get('query');
  const share = value => `${location.pathname}${location.search}#${new URLSearchParams({ query: value })}`;
  const yasqe = new Yasqe(element('div'), {
    value: fromAddress() ?? text.value,
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: editor => new URL(share(editor.getValue()), location.href).href,
    requestConfig: { endpoint: '/sparql', method: 'POST', acceptHeaderGraph: 'text/turtle', acceptHeaderSelect: 'application/sparql-results+json' },
    editorHeight: '340px',
    resizeable: false,
  });
  // the endpoint knows these prefixes without PREFIX lines, so the editor does not call them undefined
  const mode = yasqe.getMode(), startState = mode.startState;
  mode.startState = (...options) => {
    const state = startState(...options);
    Object.assign(state.prefixes, bench.terms.prefixes);
    return state;
  };
  yasqe.setValue(yasqe.getValue());

  class TableView extends Yasr.plugins.table {
    constructor(owner) {
      super(owner);
      this.label = message('plugin.table');
      this.helpReference = undefined;
      this.persistentConfig = { compact: true };
    }

    /** Cells are sorted and filtered by their text; Yasgui would have it parsed as markup first. */
    getColumns() {
      return super.getColumns().map(column => ({
        ...column,
        render: (cell, purpose, ...rest) => (cell?.value !== undefined && purpose !== 'display' ? textOf(cell).replace(/[<>&]/g, ' ') : column.render(cell, purpose, ...rest)),
      }));
    }

    drawControls() {
      super.drawControls();
      const { tableControls: controls, tableFilterField: filter, tableSizeField: size } = this;
      const [simple, ellipse] = controls.querySelectorAll('.label');
      simple.textContent = message('table.simple');
      ellipse.textContent = message('table.ellipse');
      filter.placeholder = message('table.filter');
      filter.setAttribute('aria-label', message('table.filter'));
      controls.querySelector('.pageSizerLabel').textContent = message('table.size');
      size.setAttribute('aria-label', message('table.size'));
      size.lastElementChild.textContent = message('table.all');
    }
  }
  TableView.defaults = Yasr.plugins.table.defaults;
  Object.assign(TableView.defaults.tableConfig, { language: { info: message('table.info'), infoFiltered: '', emptyTable: message('table.none'), zeroRecords: message('table.none'), infoEmpty: '' } });
  Yasr.registerPlugin('table', TableView, true);
  Yasr.registerPlugin('response', class extends Yasr.plugins.response {
    constructor(owner) {
      super(owner);
      this.label = message('plugin.response');
      this.helpReference = undefined;
    }
  }, true);
  Yasr.registerPlugin('network', NetworkView, true);
  Yasr.registerPlugin('timeline', TimelineView, true);
  Yasr.registerPlugin('chart', ChartView, true);
  const results = element('div');
  const yasr = new Yasr(results, {
    persistenceId: null,
    maxPersistentResponseSize: 0,
    pluginOrder: ['table', 'network', 'timeline', 'chart', 'response'],
    defaultPlugin: 'table',
    prefixes: bench.terms.prefixes,
    errorRenderers: [async error => problem(error)],
  });

  /** What the server says is wrong, with the line of the query. */
  function problem(error) {
    let told = error.text || error.statusText || '';
    try {
      const { title, detail } = JSON.parse(told);
      told = `${title}\n${detail}`;
    } catch { /* no problem details: what came is shown as it is */ }
    return element('pre', { class: 'notice', role: 'alert' }, told);
  }

  yasqe.on('query', () => history.replaceState(null, '', share(yasqe.getValue())));
  yasqe.on('queryResponse', (_, response, duration) => yasr.setResponse(response, duration));
  const counted = () => {
    const rows = rowsOf(yasr), milliseconds = yasr.results?.getResponseTime();
    if (rows.length) yasr.dataElement.textContent = message('table.rows', { n: rows.length.toLocaleString(), seconds: (milliseconds / 1000).toFixed(2) });
  };
  yasr.on('drawn', counted);
  yasr.on('draw', counted);
  root.append(yasqe.rootEl.parentElement ?? yasqe.rootEl, results);
  root.hidden = false;
  plain.hidden = true;
  yasqe.refresh();
  yasqe.getInputField().setAttribute('aria-label', 'SPARQL');

  // IRIs of this graph lead to their pages under the names of the things, however the table is drawn again
  new MutationObserver(async () => {
    const links = [...yasr.resultsEl.querySelectorAll('a.iri[href]:not([data-led])')], named = [];
    for (const link of links) {
      const iri = link.getAttribute('href'), page = pageOf(iri), thing = thingOf(iri);
      link.dataset.led = '';
      if (page) {
        link.setAttribute('href', page);
        link.target = '_self';
      } else if (!/^https?:/i.test(iri)) link.removeAttribute('href');
      else link.rel = 'noopener noreferrer external';
      if (thing) named.push([link, thing]);
    }
    await learnNames(named.map(([, thing]) => thing));
    for (const [link, thing] of named) {
      link.title = `${thing.kind}:${thing.key}`;
      link.textContent = nameOf(thing);
    }
  }).observe(yasr.resultsEl, { childList: true, subtree: true });

  const run = () => yasqe.query().catch(() => { /* the results say what went wrong */ });
  const take = value => {
    yasqe.setValue(value);
    run();
  };
  window.addEventListener('hashchange', () => {
    const query = fromAddress();
    if (query !== null && query !== yasqe.getValue()) take(query);
  });

  // ---- named queries

  const said = element('div', { role: 'status' });
  root.prepend(said);
  for (const form of document.querySelectorAll('form[data-query]')) {
    form.addEventListener('submit', async event => {
      event.preventDefault();
      const found = await fetch(`/workbench/query?${new URLSearchParams(new FormData(form))}`, { headers: { Accept: 'application/json' } });
      const { query, notes, error } = await found.json();
      said.replaceChildren(...[...notes, ...(error ? [`${message('workbench.failed')}: ${error}`] : [])].map(note => element('p', { class: 'notice' }, note)));
      if (!error) take(query);
      if (matchMedia('(max-width: 900px)').matches) root.scrollIntoView();
    });
  }
  if (fromAddress() !== null || root.dataset.named) run();
  window.workbench = { yasqe, yasr };
})();
