'use strict';
// How everything is put on the page: text always as text, never as HTML.

const $ = (id) => document.getElementById(id);
const NS = 'http://www.w3.org/2000/svg';

function fillElement(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat().filter((c) => c !== undefined && c !== null && c !== false && c !== ''));
  return element;
}

// h makes an element, s one of a drawing.
const h = (tag, attributes, ...children) => fillElement(document.createElement(tag), attributes, children);
const s = (tag, attributes, ...children) => fillElement(document.createElementNS(NS, tag), attributes, children);

// quoted is text of a record or a rule, whose direction is its own.
const quoted = (text, tag = 'span') => h(tag, { class: 'text', dir: 'auto', lang: 'en' }, text);

let language = 'en';
const w = (key, values) => {
  const text = page.words[language][key];
  return values ? text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all)) : text;
};

// sliced shows a list in slices, so that ten thousand entries are no ten thousand elements.
function sliced(container, list, size, row) {
  let shown = 0;
  const more = h('button', { type: 'button', class: 'link more', onclick: () => grow(size, true) });
  const grow = (n, focus) => {
    const rows = list.slice(shown, shown + n).map(row);
    shown += rows.length;
    container.append(...rows);
    if (focus && rows[0]) {
      rows[0].tabIndex = -1;
      rows[0].focus({ preventScroll: true });
    }
    const left = list.length - shown;
    more.textContent = w('more', { n: Math.min(size, left), total: list.length });
    if (left > 0) container.after(more);
    else more.remove();
  };
  queueMicrotask(() => grow(0)); // once the container is on the page, the button can stand after it
  grow(size);
  container.grow = grow;
  return container;
}

// lazy is a part that folds, whose content is made when it is opened.
function lazy(attributes, summary, content) {
  const body = h('div', { class: 'fold' });
  const details = h('details', attributes, h('summary', {}, summary), body);
  const fill = () => {
    if (details.open && !body.hasChildNodes()) body.append(...[content()].flat().filter(Boolean));
  };
  details.addEventListener('toggle', fill);
  details.fill = () => {
    details.open = true;
    fill();
  };
  if (details.open) fill();
  return details;
}

// copyText puts text on the clipboard, also where a browser has no such interface.
function copyText(text, button) {
  const done = () => {
    button.textContent = w('copied');
    setTimeout(() => (button.textContent = w('copy')), 1500);
  };
  const old = () => {
    const area = h('textarea', { class: 'unseen' });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
    done();
  };
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, old);
  else old();
}

// csv is RFC 4180; a cell that a spreadsheet would run is text.
const csv = (rows) =>
  rows.map((row) => row.map((cell) => '"' + (/^[=+\-@\t\r]/.test(cell) ? "'" + cell : cell).replace(/"/g, '""') + '"').join(',')).join('\r\n') + '\r\n';
