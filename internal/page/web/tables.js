// Tables and lists of the first day: what verdicts rest on, matrices, policy, what is missing.

function basisOf(ns, i) {
  const b = ns.bases[i];
  if (b.rules.length === 0) return h('p', { class: 'quiet' }, w('basis.nothing'));
  const happened = (e) => [h('span', {}, e.on), ' ', quoted(e.record + ', ' + e.what)];
  return lazy({ class: 'basis' }, [w('why'), ' ', h('span', { class: 'quiet' }, w('asOf', { day: dayWords(page.on) }) + ' · ' + w('asked', { rules: b.rules.length, records: b.records }))], () => [
    table(
      w('why') + ': ' + w('point.' + page.points[i].id),
      [w('basis.rule'), w('basis.requires'), w('basis.of')],
      b.rules.map((id, n) => [id, page.rules[id] || '', b.asked[n] < 0 ? w('ofWhole') : String(b.asked[n])]),
    ),
    h(
      'dl',
      { class: 'facts' },
      h('dt', {}, w('basis.records')),
      h('dd', {}, b.kinds.join(', ')),
      b.newest ? [h('dt', {}, w('basis.newest')), h('dd', {}, happened(b.newest)), h('dt', {}, w('basis.oldest')), h('dd', {}, happened(b.oldest))] : [],
      b.stated ? [h('dt', {}, w('basis.stated', { n: b.stated })), h('dd', {}, h('ul', {}, b.statements.map((x) => h('li', {}, h('code', { class: 'small' }, x.record + ' ' + x.field), ': ', quoted(x.text)))))] : [],
      b.policy ? [h('dt', {}, w('basis.policy')), h('dd', {}, h('ul', {}, b.policy.map((f) => h('li', {}, h('code', { class: 'small' }, f.field), ' ', f.weaker ? quoted(w('instead', { value: f.value, default: f.default }) + (f.because ? ': ' + f.because : '')) : quoted(f.value)))))] : [],
    ),
  ]);
}

// table shows rows in slices; its header stays while the reader scrolls. A command, of which
// there may be a column, is selected as a whole.
function table(name, columns, rows, command = 0, size = 50) {
  const body = h('tbody', {});
  const button = h('button', { type: 'button', class: 'link', onclick: () => copyText(csv([columns, ...rows]), button) }, w('copy'));
  const grid = h('table', {}, h('caption', { class: 'unseen' }, name), h('thead', {}, h('tr', {}, columns.map((c) => h('th', { scope: 'col', lang: /[a-z]/.test(c) ? language : 'en' }, c)))), body);
  const box = h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': name }, grid);
  let shown = 0;
  const more = h('button', { type: 'button', class: 'link more', onclick: () => grow(size) });
  const grow = (n) => {
    const slice = rows.slice(shown, shown + n);
    shown += slice.length;
    body.append(...slice.map((row) => h('tr', {}, row.map((cell, i) => h('td', { dir: 'auto', lang: '' }, command && i === command && cell ? h('code', { class: 'command', dir: 'ltr' }, cell) : cell)))));
    more.textContent = w('more', { n: Math.min(size, rows.length - shown), total: rows.length });
    more.hidden = shown >= rows.length;
  };
  grow(size);
  return h('div', { class: 'table' }, box, h('p', { class: 'small' }, more, ' ', button, ' ', h('span', { class: 'quiet' }, w('rows', { n: rows.length }))));
}

function showMatrices(ns) {
  const q = state.q.toLowerCase();
  const body = $('matrices-body');
  const opened = new Set([...body.querySelectorAll('details[open]')].map((d) => d.dataset.matrix));
  body.replaceChildren(
    h('p', { class: 'quiet' }, w('asOf', { day: dayWords(page.on) })),
    ...ns.matrices.map((m) => {
      const rows = q ? m.rows.filter((row) => row.join(' ').toLowerCase().includes(q)) : m.rows;
      return lazy({ 'data-matrix': m.name, open: opened.has(m.name) }, [h('strong', {}, w('matrix.' + m.name)), ' ', h('span', { class: 'quiet' }, w('rows', { n: rows.length }))], () =>
        rows.length ? table(w('matrix.' + m.name), m.columns, rows, m.command) : h('p', {}, q ? w('matchNone') : w('matrix.empty')),
      );
    }),
  );
}

function showPolicy(ns) {
  $('policy-body').replaceChildren(
    ...(ns.policy ? [quoted(ns.policy + '.', 'p'), h('ul', {}, ns.weakens.map((line) => quoted(line, 'li')))] : [h('p', {}, w('policy.sound'))]),
  );
}

function showUnjudged(ns) {
  const missing = [];
  ns.records.forEach((r, i) => (r.a || []).forEach((link) => link.r < 0 && missing.push([i, link])));
  $('unjudged-body').replaceChildren(
    h('h3', {}, w('unjudged.problems')),
    page.problems.length
      ? sliced(h('ul', { class: 'items' }), page.problems, 20, (p) => h('li', { class: 'item' }, h('strong', { class: 'place' }, p.place), ' ', quoted([p.record, p.field].filter(Boolean).join(' ') + ' ' + p.message + '. ' + p.remedy + '.')))
      : h('p', {}, w('allJudged')),
    ...(page.problemsTotal > page.problems.length ? [h('p', {}, w('andMore', { n: page.problemsTotal - page.problems.length }))] : []),
    ...(page.foreign ? [h('p', { class: 'quiet' }, w('unjudged.foreign', { n: page.foreign }))] : []),
    h('h3', {}, w('unjudged.missing')),
    missing.length
      ? sliced(h('ul', { class: 'items' }), missing, 20, ([i, link]) => h('li', {}, quoted(link.m), ' ', h('span', { class: 'quiet' }, w('record.namedBy') + ' '), recordLink(ns, i), ' ', h('code', { class: 'small' }, link.f)))
      : h('p', {}, w('unjudged.noneMissing')),
  );
}
