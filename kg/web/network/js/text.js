// The words of the page in both languages, and how names, dates and codes are written.

function t(key, values = {}) {
  const text = DATA.text[state.lang][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

const nameOf = node => (state.lang === 'en' && node.en) || node.label;
const groupName = group => group[state.lang];
const termOf = code => DATA.text[state.lang][`term.${code}`] ?? DATA.terms[code]?.[state.lang] ?? code;
const number = value => value.toLocaleString(state.lang === 'ja' ? 'ja-JP' : 'en-GB');

/** One EDTF value (date, month, year, season or interval) as people write it. */
function dateText(edtf) {
  if (!edtf) return t('dateUnknown');
  if (edtf.includes('/')) {
    const [begin, end] = edtf.split('/');
    const side = part => (part && part !== '..' ? dateText(part) : '');
    return side(begin) + (state.lang === 'ja' ? '〜' : ' – ') + side(end);
  }
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(edtf);
  if (!match) return edtf;
  const [, year, month, day] = match;
  if (month > 12) return `${year} ${termOf('season' + month)}`;
  if (state.lang === 'ja') return `${year}年` + (month ? `${+month}月` : '') + (day ? `${+day}日` : '');
  if (!month) return year;
  const options = { year: 'numeric', month: 'short', timeZone: 'UTC', ...(day ? { day: 'numeric' } : {}) };
  return new Intl.DateTimeFormat('en-GB', options).format(new Date(Date.UTC(year, month - 1, day ?? 1)));
}

/** Text made comparable: width, case, kana and dots in names do not matter, nor do accents on Latin letters. */
function fold(text) {
  return text.normalize('NFKC').toLowerCase()
    .normalize('NFD').replace(/[\u0300-\u036f]/g, '').normalize('NFC')
    .replace(/[\u30a1-\u30f6]/g, kana => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(/[\s・･=＝\-'’.]/g, '');
}

/** Writes the words of the current language into all elements that ask for them. */
function translate() {
  document.documentElement.lang = state.lang;
  for (const [attribute, write] of [
    ['text', (element, text) => { element.textContent = text; }],
    ['label', (element, text) => { element.setAttribute('aria-label', text); }],
    ['placeholder', (element, text) => { element.placeholder = text; }],
  ]) {
    for (const element of document.querySelectorAll(`[data-${attribute}]`)) write(element, t(element.dataset[attribute]));
  }
  for (const button of document.querySelectorAll('.icon')) button.title = button.getAttribute('aria-label');
  const { articles, facts, heading, shown, of } = DATA.meta;
  $('#front').hidden = !SERVED;
  $('#front').href = state.lang === 'en' ? '/?lang=en' : '/';
  document.title = heading ?? t('title');
  $('h1').textContent = document.title;
  const counts = t('subtitle', { articles: number(articles), facts: number(facts) });
  $('#subtitle').textContent = of ? counts + t('subtitle.part', { shown: number(shown), of: number(of) }) : counts;
}
