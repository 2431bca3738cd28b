// The slider: a day of the year ahead, and of the past where the page has one, with a mark
// where something changes; a dot where commits changed records.

let said = 0;

function drawMarks(ns) {
  const span = Math.max(1, lastDay - firstDay);
  const at = (iso) => ((numberOf(iso) - firstDay) / span) * 100 + '%';
  const drawing = s('svg', { class: 'marks-drawing', width: '100%', height: '28', focusable: 'false' });
  ns.days.slice(1).forEach((day) => {
    const arising = (day.arising || []).concat(day.knockOn || []);
    const worst = arising.reduce((g, i) => Math.min(g, ns.findings[i].g), 5);
    const height = [24, 17, 13, 8, 6, 4][worst];
    const kind = worst === 5 ? 'none' : gradeClass[worst];
    if (worst < 5 || !day.commits) drawing.append(s('line', { class: 'mark ' + kind, x1: at(day.on), x2: at(day.on), y1: 28, y2: 28 - height }));
    if (day.commits) drawing.append(s('circle', { class: 'mark-commit', cx: at(day.on), cy: 25, r: 3 }));
  });
  if (hasPast) drawing.append(s('line', { class: 'mark now', x1: at(page.on), x2: at(page.on), y1: 28, y2: 0 }));
  if (ns.audit && ns.audit.on <= page.until) {
    drawing.append(s('line', { class: 'mark audit', x1: at(ns.audit.on), x2: at(ns.audit.on), y1: 28, y2: 0 }));
    drawing.append(s('text', { class: 'mark-audit', x: at(ns.audit.on), y: 9, dx: numberOf(ns.audit.on) - firstDay > span * 0.8 ? -4 : 4, 'text-anchor': numberOf(ns.audit.on) - firstDay > span * 0.8 ? 'end' : 'start' }, '◆ Audit'));
  }
  $('marks').replaceChildren(drawing);
}

// jump is the next or previous day on which something changes; the day itself without one.
function jump(ns, by) {
  const at = dayAt(ns, state.day);
  if (by > 0) return at + 1 < ns.days.length ? ns.days[at + 1].on : state.day;
  return ns.days[at].on < state.day ? ns.days[at].on : ns.days[Math.max(0, at - 1)].on;
}

const sliderWords = () => (hasPast ? w('sliderPast', { day: dayWords(page.on) }) : w('slider'));

function startSlider() {
  const range = $('range');
  range.max = lastDay - firstDay;
  $('slider').hidden = false;
  const dayOf = () => isoOf(firstDay + Number(range.value));
  range.addEventListener('input', () => go({ day: dayOf() }, true));
  range.addEventListener('change', () => go({ day: dayOf() }));
  range.addEventListener('keydown', (e) => {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[e.key];
    if (e.shiftKey && by) {
      e.preventDefault();
      go({ day: jump(namespaceNow(), by) });
    }
  });
  $('before').addEventListener('click', () => go({ day: jump(namespaceNow(), -1) }));
  $('after').addEventListener('click', () => go({ day: jump(namespaceNow(), 1) }));
  $('to-first').addEventListener('click', () => go({ day: page.on }));
  $('to-audit').addEventListener('click', () => go({ day: namespaceNow().audit.on }));
}

function showSlider(ns, at) {
  const range = $('range');
  const day = ns.days[at];
  const words = w('verdict.' + day.verdict) + (countsWords(day.counts) ? ': ' + countsWords(day.counts) : '');
  range.value = numberOf(state.day) - firstDay;
  range.setAttribute('aria-label', sliderWords());
  $('slider-name').textContent = sliderWords();
  if (hasPast) $('to-first').textContent = w('toNow');
  range.setAttribute('aria-valuetext', dayWords(state.day) + ', ' + words);
  $('day').textContent = dayWords(state.day);
  $('before').setAttribute('aria-label', w('before'));
  $('before').title = w('before');
  $('after').setAttribute('aria-label', w('after'));
  $('after').title = w('after');
  $('before').disabled = state.day === page.from;
  $('after').disabled = at === ns.days.length - 1;
  const audit = ns.audit && ns.audit.on <= page.until;
  $('to-audit').hidden = !audit;
  if (audit) $('to-audit').textContent = w('toAudit', { day: dayWords(ns.audit.on) });
  clearTimeout(said); // a drag passes many days; the one where it ends is told
  said = setTimeout(() => ($('said').textContent = dayWords(state.day) + ': ' + words), 400);
}
