// The first screen: verdict, points, what to do first, and what changes on the day.

const stateMark = (kind, words) => h('span', { class: 'state ' + kind }, h('span', { 'aria-hidden': 'true' }, shapes[kind]), '\u00a0' + words);

const verdictMark = (verdict, counts) => [
  stateMark(verdictClass[verdict], w('verdict.' + verdict)),
  ' ',
  h('span', { class: 'counts' }, countsWords(counts)),
];

// pointState is how a point stands, in a shape and words.
function pointState(ns, day, i) {
  const { v, n } = day.points[i];
  if (state.day >= page.on && ns.bases[i].rules.length === 0 && n.every((count) => count === 0)) return ['none', w('notAsked')];
  if (v === 'Conforming') return ['good', w('conforms')];
  return [verdictClass[v], countsWords(n.slice(0, 3)) || w('verdict.' + v)];
}

function showVerdict(ns, day) {
  $('organization').textContent = ns.organization || ns.name;
  $('verdict').dataset.verdict = day.verdict;
  $('verdict').replaceChildren(...verdictMark(day.verdict, day.counts));
  $('verdict-day').textContent = dayWords(state.day) + ' · ' + holds(ns);
  const audit = ns.audit;
  $('audit').replaceChildren(
    ...(state.day < page.on
      ? []
      : !audit
      ? [h('p', { class: 'quiet' }, w('noAudit'))]
      : audit.on === state.day
        ? [h('p', { class: 'audit-verdict' }, w('isAudit'))]
        : audit.on < state.day
          ? []
          : [
              h('p', { class: 'audit-verdict' }, w('onAudit') + ': ', ...verdictMark(audit.verdict, audit.counts)),
              h('p', { class: 'quiet' }, dayWords(audit.on)),
            ]),
  );
  if (state.day < page.on) {
    $('doubt').replaceChildren(...(day.notJudged ? [h('div', { class: 'banner' }, h('p', {}, h('strong', {}, w('doubtThen', { n: day.notJudged }))))] : []));
    return;
  }
  $('doubt').replaceChildren(
    ...(ns.notJudged === 0 && page.problemsTotal === 0
      ? []
      : [h('div', { class: 'banner' }, h('p', {}, h('strong', {}, w('doubt', { n: page.problemsTotal })), ' ', sectionLink('unjudged', w('seeThem'))))]),
  );
}

// holds says until when all stays as it is on the day.
function holds(ns) {
  const next = ns.days[dayAt(ns, state.day) + 1];
  if (state.day < page.on) return w('stayedUntil', { day: dayWords(isoOf(numberOf(next.on) - 1)) });
  return next ? w('untilDay', { day: dayWords(isoOf(numberOf(next.on) - 1)) }) : w('untilEnd', { day: dayWords(page.until) });
}

let wordsBefore = [];
function showGrid(ns, day) {
  const words = page.points.map((_, i) => pointState(ns, day, i));
  $('grid').replaceChildren(
    ...page.points.map((p, i) =>
      h(
        'li',
        { class: wordsBefore[i] && wordsBefore[i] !== words[i].join() ? 'changed' : '', 'data-verdict': day.points[i].v, 'data-counts': day.points[i].n.join() },
        h(
          'a',
          { href: '#' + p.id, 'data-point': p.id },
          h('span', { class: 'id' }, p.id),
          ' ',
          h('span', { class: 'title' }, w('point.' + p.id)),
          ' ',
          stateMark(words[i][0], words[i][1]),
        ),
      ),
    ),
  );
  wordsBefore = words.map((pair) => pair.join());
}

const maxFirst = 5;

// comingUp are what arises by itself after a day, the next first: what to do once nothing
// graver is left.
function comingUp(ns, at, n) {
  const all = [];
  for (let i = Math.max(at, ns.now) + 1; i < ns.days.length && all.length < n; i++) {
    for (const f of ns.days[i].arising || []) if (!ns.findings[f].z && all.length < n) all.push([f, ns.days[i].on]);
  }
  return all;
}

function showTodo(ns, day, at) {
  const first = day.first.map(([i, n]) => todo(ns, i, n > 1 && w('andMore', { n: n - 1 })));
  const none = day.first.length === 0 && h('li', { class: 'none' }, w('nothingToDo'));
  const next = comingUp(ns, at, maxFirst - first.length).map(([i, on]) => todo(ns, i, w('from', { day: dayWords(on) })));
  $('todo').replaceChildren(...[none, ...first, ...next].filter(Boolean));
  $('policy-line').replaceChildren(...(ns.policy ? [sectionLink('policy', ns.policy)] : []));
  $('observed-line').replaceChildren(...(ns.observed ? [quoted(ns.observed)] : []));
}

function todo(ns, i, when) {
  const f = ns.findings[i];
  return h(
    'li',
    {},
    stateMark(gradeClass[f.g], w('grade.' + grades[f.g])),
    ' ',
    quoted(ns.remedies[f.y]),
    ' ',
    h('span', { class: 'quiet' }, recordLink(ns, f.r), when && ' ' + when, ' → ', h('bdi', { lang: '' }, ownerWords(ownerOf(ns.records[f.r])))),
  );
}

// showChanges tells what lapses on the day, and below each what falls with it.
function showChanges(ns, at) {
  const day = ns.days[at];
  const box = $('changes');
  const still = !day.arising && !day.knockOn && !day.resolved;
  box.hidden = at === 0 || (at === ns.now && still && !day.commits);
  if (box.hidden) return;
  const exact = day.on === state.day;
  const title = exact ? w('changesOn', { day: dayWords(day.on) }) : w('changesSince', { day: dayWords(day.on) });
  const { under, loose } = fallen(ns, day);
  const list = h('ul', { class: 'lapses' });
  sliced(list, day.arising || [], 8, (i) => {
    const falls = under.get(i) || [];
    return h('li', {}, brief(ns, i), falls.length > 0 && h('p', { class: 'quiet falls-name' }, w('falls')), falls.length > 0 && sliced(h('ul', { class: 'falls' }), falls, 5, (n) => h('li', {}, brief(ns, n))));
  });
  box.replaceChildren(
    h('h3', {}, title),
    ...(day.commits ? [h('p', { class: 'quiet falls-name' }, w('commits')), sliced(h('ul', { class: 'commits' }), day.commits, 5, (c) => h('li', {}, h('code', {}, c.h), ' ', quoted(c.s)))] : []),
    list,
    ...(loose.length ? [h('p', { class: 'quiet falls-name' }, w('fallsSeveral')), sliced(h('ul', { class: 'falls' }), loose, 5, (n) => h('li', {}, brief(ns, n)))] : []),
    ...(day.resolved ? [h('p', { class: 'quiet falls-name' }, w('resolved')), sliced(h('ul', { class: 'falls' }), day.resolved, 5, (n) => h('li', {}, brief(ns, n)))] : []),
    ...(still ? [h('p', {}, w(at > ns.now ? 'reworded' : 'unmoved'))] : []),
  );
}

// fallen puts what falls below that which lapses and which its record names, or is named
// by; what cannot be told is loose.
function fallen(ns, day) {
  const under = new Map();
  const loose = [];
  const lapsed = new Map();
  for (const i of day.arising || []) if (!lapsed.has(ns.findings[i].r)) lapsed.set(ns.findings[i].r, i);
  for (const i of day.knockOn || []) {
    const r = ns.findings[i].r;
    const near = (ns.records[r].a || []).map((link) => link.r).concat(namedBy(ns, r).map((link) => link.r));
    const causes = [...new Set(near)].filter((n) => lapsed.has(n));
    const cause = causes.length === 1 ? lapsed.get(causes[0]) : lapsed.size === 1 ? [...lapsed.values()][0] : -1;
    if (cause < 0 || ns.findings[i].z) loose.push(i);
    else if (under.has(cause)) under.get(cause).push(i);
    else under.set(cause, [i]);
  }
  return { under, loose };
}

const brief = (ns, i) => {
  const f = ns.findings[i];
  return [stateMark(gradeClass[f.g], w('grade.' + grades[f.g])), ' ', recordLink(ns, f.r), ': ', quoted(f.m)];
};
