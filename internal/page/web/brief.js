// For top management: the verdicts, what there is to decide, what lapses, what waits, and what an
// interviewer asks whom. It is of the day that the page opens with, whatever the slider shows.

// phrase is a text of a record or a rule, or words of the page in whose gaps such texts stand.
const phrase = ({ k, v }) => (k ? h('span', { dir: 'auto' }, w(k, v || [])) : quoted((v || []).join('')));

let briefFor = '';
function showBrief(ns) {
  const of = ns.name + ' ' + language;
  if (briefFor === of) return;
  briefFor = of;
  const b = ns.brief;
  const until = dayWords(b.until);
  $('brief-body').replaceChildren(
    h('p', { class: 'quiet' }, w('asOf', { day: dayWords(page.on) })),
    briefVerdicts(ns, b),
    ...part(w('brief.decisions'), b.decisions, w('brief.noDecisions'), 12, (d) => dated(d.by, decision(ns, d), d.a), b.money && w('brief.money', { sums: b.money.join(' ' + w('brief.and') + ' ') })),
    ...part(w('brief.lapses', { day: until }), b.lapses, w(b.until > page.on ? 'brief.noLapses' : 'brief.noDays'), 10, ([day, i]) => dated(ns.days[day].on, finding(ns, i))),
    ...part(w('brief.waiting'), b.waiting, w('brief.noWaiting'), 6, (r) => h('li', {}, waiting(ns, r))),
    ...part(w('brief.loaded'), b.loaded, w('brief.noLoaded'), 5, (i) => h('li', {}, finding(ns, i))),
    h('h3', {}, w('brief.interviews')),
    b.interviews ? sliced(h('div', {}), b.interviews, 20, (one) => interview(ns, one)) : h('p', {}, w('brief.noInterviews')),
  );
}

// briefVerdicts are those of the day that the page opens with and of the last that is looked at.
function briefVerdicts(ns, b) {
  const now = ns.days[ns.now];
  const then = ns.days[dayAt(ns, b.until)];
  const fact = (name, day, verdict, counts) => [h('dt', {}, name), h('dd', {}, ...verdictMark(verdict, counts), h('span', { class: 'quiet' }, ' · ' + dayWords(day)))];
  return h(
    'dl',
    { class: 'facts' },
    fact(w('brief.today'), page.on, now.verdict, now.counts),
    ns.audit ? fact(w('onAudit'), ns.audit.on, ns.audit.verdict, ns.audit.counts) : b.until > page.on ? fact(w('brief.until', { day: dayWords(b.until) }), b.until, then.verdict, then.counts) : [],
  );
}

// part is a part of the brief: its heading, and a list or that there is nothing in it.
const part = (title, list, none, size, row, before) => [
  h('h3', {}, title),
  list && before ? h('p', {}, before) : '',
  list ? sliced(h('ul', { class: 'dated' }), list, size, row) : h('p', {}, none),
];

// dated is an entry with its day before it and an amount after it, where there are any.
const dated = (on, text, amount) =>
  h('li', {}, h('span', { class: 'when' }, on ? dayWords(on) : w('brief.undated')), h('span', { class: 'what' }, text), amount && h('strong', { class: 'amount' }, amount));

// keyLink leads to a record by its kind and name, where the words before it tell its title.
const keyLink = (ns, i) => {
  const key = keyOf(ns.records[i]);
  return h('a', { class: 'small', href: '#record=' + encodeURIComponent(key), 'data-record': key }, h('bdi', { lang: '' }, key));
};

const decision = (ns, d) => [phrase(d.w), d.y && ': ', d.y && phrase(d.y), ' ', keyLink(ns, d.r)];

const finding = (ns, i) => {
  const f = ns.findings[i];
  return [recordLink(ns, f.r), ': ', quoted(f.m), ' ', h('span', { class: 'quiet' }, '→ ', h('bdi', { lang: '' }, ownerWords(ownerOf(ns.records[f.r]))))];
};

const waiting = (ns, r) => [
  recordLink(ns, r.r),
  ' ',
  h('strong', {}, w('rating.' + r.g) || r.g),
  ' ' + w('brief.waitsFor') + ' ',
  ...r.n.flatMap((d, i) => [i > 0 && '; ', recordLink(ns, d.r), d.a && ' (' + d.a + ')']),
];

function interview(ns, one) {
  const acts = one.a || [];
  return lazy(
    { class: 'interview' },
    [h('strong', {}, h('bdi', { lang: '' }, titleOf(ns.records[one.r]))), ' ', quoted(one.o.join(', ')), ' ', h('span', { class: 'quiet' }, w('brief.counts', { questions: one.q.length, acts: acts.length }))],
    () => [
      h('ul', { class: 'questions' }, one.q.map((q) => h('li', {}, phrase(q)))),
      h('h4', {}, acts.length ? w('brief.acts') : w('brief.noActs')),
      acts.length > 0 && sliced(h('ul', { class: 'dated' }), acts, 5, (a) => dated(a.on, [phrase(a.w), ' ', keyLink(ns, a.r), h('br', {}), a.y ? quoted(a.y) : h('span', { class: 'quiet' }, w('brief.noReason'))])),
    ],
  );
}
