// Deadlines: a row for each record on which something falls due, by kind, along the time
// of the slider.

function deadlinesOf(ns) {
  const rows = new Map();
  const of = (r) => rows.get(r) || rows.set(r, { r, events: [] }).get(r);
  ns.days.slice(ns.now + 1).forEach((day) => (day.arising || []).forEach((i) => !ns.findings[i].z && of(ns.findings[i].r).events.push({ on: day.on, g: ns.findings[i].g, i })));
  ns.records.forEach((r, i) => r.u && r.u >= page.on && r.u <= page.until && of(i).events.push({ on: r.u, g: -1 }));
  const kinds = new Map();
  for (const row of rows.values()) {
    row.events.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : b.g - a.g));
    const kind = ns.records[row.r].k;
    if (kinds.has(kind)) kinds.get(kind).push(row);
    else kinds.set(kind, [row]);
  }
  for (const list of kinds.values()) list.sort((a, b) => (a.events[0].on < b.events[0].on ? -1 : 1));
  return [...kinds].sort((a, b) => a[0] - b[0]);
}

// share is where a day is on the time ahead; one of before is at its edge.
const nowDay = numberOf(page.on);
const share = (iso) => Math.max(0, ((numberOf(iso) - nowDay) / Math.max(1, lastDay - nowDay)) * 100) + '%';

// scale is the months of the timeline.
function scale() {
  const drawing = s('svg', { class: 'scale', height: '18', width: '100%', 'aria-hidden': 'true', focusable: 'false' });
  const months = w('months').split(' ');
  for (let day = nowDay; day <= lastDay; day++) {
    const iso = isoOf(day);
    if (!iso.endsWith('-01')) continue;
    const month = +iso.slice(5, 7);
    drawing.append(s('line', { class: 'tick', x1: share(iso), x2: share(iso), y1: 0, y2: 18 }));
    if (month % 3 === 1) drawing.append(s('text', { class: 'tick-name', x: share(iso), y: 12, dx: 3 }, months[month - 1].slice(0, 3) + ' ' + iso.slice(0, 4)));
  }
  return drawing;
}

function deadlineRow(ns, row) {
  const words = row.events.map((e) => e.on + ' ' + (e.g < 0 ? w('deadlines.lapses') : w('grade.' + grades[e.g])));
  const drawing = s('svg', { class: 'lane', height: '18', width: '100%', role: 'img', 'aria-label': words.slice(0, 12).join(', ') });
  drawing.append(s('line', { class: 'today', x1: share(state.day), x2: share(state.day), y1: 0, y2: 18 }));
  drawing.append(s('line', { class: 'thread', x1: '0%', x2: '100%', y1: 9, y2: 9 }));
  for (const e of row.events) {
    const kind = e.g < 0 ? 'end' : gradeClass[e.g];
    drawing.append(s('text', { class: 'event ' + kind, x: share(e.on), y: 13, 'text-anchor': 'middle' }, s('title', {}, e.on), e.g < 0 ? '❙' : shapes[kind]));
  }
  const next = row.events.find((e) => e.on >= state.day) || row.events[row.events.length - 1];
  return h('li', { class: 'deadline' }, h('span', { class: 'deadline-name' }, recordLink(ns, row.r)), h('span', { class: 'deadline-next' }, next.on), drawing);
}

function showDeadlines(ns) {
  const body = $('deadlines-body');
  const kinds = deadlinesOf(ns)
    .map(([kind, rows]) => [kind, rows.filter((row) => recordMatches(ns, ns.records[row.r], row.r))])
    .filter(([, rows]) => rows.length > 0);
  const opened = new Map([...body.querySelectorAll('details')].map((d) => [d.dataset.kind, d.open]));
  body.replaceChildren(
    h('p', { class: 'quiet' }, kinds.length ? w('deadlines.intro', { from: dayWords(page.on), until: dayWords(page.until) }) : w('deadlines.none')),
    ...kinds.map(([kind, rows]) => {
      const name = page.kinds[kind].name;
      return lazy({ 'data-kind': name, class: 'deadline-kind', open: opened.has(name) ? opened.get(name) : rows.length <= 12 }, [h('strong', {}, name), ' ', h('span', { class: 'quiet' }, rows.length)], () => [
        h('div', { class: 'deadline-scale' }, scale()),
        sliced(h('ul', { class: 'lanes' }), rows, 12, (row) => deadlineRow(ns, row)),
      ]);
    }),
  );
}
