// What the reader looks at. It is all in the address, so that the back button and a shared
// address bring it back.

const filterNames = ['point', 'grade', 'kind', 'owner', 'q'];
const state = { ns: '', day: page.on, record: '', lang: '', point: '', grade: '', kind: '', owner: '', q: '' };

const namespaceNow = () => page.namespaces.find((n) => n.name === state.ns) || page.namespaces[0];

// addressOf writes the state; what is as at first is left out.
function addressOf() {
  const parts = new URLSearchParams();
  if (state.ns && state.ns !== (page.namespaces[0] || {}).name) parts.set('ns', state.ns);
  if (state.day !== page.on) parts.set('day', state.day);
  if (state.lang && state.lang !== page.language) parts.set('lang', state.lang);
  for (const name of filterNames) if (state[name]) parts.set(name, state[name]);
  if (state.record) parts.set('record', state.record);
  return '#' + parts;
}

// readAddress takes the state from the address; what is not there is as at first. It
// returns the part of the page that a plain address such as #points names.
function readAddress() {
  const hash = location.hash.slice(1);
  const parts = new URLSearchParams(hash.includes('=') ? hash : '');
  const day = parts.get('day') || '';
  state.ns = parts.get('ns') || '';
  state.day = /^\d{4}-\d\d-\d\d$/.test(day) && day >= page.from && day <= page.until && isoOf(numberOf(day)) === day ? day : page.on;
  state.lang = parts.get('lang') || '';
  state.record = parts.get('record') || '';
  for (const name of filterNames) state[name] = parts.get(name) || '';
  language = page.words[state.lang] ? state.lang : page.language;
  return hash.includes('=') ? '' : hash;
}

// go changes the state and shows it. What a drag passes by replaces the address, so that
// the back button leads to where the reader was before it.
let settled = '';
function go(changes, passing) {
  Object.assign(state, changes);
  const address = addressOf();
  if (passing) history.replaceState(null, '', address);
  else if (address !== settled) {
    if (settled) history.replaceState(null, '', settled);
    history.pushState(null, '', address);
  }
  if (!passing) settled = address;
  show(changes);
}

const filtering = () => filterNames.some((name) => state[name]);

// matches reports whether a finding is among those that are to be shown.
function matches(ns, f) {
  const r = ns.records[f.r];
  return (
    (!state.point || page.points[f.p].id === state.point) &&
    (!state.grade || grades[f.g] === state.grade) &&
    (!state.kind || kindOf(r) === state.kind) &&
    (!state.owner || (state.owner === '-' ? !r.o : ownerOf(r) === state.owner)) &&
    (!state.q || haystack(ns, f).includes(state.q.toLowerCase()))
  );
}

// recordMatches is the same for a record: by what is open on it where point or grade count.
function recordMatches(ns, r, i) {
  if (state.kind && kindOf(r) !== state.kind) return false;
  if (state.owner && (state.owner === '-' ? r.o : ownerOf(r) !== state.owner)) return false;
  if (state.q && !recordHaystack(r).includes(state.q.toLowerCase())) return false;
  return !(state.point || state.grade) || (ns.byRecord.get(i) || []).some((n) => matches(ns, { ...ns.findings[n], hay: state.q.toLowerCase() }));
}
