// Work by owner: what is open on the day, and what comes due while nobody acts. What sums
// up others, and what falls with others, is gone once those are done, and is not listed.

function workOf(ns, at) {
  const by = new Map();
  const of = (owner) => by.get(owner) || by.set(owner, { owner, open: [], due: [] }).get(owner);
  for (const i of openOn(ns, at)) {
    const f = ns.findings[i];
    if (!f.z && matches(ns, f)) of(ownerOf(ns.records[f.r])).open.push(i);
  }
  ns.days.slice(Math.max(at, ns.now) + 1).forEach((day) =>
    (day.arising || []).forEach((i) => {
      const f = ns.findings[i];
      if (!f.z && matches(ns, f)) of(ownerOf(ns.records[f.r])).due.push([i, day.on]);
    }),
  );
  const weight = (work) => work.open.length * 1e6 + work.due.length;
  return [...by.values()].sort((a, b) => !!a.owner - !!b.owner || weight(b) - weight(a) || (a.owner < b.owner ? -1 : 1));
}

function showWork(ns, at) {
  const body = $('work-body');
  const opened = new Set([...body.querySelectorAll('details[open]')].map((d) => d.dataset.owner));
  const all = workOf(ns, at);
  if (all.length === 0) {
    body.replaceChildren(h('p', {}, w('work.none')));
    return;
  }
  body.replaceChildren(
    sliced(h('div', {}), all, 20, (work) =>
      lazy(
        { 'data-owner': work.owner, open: opened.has(work.owner) || all.length === 1 },
        [h('strong', { lang: '' }, h('bdi', {}, ownerWords(work.owner))), ' ', h('span', { class: 'quiet' }, w('work.counts', { open: work.open.length, due: work.due.length }))],
        () => [
          work.open.length > 0 && h('h3', {}, w('work.open', { day: dayWords(state.day) })),
          work.open.length > 0 && sliced(h('ul', { class: 'items' }), work.open, 20, (i) => taskOf(ns, i)),
          work.due.length > 0 && h('h3', {}, w('work.due', { day: dayWords(page.until) })),
          work.due.length > 0 && sliced(h('ul', { class: 'items' }), work.due, 20, ([i, on]) => taskOf(ns, i, on)),
        ],
      ),
    ),
  );
}

function taskOf(ns, i, due) {
  const f = ns.findings[i];
  const when = due ? w('from', { day: dayWords(due) }) : f.s ? w('since', { day: dayWords(f.s) }) : w('open');
  return h('li', { class: 'item' }, h('span', { class: 'box', 'aria-hidden': 'true' }), ' ', stateMark(gradeClass[f.g], w('grade.' + grades[f.g])), ' ', h('span', { class: 'when' }, when), ' ', recordLink(ns, f.r), ': ', quoted(f.m + '. ' + ns.remedies[f.y] + '.'));
}
