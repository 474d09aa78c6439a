// Names are offered while somebody types into a search box; without this script the box still searches.
(() => {
  'use strict';

  const WAIT = 120;
  const number = { next: 0 };

  /** Offer names under one input: a combobox with a list, by keyboard as by pointer. */
  function offer(input) {
    const list = document.createElement('ul');
    const spoken = document.createElement('span');
    list.id = `offered-${number.next++}`;
    list.className = 'offered';
    list.hidden = true;
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', input.getAttribute('aria-label') || input.placeholder);
    spoken.className = 'spoken';
    spoken.setAttribute('role', 'status');
    const set = { role: 'combobox', 'aria-expanded': 'false', 'aria-controls': list.id, 'aria-autocomplete': 'list' };
    for (const [name, value] of Object.entries(set)) input.setAttribute(name, value);
    input.parentElement.classList.add('offers');
    input.parentElement.append(list, spoken);
    let chosen = -1, timer = 0, asked = '';

    const options = () => [...list.children];
    function choose(index) {
      chosen = index;
      options().forEach((option, i) => option.setAttribute('aria-selected', String(i === index)));
      if (index >= 0) {
        input.setAttribute('aria-activedescendant', options()[index].id);
        options()[index].scrollIntoView({ block: 'nearest' });
      } else input.removeAttribute('aria-activedescendant');
    }
    function close() {
      list.hidden = true;
      input.setAttribute('aria-expanded', 'false');
      choose(-1);
    }
    function take(item) {
      close();
      if (input.dataset.fill) {
        input.value = item.curie;
        asked = item.curie;
      } else location.assign(item.url);
    }
    function show(items) {
      list.replaceChildren(...items.map((item, i) => {
        const option = document.createElement('li');
        option.id = `${list.id}-${i}`;
        option.setAttribute('role', 'option');
        option.setAttribute('aria-selected', 'false');
        for (const [name, text] of [['name', item.label], ['also', item.also], ['kind', item.kind]]) {
          const part = document.createElement('span');
          part.className = name;
          part.textContent = text;
          option.append(part);
        }
        // a press would take the focus from the box and close the list before the click
        option.addEventListener('mousedown', event => event.preventDefault());
        option.addEventListener('click', () => take(item));
        option.item = item;
        return option;
      }));
      list.hidden = items.length === 0;
      input.setAttribute('aria-expanded', String(items.length > 0));
      spoken.textContent = items.length ? (input.dataset.offered || '').split('|').at(items.length === 1 ? 0 : -1).replace('{n}', items.length) : '';
      choose(-1);
    }
    async function ask() {
      const query = input.value.trim();
      if (query === asked) return;
      asked = query;
      if (!query) return show([]);
      const address = new URL(input.dataset.suggest, location.href);
      address.searchParams.set('q', query);
      try {
        const answer = await fetch(address, { headers: { Accept: 'application/json' } });
        if (answer.ok && asked === query && document.activeElement === input) show(await answer.json());
      } catch { /* the server is gone: the box still sends what is typed */ }
    }
    input.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    input.addEventListener('blur', close);
    input.addEventListener('keydown', event => {
      if (event.isComposing) return;
      const count = options().length;
      if (event.key === 'Escape' && !list.hidden) {
        close();
        event.preventDefault();
      } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && count) {
        list.hidden = false;
        input.setAttribute('aria-expanded', 'true');
        const step = event.key === 'ArrowDown' ? 1 : -1;
        choose(chosen < 0 ? (step > 0 ? 0 : count - 1) : (chosen + step + count) % count);
        event.preventDefault();
      } else if (event.key === 'Enter' && chosen >= 0) {
        take(options()[chosen].item);
        event.preventDefault();
      }
    });
  }

  document.querySelectorAll('input[data-suggest]').forEach(offer);
})();
