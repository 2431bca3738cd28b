// The points, each with what is open and what its verdict rests on; and the line of words
// that says which findings are shown.

const sectionLink = (id, text) => h('a', { href: '#' + id, 'data-section': id }, text);

const recordLink = (ns, i) => {
  const r = ns.records[i];
  return h('a', { href: '#record=' + encodeURIComponent(keyOf(r)), 'data-record': keyOf(r) }, h('bdi', { lang: '' }, titleOf(r)));
};

function startFilters() {
  const form = $('filters');
  form.hidden = false;
  let typing = 0;
  form.addEventListener('submit', (e) => e.preventDefault());
  form.addEventListener('change', (e) => e.target.name && e.target.name !== 'q' && go({ [e.target.name]: e.target.value }));
  form.addEventListener('input', (e) => {
    if (e.target.name !== 'q') return;
    clearTimeout(typing);
    typing = setTimeout(() => go({ q: e.target.value.trim() }, true), 150);
  });
}

// owners are those of a namespace who answer for a record, by their names.
const owners = (ns) => (ns.owners ||= [...new Set(ns.records.map(ownerOf))].filter(Boolean).sort());

function buildFilters(ns) {
  const choice = (name, options) =>
    h(
      'label',
      { class: 'word' },
      h('span', { class: 'unseen' }, w('filter.' + name)),
      h('select', { name, id: 'filter-' + name }, h('option', { value: '' }, w('filter.all.' + name)), options.map(([value, text]) => h('option', { value }, text))),
    );
  const kinds = [...new Set(ns.records.map(kindOf))];
  $('filters').replaceChildren(
    h('span', { id: 'filters-name' }, w('filter.name')),
    choice('point', page.points.map((p) => [p.id, p.id + ' ' + w('point.' + p.id)])),
    choice('grade', grades.map((g) => [g, w('grade.' + g)])),
    choice('kind', kinds.map((k) => [k, k])),
    choice('owner', [['-', w('nobody')], ...owners(ns).slice(0, 500).map((o) => [o, o])]),
    h('label', { class: 'word' }, h('span', {}, w('filter.text') + ' '), h('input', { type: 'search', name: 'q', id: 'filter-q', autocomplete: 'off', spellcheck: 'false' })),
    h('span', { id: 'filter-count', class: 'quiet' }),
    h('button', { type: 'button', class: 'link', id: 'filter-clear', onclick: () => go(Object.fromEntries(filterNames.map((name) => [name, '']))) }, w('filter.clear')),
  );
}

function showFilters(ns, at, shown) {
  for (const name of ['point', 'grade', 'kind', 'owner']) {
    const select = $('filter-' + name);
    if (state[name] && ![...select.options].some((o) => o.value === state[name])) select.append(h('option', { value: state[name] }, state[name]));
    select.value = state[name];
  }
  if (document.activeElement !== $('filter-q')) $('filter-q').value = state.q;
  const hidden = openOn(ns, at).length - shown;
  $('filter-count').textContent = hidden ? w('filter.hidden', { shown, hidden }) : w('filter.none', { shown });
  $('filter-clear').hidden = !filtering();
}

// groups puts findings of one problem together: what is to be done once is told once.
function groupsOf(ns, findings) {
  const groups = new Map();
  for (const i of findings) {
    const f = ns.findings[i];
    const key = f.g + ' ' + f.w + ' ' + (f.z ? i : '');
    if (groups.has(key)) groups.get(key).push(i);
    else groups.set(key, [i]);
  }
  return [...groups.values()].sort((a, b) => ns.findings[a[0]].g - ns.findings[b[0]].g || b.length - a.length);
}

function showPoints(ns, at, shown) {
  const day = ns.days[at];
  const opened = new Set([...$('points-body').querySelectorAll('details.point[open]')].map((d) => d.id));
  const byPoint = page.points.map(() => []);
  for (const i of shown) byPoint[ns.findings[i].p].push(i);
  $('points-body').replaceChildren(
    ...page.points.map((p, i) => {
      const [kind, words] = pointState(ns, day, i);
      const details = lazy(
        { id: p.id, class: 'point', open: opened.has(p.id) || (state.point === p.id && filtering()) },
        [h('span', { class: 'id' }, p.id), ' ', h('span', { class: 'title' }, w('point.' + p.id)), ' ', stateMark(kind, words), ' ', h('span', { class: 'quiet small' }, clauseWords(p.clause))],
        () => [findingGroups(ns, byPoint[i], day), basisOf(ns, i)],
      );
      return !state.point || state.point === p.id ? details : null;
    }).filter(Boolean),
  );
}

const clauseWords = (clause) => w('clause') + ' ' + clause;

function findingGroups(ns, findings) {
  if (findings.length === 0) return h('p', {}, filtering() ? w('matchNone') : w('noneOpen'));
  return sliced(h('div', { class: 'groups' }), groupsOf(ns, findings), 20, (group) => groupOf(ns, group));
}

function groupOf(ns, group) {
  const f = ns.findings[group[0]];
  const what = ns.whats[f.w];
  const head = h(
    'p',
    { class: 'group-head' },
    stateMark(gradeClass[f.g], w('grade.' + grades[f.g])),
    ' ',
    h('strong', { lang: 'en' }, ns.remedies[f.y]),
    ' ',
    group.length > 1 && h('span', { class: 'quiet' }, w('records', { n: new Set(group.map((i) => ns.findings[i].r)).size }) + ' '),
    h('span', { class: 'rule', lang: 'en', title: page.rules[what.rule] || '' }, what.rule + ' ' + what.reason),
  );
  return h('div', { class: 'group' }, head, sliced(h('ul', { class: 'items' }), group, 5, (i) => itemOf(ns, i, f.y)));
}

// itemOf is a finding: the record, what was found, who answers, since when, and where.
function itemOf(ns, i, remedy) {
  const f = ns.findings[i];
  const r = ns.records[f.r];
  const place = placeOf(r, f.l);
  return h(
    'li',
    { class: 'item' },
    recordLink(ns, f.r),
    ' ',
    quoted(f.m + '.'),
    ' ',
    f.y !== remedy && quoted(ns.remedies[f.y] + '. '),
    h(
      'span',
      { class: 'quiet small' },
      '→ ',
      h('bdi', { lang: '' }, ownerWords(ownerOf(r))),
      f.s && ' · ' + w('since', { day: dayWords(f.s) }),
      f.f && ' · ',
      f.f && h('code', {}, f.f),
      place && ' · ',
      place && h('span', { class: 'place' }, place),
    ),
  );
}
