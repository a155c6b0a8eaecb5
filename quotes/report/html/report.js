// Filters and sorts the rows, and leads from each to its place in the text and back. The page can be read without it.
// The filters stand in the address, behind the row: "#a1-q3?speaker=Ana+Pereira", so that a view can be sent on.
'use strict';

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const form = document.getElementById('filters');
const stacked = matchMedia('(max-width: 799px)'); // the table stands below the text, as report.css has it
const collator = new Intl.Collator('en', { numeric: true, ignorePunctuation: true });
const rows = new Map(); // by id
const marks = new Map(); // by element
const articles = all('article').map(readArticle);
const choices = readChoices();
const SETTLING = 500; // milliseconds in which heights may change after a jump
let current = null; // the row whose place is highlighted

// Reading the page

function readArticle(element) {
  const article = { element, title: element.querySelector('h2').textContent, rows: [], marks: [] };
  for (const body of all('.found tbody', element)) article.rows.push(readRow(body, article));
  for (const mark of all('.text mark', element)) article.marks.push(readMark(mark, element.id));
  return article;
}

function readRow(body, article) {
  const line = body.rows[0];
  line.tabIndex = -1;
  line.querySelector('a').tabIndex = -1; // the row does what this does
  const row = {
    body,
    line,
    article,
    number: article.rows.length,
    keys: Object.fromEntries([...line.cells].map((cell) => [cell.className, cell.dataset.key ?? cell.textContent])),
    speaker: line.querySelector('.speaker b').textContent,
    confidence: parseInt(line.querySelector('.confidence').textContent, 10),
    words: plain(all('.speaker, .verb, .quote, .verdict, .comparison', body).map((cell) => cell.textContent).join(' ')),
    label: document.getElementById(body.id.replace('-q', '-t')),
    marks: [],
    shown: true,
  };
  rows.set(body.id, row);
  return row;
}

function readMark(element, article) {
  const parts = element.dataset.q.split(' ').map((part) => ({
    role: part[0],
    row: rows.get(`${article}-q${part.slice(1)}`),
  }));
  const mark = { element, parts };
  for (const { row } of parts) row.marks.push(mark);
  marks.set(element, mark);
  return mark;
}

function plain(text) {
  const straight = text.replace(/[‘’‚‛ʹʼ′＇`´]/g, "'").replace(/[“”„‟″＂«»]/g, '"');
  return straight.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

// Filters

function filter() {
  const wanted = new FormData(form);
  const tests = testsOf(wanted);
  for (const row of rows.values()) setShown(row, tests.every(([, keeps]) => keeps(row)));
  count(tests);
  for (const article of articles) {
    article.marks.forEach(paint);
    const narrowed = article.rows.some((row) => !row.shown && !row.body.dataset.fold);
    const none = article.rows.length > 0 && !article.rows.some((row) => row.shown);
    article.element.classList.toggle('none', narrowed && none);
    if (article.rows.length) article.element.querySelector('.passed').hidden = !none;
    rove(article);
  }
  for (const button of all('.speakers button')) {
    button.setAttribute('aria-pressed', button.textContent === wanted.get('speaker'));
  }
  const number = [...rows.values()].filter((row) => row.shown).length;
  form.elements.shown.value = `${number} of ${rows.size} shown`;
  form.elements.least.value = `${wanted.get('confidence')}%`;
  tellAddress();
}

/** What a row must pass, by the name of the control that asks for it. */
function testsOf(wanted) {
  const types = wanted.getAll('type');
  const folds = wanted.getAll('fold');
  const speaker = wanted.get('speaker');
  const verdict = wanted.get('verdict');
  const least = Number(wanted.get('confidence'));
  const words = plain(wanted.get('text')).split(/\s+/);
  return [
    ['type', (row) => types.includes(row.body.dataset.type)],
    ['fold', (row) => !row.body.dataset.fold || folds.includes(row.body.dataset.fold)],
    ['speaker', (row) => !speaker || row.speaker === speaker],
    ['verdict', (row) => !verdict || isJudged(row.body, verdict)],
    ['confidence', (row) => row.confidence >= least],
    ['text', (row) => words.every((word) => row.words.includes(word))],
  ];
}

/** Tells beside each choice how many rows it would show, all other filters as they are. */
function count(tests) {
  for (const choice of choices) {
    const others = tests.filter(([name]) => name !== choice.name);
    let number = 0;
    for (const row of rows.values()) if (choice.has(row) && others.every(([, keeps]) => keeps(row))) number += 1;
    choice.tell(number);
  }
}

function choiceOf(name, value) {
  if (name === 'speaker') return (row) => row.speaker === value;
  if (name === 'verdict') return (row) => isJudged(row.body, value);
  return (row) => row.body.dataset[name] === value;
}

function readChoices() {
  const boxes = all('[type=checkbox]', form).map((box) => {
    const number = box.parentElement.querySelector('small');
    return { name: box.name, has: choiceOf(box.name, box.value), tell: (n) => (number.textContent = n) };
  });
  const options = all('option:not([value=""])', form).map((option) => {
    const name = option.parentElement.name;
    const words = option.textContent.replace(/ \(\d+\)$/, '');
    return { name, has: choiceOf(name, option.value), tell: (n) => (option.textContent = `${words} (${n})`) };
  });
  return [...boxes, ...options];
}

function isJudged(body, verdict) {
  return verdict === 'grave' ? body.className.includes('grave') : (body.dataset.verdict ?? 'none') === verdict;
}

function setShown(row, shown) {
  if (row.shown === shown) return;
  row.shown = shown;
  row.body.hidden = !shown;
  if (row.label) row.label.hidden = !shown;
}

function paint({ element, parts }) {
  const shown = parts.filter(({ row }) => row.shown);
  const own = shown.filter(({ row }) => row === current);
  const roles = (own.length ? own : shown).map(({ role }) => role);
  const classes = new Set(roles);
  if (roles.filter((role) => 'dmi'.includes(role)).length > 1) classes.add('deep');
  if (own.length) classes.add('on');
  const style = [...classes].join(' ');
  if (element.className !== style) element.className = style;
}

function showAll() {
  for (const row of rows.values()) setShown(row, true);
  for (const article of articles) {
    article.marks.forEach(paint);
    article.element.classList.remove('none');
  }
}

function clear() {
  form.reset();
  filter();
}

function choose(name, value) {
  form.elements[name].value = value;
  filter();
}

// The address

const untouched = new FormData(form);
const FILTERS = ['text', 'speaker', 'type', 'fold', 'verdict', 'confidence'];

/** The filters that are not as they were at first. */
function asked() {
  const now = new FormData(form);
  const changed = FILTERS.filter((name) => String(now.getAll(name)) !== String(untouched.getAll(name)));
  const values = (name) => (now.has(name) ? now.getAll(name) : ['']);
  return new URLSearchParams(changed.flatMap((name) => values(name).map((value) => [name, value])));
}

function tellAddress() {
  const filters = String(asked());
  const view = filters ? `?${filters}` : '';
  const place = current ? current.body.id : '';
  history.replaceState(history.state, '', place || view ? `#${place}${view}` : location.href.split('#')[0]);
}

/** Sets the filters as an address has them; returns the rest of its fragment, a place in the page. */
function openView() {
  const [place, view] = location.hash.slice(1).split('?');
  if (view !== undefined) {
    const wanted = new URLSearchParams(view);
    form.reset();
    for (const control of form.elements) {
      if (!FILTERS.includes(control.name) || !wanted.has(control.name)) continue;
      if (control.type === 'checkbox') control.checked = wanted.getAll(control.name).includes(control.value);
      else control.value = wanted.get(control.name);
      if (control.selectedIndex < 0) control.value = ''; // nobody of that name is here
    }
    filter();
  }
  return place;
}

// Sorting

function sort(article, head) {
  const heads = all('th', head.parentElement);
  const direction = head.ariaSort === 'ascending' ? -1 : 1;
  const column = head.className;
  article.rows.sort(
    (a, b) => direction * collator.compare(a.keys[column], b.keys[column]) || a.number - b.number,
  );
  head.closest('table').append(...article.rows.map((row) => row.body));
  for (const other of heads) other.ariaSort = 'none';
  head.ariaSort = direction > 0 ? 'ascending' : 'descending';
  rove(article);
}

// From the table to the text and back

function show(row, side) {
  select(row);
  scroll(row, side);
  const watch = new ResizeObserver(() => scroll(row, side)); // what comes into sight takes its real height only then
  watch.observe(row.article.element);
  setTimeout(() => watch.disconnect(), SETTLING);
  if (side !== 'text') row.line.focus({ preventScroll: true });
}

function scroll(row, side) {
  if (side !== 'row') row.label?.scrollIntoView({ block: 'center' });
  if (side === 'row' || !stacked.matches) row.body.scrollIntoView({ block: stacked.matches ? 'center' : 'nearest' });
}

function select(row) {
  const before = current;
  current = row;
  if (row && !row.shown) reveal(row);
  for (const other of [before, row].filter(Boolean)) {
    other.marks.forEach(paint);
    other.body.classList.toggle('on', other === row);
    other.label?.classList.toggle('on', other === row);
    other.line.ariaCurrent = other === row ? 'true' : null;
  }
  if (row) rove(row.article, row);
  tellAddress();
}

function reveal(row) {
  form.reset();
  unfold(row.body.dataset.fold);
  filter();
}

/** Ticks the box that shows what is folded away there, or all of them. */
function unfold(fold) {
  for (const box of all('[name=fold]', form)) box.checked ||= !fold || box.value === fold;
}

function rowOf(hash) {
  return rows.get(hash.slice(1).replace('-t', '-q'));
}

function openFragment() {
  const place = openView();
  const row = rowOf(`#${place}`);
  if (row) show(row, 'both');
  else if (place && location.hash.includes('?')) document.getElementById(place)?.scrollIntoView();
}

/** The innermost attribution at a mark, or the one around that which is already highlighted. */
function pick(mark) {
  const shown = mark.parts.map(({ row }) => row).filter((row) => row.shown);
  const inwards = [...new Set(shown)].reverse();
  return inwards[(inwards.indexOf(current) + 1) % inwards.length];
}

function follow(element) {
  const link = element.closest('a[href^="#a"]');
  if (link) return [rowOf(link.hash), link.closest('.text') ? 'row' : link.closest('.found') ? 'text' : 'both'];
  const mark = marks.get(element.closest('mark'));
  if (mark) return [pick(mark), 'row'];
  return [rows.get(element.closest('.found tbody')?.id), 'text'];
}

function onClick(event) {
  const copying = !getSelection().isCollapsed;
  if (copying || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const [row, side] = follow(event.target);
  if (!row) return;
  event.preventDefault();
  show(row, side);
}

// Keys

/** One row of a table can be reached by Tab, the others by arrows from there. */
function rove(article, row = article.rows.find((other) => other.shown)) {
  for (const other of article.rows) {
    const index = other === row ? 0 : -1;
    if (other.line.tabIndex !== index) other.line.tabIndex = index;
  }
}

function onKey(event) {
  if (event.key === 'Escape') letGo();
  const row = rows.get(event.target.parentElement?.id);
  if (!row || event.target !== row.line || event.altKey || event.ctrlKey || event.metaKey) return;
  const next = event.key === 'Enter' || event.key === ' ' ? row : neighbour(row, event.key);
  if (!next) return;
  event.preventDefault();
  next.line.focus();
  rove(next.article, next);
  if (next === row || current) show(next, 'text');
}

function neighbour(row, key) {
  const shown = row.article.rows.filter((other) => other.shown);
  const places = { ArrowDown: shown.indexOf(row) + 1, ArrowUp: shown.indexOf(row) - 1, Home: 0, End: shown.length - 1 };
  return shown[places[key]];
}

function letGo() {
  if (current) select(null);
  else clear();
}

// The rows shown, as CSV

const COLUMNS = ['article', 'number', 'speaker', 'role', 'verb', 'type', 'quote', 'line', 'confidence'];
const FORMULA = /^[\s\p{Quotation_Mark}`]*[=+\-@＝＋－＠]/u; // what spreadsheets would run gets an apostrophe in front

function csv() {
  const verified = all('th.verdict').length > 0;
  const head = verified ? [...COLUMNS, 'verdict', 'why', 'where', 'source'] : COLUMNS;
  const lines = articles.flatMap((article) => article.rows.filter((row) => row.shown).map(cellsOf));
  return [head, ...lines.map((cells) => cells.slice(0, head.length))].map(csvLine).join('');
}

function cellsOf({ body, line, article, speaker, keys }) {
  const text = (selector, root = body) => root.querySelector(selector)?.textContent ?? '';
  const told = all('.comparison p', body).map((p) => p.textContent).join('; ');
  const about = [article.title, keys.number, speaker, text('.speaker small', line), keys.verb];
  const said = [keys.type, text('.quote div', line), keys.line, keys.confidence];
  return [...about, ...said, text('.verdict .badge', line), told, text('dt small'), text('dd:last-of-type')];
}

function csvLine(cells) {
  const safe = cells.map((cell) => (FORMULA.test(cell) ? `'${cell}` : cell));
  return `${safe.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
}

function download() {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(['\ufeff', csv()], { type: 'text/csv' }));
  link.download = 'quotes.csv';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// Controls

function asButton(element, action) {
  const button = document.createElement('button');
  button.type = 'button';
  button.append(...element.childNodes);
  button.addEventListener('click', action);
  element.append(button);
  return button;
}

for (const article of articles) {
  for (const head of all('.found thead th', article.element)) {
    head.ariaSort = head.className === 'number' ? 'ascending' : 'none';
    asButton(head, () => sort(article, head));
  }
  for (const name of all('.speakers .name', article.element)) {
    const speaker = name.textContent;
    asButton(name, () => choose('speaker', form.elements.speaker.value === speaker ? '' : speaker));
  }
}
for (const item of all('.summary li')) {
  asButton(item, () => {
    form.reset();
    unfold();
    choose('verdict', item.dataset.verdict);
  });
}

form.hidden = !rows.size;
form.addEventListener('input', filter);
for (const select of all('select', form)) select.addEventListener('change', filter); // all that some tools send
form.addEventListener('submit', (event) => event.preventDefault());
form.elements.clear.addEventListener('click', clear);
form.elements.csv.addEventListener('click', download);
new ResizeObserver(() => {
  document.documentElement.style.setProperty('--bar', `${form.offsetHeight}px`);
}).observe(form);

document.addEventListener('click', onClick);
document.addEventListener('keydown', onKey);
addEventListener('hashchange', openFragment);
addEventListener('beforeprint', showAll);
addEventListener('afterprint', filter);
document.documentElement.classList.add('live');
const opened = location.hash;
filter();
if (opened) history.replaceState(history.state, '', opened); // which it has put the filters of the form into
openFragment();
