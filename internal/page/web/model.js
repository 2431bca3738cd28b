// What the page knows. A finding is there once, with the spans of days on which it is open.

const page = JSON.parse($('data').textContent);
const grades = ['Major', 'Minor', 'Unknown', 'Observation', 'Opportunity'];
const shapes = { major: '▲', minor: '◐', unknown: '?', hint: '◇', good: '●', none: '○' };
const gradeClass = ['major', 'minor', 'unknown', 'hint', 'hint'];
const verdictClass = { Conforming: 'good', MinorNonconformity: 'minor', MajorNonconformity: 'major', Unknown: 'unknown' };

const numberOf = (iso) => Date.UTC(+iso.slice(0, 4), +iso.slice(5, 7) - 1, +iso.slice(8, 10)) / 864e5;
const isoOf = (number) => new Date(number * 864e5).toISOString().slice(0, 10);
const firstDay = numberOf(page.from);
const hasPast = page.from < page.on;
const lastDay = numberOf(page.until);

// dayWords is a date in words of the page's language.
const dayWords = (iso) =>
  w('date', { d: +iso.slice(8, 10), m: w('months').split(' ')[+iso.slice(5, 7) - 1], y: iso.slice(0, 4) });

// dayAt is the place of the last day on which something changes, at a day or before it.
function dayAt(ns, iso) {
  let low = 0;
  let high = ns.days.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ns.days[middle].on <= iso) low = middle;
    else high = middle - 1;
  }
  return low;
}

const isOpen = (finding, at) => finding.o.some(([from, to]) => from <= at && at <= to);

// openOn are the places of the findings that are open on a day, by its place.
function openOn(ns, at) {
  if (ns.openAt !== at) {
    ns.openAt = at;
    ns.open = [];
    ns.findings.forEach((f, i) => isOpen(f, at) && ns.open.push(i));
    ns.byRecord = new Map();
    for (const i of ns.open) {
      const r = ns.findings[i].r;
      if (ns.byRecord.has(r)) ns.byRecord.get(r).push(i);
      else ns.byRecord.set(r, [i]);
    }
  }
  return ns.open;
}

// namedBy are the records that name each record, made when it is first asked for.
function namedBy(ns, record) {
  if (!ns.namers) {
    ns.namers = ns.records.map(() => []);
    ns.records.forEach((r, i) => (r.a || []).forEach((link) => link.r >= 0 && ns.namers[link.r].push({ r: i, f: link.f })));
  }
  return ns.namers[record];
}

const kindOf = (record) => page.kinds[record.k].name;
const keyOf = (record) => kindOf(record) + '/' + record.n;
const titleOf = (record) => record.t || record.n || kindOf(record) + ' (' + w('record.absent') + ')';
const ownerOf = (record) => record.o || '';
const ownerWords = (owner) => owner || w('nobody');
const placeOf = (record, line) => (record.f ? record.f + (line || record.l ? ':' + (line || record.l) : '') : '');

// countsWords says how many findings there are of each grade: "1 major, 2 minor".
const countsWords = (counts) =>
  counts.map((n, i) => (n > 0 ? n + '\u00a0' + w((n === 1 ? 'grade.' : 'grades.') + grades[i]) : '')).filter(Boolean).join(', ');

const countGrades = (ns, findings) => {
  const counts = [0, 0, 0, 0, 0];
  for (const i of findings) counts[ns.findings[i].g]++;
  return counts;
};

// haystack is all text by which a finding is found.
function haystack(ns, finding) {
  if (finding.hay === undefined) {
    const r = ns.records[finding.r];
    const what = ns.whats[finding.w];
    finding.hay = [what.rule, what.reason, finding.m, ns.remedies[finding.y], finding.f, keyOf(r), r.t, r.o, r.f].join(' ').toLowerCase();
  }
  return finding.hay;
}

function recordHaystack(record) {
  if (record.hay === undefined) record.hay = [keyOf(record), record.t, record.o, record.f].join(' ').toLowerCase();
  return record.hay;
}

// keyOfFinding is what makes a finding the same on two days, for tests.
const keyOfFinding = (ns, f) =>
  [ns.whats[f.w].rule, ns.whats[f.w].reason, grades[f.g], page.points[f.p].id, keyOf(ns.records[f.r]), f.f || '', f.m].join('|');
