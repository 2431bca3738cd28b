// Every record, with what is open on it, what it names, what names it, and its evidence.

function showRecords(ns) {
  const body = $('records-body');
  const list = [];
  ns.records.forEach((r, i) => r.n && !r.d && recordMatches(ns, r, i) && list.push(i));
  const chosen = state.record ? ns.records.findIndex((r) => keyOf(r) === state.record) : -1;
  body.replaceChildren(
    ...(chosen >= 0
      ? [
          h(
            'article',
            { class: 'chosen', id: 'chosen', 'aria-labelledby': 'chosen-name' },
            h('h3', { id: 'chosen-name', tabindex: '-1' }, h('bdi', { lang: '' }, titleOf(ns.records[chosen]))),
            recordBody(ns, chosen),
            h('button', { type: 'button', class: 'link', onclick: () => go({ record: '' }) }, w('record.close')),
          ),
        ]
      : []),
    h('p', { class: 'quiet' }, list.length ? w('records', { n: list.length }) : w('records.none')),
    sliced(h('div', { class: 'records' }), list, 50, (i) => recordFold(ns, i)),
  );
}

function recordFold(ns, i) {
  const r = ns.records[i];
  const counts = countGrades(ns, ns.byRecord.get(i) || []);
  const worst = counts.findIndex((n) => n > 0);
  return lazy(
    { class: 'record' },
    [
      h('span', { class: 'record-title' }, h('bdi', { lang: '' }, titleOf(r))),
      ' ',
      h('span', { class: 'quiet small' }, keyOf(r)),
      ' ',
      r.x ? stateMark('unknown', w('record.unread')) : worst < 0 ? stateMark('good', w('noneOpen')) : stateMark(gradeClass[worst], countsWords(counts)),
    ],
    () => recordBody(ns, i),
  );
}

function recordBody(ns, i) {
  const r = ns.records[i];
  const fact = (name, value) => (value ? [h('dt', {}, w(name)), h('dd', {}, value)] : []);
  const links = (name, all, item) => (all && all.length ? [h('dt', {}, w(name)), h('dd', {}, sliced(h('ul', {}), all, 10, (x) => h('li', {}, item(x))))] : []);
  const open = ns.byRecord.get(i) || [];
  return h(
    'dl',
    { class: 'facts' },
    fact('record', h('span', {}, h('code', {}, keyOf(r)))),
    fact('record.owner', h('bdi', { lang: '' }, ownerWords(ownerOf(r)))),
    fact('record.lapses', r.u),
    fact('record.place', placeOf(r) && h('code', {}, placeOf(r))),
    h('dt', {}, w('record.findings', { day: dayWords(state.day) })),
    h('dd', {}, open.length ? sliced(h('ul', { class: 'items' }), open, 10, (n) => findingOf(ns, n)) : stateMark('good', w('noneOpen'))),
    links('record.names', r.a, (link) => [link.r >= 0 ? recordLink(ns, link.r) : [quoted(link.m), ' ', stateMark('unknown', w('record.missing'))], ' ', h('code', { class: 'quiet small' }, link.f)].flat()),
    links('record.namedBy', namedBy(ns, i), (link) => [recordLink(ns, link.r), ' ', h('code', { class: 'quiet small' }, link.f)]),
    links('record.evidence', r.e, (d) => [
      h('code', {}, d.n),
      ' ',
      h('span', { class: 'uri', dir: 'ltr' }, d.u),
      ' ',
      stateMark({ same: 'good', there: 'hint', other: 'major', missing: 'minor', away: 'none' }[d.s], w('document.' + d.s)),
      d.h && ' ',
      d.h && h('code', { class: 'quiet small hash' }, d.h),
    ]),
  );
}

function findingOf(ns, n) {
  const f = ns.findings[n];
  const what = ns.whats[f.w];
  return h('li', {}, stateMark(gradeClass[f.g], w('grade.' + grades[f.g])), ' ', quoted(f.m + '. '), quoted(ns.remedies[f.y] + '. '), h('span', { class: 'rule', title: page.rules[what.rule] || '' }, what.rule + ' ' + what.reason));
}
