// What shows what, and when.

// translate puts the page's own words that stand in the HTML into its language.
function translate() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll('[data-w]')) element.textContent = w(element.dataset.w);
}

// current is what is shown, for tests: the day, the verdict, and what is open.
function current() {
  const ns = namespaceNow();
  const at = dayAt(ns, state.day);
  return {
    day: state.day,
    verdict: ns.days[at].verdict,
    counts: ns.days[at].counts,
    points: ns.days[at].points,
    findings: openOn(ns, at).map((i) => keyOfFinding(ns, ns.findings[i])),
  };
}

let shownFor = '';
let later = 0;

// show shows the state. A drag shows the first screen at once and the rest when it rests.
function show(changes = {}) {
  const ns = namespaceNow();
  if (!ns) return;
  const at = dayAt(ns, state.day);
  const of = ns.name + ' ' + language;
  if (shownFor !== of) {
    shownFor = of;
    translate();
    drawMarks(ns);
    buildFilters(ns);
    showPolicy(ns);
    showUnjudged(ns);
    showChoices(ns);
  }
  showSlider(ns, at);
  showVerdict(ns, ns.days[at]);
  showGrid(ns, ns.days[at]);
  showTodo(ns, ns.days[at], at);
  showChanges(ns, at);
  clearTimeout(later);
  later = 0;
  // What is below the first screen waits: at the start until that stands, and while the day
  // is dragged until the hand rests.
  const wait = 'day' in changes ? 120 : Object.keys(changes).length > 0 || state.record || location.hash ? -1 : 0;
  if (wait >= 0) later = setTimeout(() => showRest(ns, at), wait);
  else showRest(ns, at);
  document.title = (ns.organization || ns.name) + ': ' + w('verdict.' + ns.days[at].verdict) + ', ' + state.day;
}

function showRest(ns, at) {
  later = 0;
  const shown = openOn(ns, at).filter((i) => matches(ns, ns.findings[i]));
  showFilters(ns, at, shown.length);
  showBrief(ns);
  showPoints(ns, at, shown);
  showWork(ns, at);
  showDeadlines(ns);
  showMatrices(ns);
  showRecords(ns);
}

function showChoices(ns) {
  const several = page.namespaces.length > 1;
  $('namespaces').hidden = !several;
  $('namespace').replaceChildren(
    ...page.namespaces.map((n) => h('option', { value: n.name }, n.name + ' · ' + w('verdict.' + n.days[dayAt(n, state.day)].verdict))),
  );
  $('namespace').value = ns.name;
  $('languages').hidden = false;
  $('language').replaceChildren(...Object.keys(page.words).sort().reverse().map((code) => h('option', { value: code, lang: code }, page.words[code]['lang.' + code])));
  $('language').value = language;
}

// reach opens and shows a part of the page, and puts the focus there.
function reach(id) {
  const part = id && $(id);
  if (!part) return;
  if (part.fill) part.fill();
  part.scrollIntoView({ block: 'start' });
  const focus = part.querySelector('h2[tabindex], h3[tabindex], summary') || part;
  focus.focus({ preventScroll: true });
}

document.addEventListener('click', (e) => {
  const link = e.target.closest('a');
  if (!link || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
  const { point, section, record } = link.dataset;
  if (!point && !section && !record && !link.classList.contains('skip')) return;
  e.preventDefault();
  if (record) {
    go({ record });
    reach('chosen');
  } else if (point && state.point && state.point !== point) {
    go({ point: '' });
    reach(point);
  } else reach(point || section || 'now');
});

// Paper has no folds: what is printed is open.
let folded = [];
addEventListener('beforeprint', () => {
  folded = [...document.querySelectorAll('#brief-body details, #points-body > details, #work-body details')].filter((d) => !d.open);
  for (const details of folded) details.fill();
  for (const list of document.querySelectorAll('#brief-body .dated, #points-body .groups, #points-body .items, #work-body .items')) if (list.grow) list.grow(200);
});
addEventListener('afterprint', () => folded.forEach((details) => (details.open = false)));

function fromAddress() {
  const part = readAddress();
  settled = addressOf();
  show();
  if (state.record) reach('chosen');
  else reach(part);
}

if (page.namespaces.length > 0) {
  readAddress();
  startSlider();
  startFilters();
  $('namespace').addEventListener('change', (e) => go({ ns: e.target.value, record: '' }));
  $('language').addEventListener('change', (e) => {
    language = e.target.value;
    go({ lang: language });
  });
  addEventListener('popstate', fromAddress);
  fromAddress();
}
