// The first screen: verdict, points, what to do first, and what changes on the day.

const stateMark = (kind, words) => h('span', { class: 'state ' + kind }, h('span', { 'aria-hidden': 'true' }, shapes[kind]), ' ' + words);

const verdictMark = (verdict, counts) => [
  stateMark(verdictClass[verdict], w('verdict.' + verdict)),
  ' ',
  h('span', { class: 'counts' }, countsWords(counts)),
];

// pointState is how a point stands, in a shape and words.
function pointState(ns, day, i) {
  const { v, n } = day.points[i];
  if (ns.bases[i].rules.length === 0 && n.every((count) => count === 0)) return ['none', w('notAsked')];
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
    ...(!audit
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
  $('doubt').replaceChildren(
    ...(ns.notJudged === 0 && page.problemsTotal === 0
      ? []
      : [h('div', { class: 'banner' }, h('p', {}, h('strong', {}, w('doubt', { n: page.problemsTotal })), ' ', sectionLink('unjudged', w('seeThem'))))]),
  );
}

// holds says until when all stays as it is on the day.
function holds(ns) {
  const next = ns.days[dayAt(ns, state.day) + 1];
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

function showTodo(ns, day) {
  $('todo').replaceChildren(
    ...day.first.map(([i, n]) => {
      const f = ns.findings[i];
      const r = ns.records[f.r];
      return h(
        'li',
        {},
        stateMark(gradeClass[f.g], w('grade.' + grades[f.g])),
        ' ',
        quoted(ns.remedies[f.y]),
        ' ',
        h('span', { class: 'quiet' }, recordLink(ns, f.r), n > 1 ? ' ' + w('andMore', { n: n - 1 }) : '', ' → ', h('bdi', {}, ownerWords(ownerOf(r)))),
      );
    }),
  );
  if (day.first.length === 0) $('todo').append(h('li', { class: 'none' }, w('nothingToDo'), ' ', holds(ns)));
  $('policy-line').replaceChildren(...(ns.policy ? [sectionLink('policy', ns.policy)] : []));
}

// showChanges tells what lapses on the day, and below each what falls with it.
function showChanges(ns, at) {
  const day = ns.days[at];
  const box = $('changes');
  if (at === 0) {
    box.replaceChildren(h('p', { class: 'quiet' }, w('changesNone')));
    return;
  }
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
    list,
    ...(loose.length ? [h('p', { class: 'quiet falls-name' }, w('fallsSeveral')), sliced(h('ul', { class: 'falls' }), loose, 5, (n) => h('li', {}, brief(ns, n)))] : []),
    ...(day.resolved ? [h('p', { class: 'quiet falls-name' }, w('resolved')), sliced(h('ul', { class: 'falls' }), day.resolved, 5, (n) => h('li', {}, brief(ns, n)))] : []),
    ...(day.arising || day.knockOn || day.resolved ? [] : [h('p', {}, w('reworded'))]),
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
