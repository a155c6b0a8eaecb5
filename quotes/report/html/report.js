// Filters and sorts the rows, and leads from each to its place in the text and back. The page can be read without it.
'use strict';

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const form = document.getElementById('filters');
const stacked = matchMedia('(max-width: 799px)'); // the table stands below the text, as report.css has it
const collator = new Intl.Collator('en', { numeric: true, ignorePunctuation: true });
const rows = new Map(); // by id
const marks = new Map(); // by element
const articles = all('article').map(readArticle);
let current = null; // the row whose place is highlighted

// Reading the page

function readArticle(element) {
  const article = { element, rows: [], marks: [] };
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
  const straight = text.replace(/[‘’]/g, "'").replace(/[“”„]/g, '"');
  return straight.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

// Filters

function filter() {
  const wanted = new FormData(form);
  const keeps = keeper(wanted);
  for (const row of rows.values()) setShown(row, keeps(row));
  for (const article of articles) {
    article.marks.forEach(paint);
    const narrowed = article.rows.some((row) => !row.shown && !row.body.dataset.fold);
    article.element.classList.toggle('none', narrowed && !article.rows.some((row) => row.shown));
    rove(article);
  }
  for (const button of all('.speakers button')) {
    button.setAttribute('aria-pressed', button.textContent === wanted.get('speaker'));
  }
  const number = [...rows.values()].filter((row) => row.shown).length;
  form.elements.shown.value = `${number} of ${rows.size} shown`;
  form.elements.least.value = `${wanted.get('confidence')}%`;
}

function keeper(wanted) {
  const types = wanted.getAll('type');
  const folds = wanted.getAll('fold');
  const speaker = wanted.get('speaker');
  const verdict = wanted.get('verdict');
  const least = Number(wanted.get('confidence'));
  const words = plain(wanted.get('text')).split(/\s+/);
  return (row) =>
    types.includes(row.body.dataset.type) &&
    (!row.body.dataset.fold || folds.includes(row.body.dataset.fold)) &&
    (!speaker || row.speaker === speaker) &&
    (!verdict || isJudged(row.body, verdict)) &&
    row.confidence >= least &&
    words.every((word) => row.words.includes(word));
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
  if (side !== 'row') row.label?.scrollIntoView({ block: 'center' });
  if (side === 'row' || !stacked.matches) row.body.scrollIntoView({ block: stacked.matches ? 'center' : 'nearest' });
  if (side !== 'text') row.line.focus({ preventScroll: true });
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
  history.replaceState(null, '', row ? `#${row.body.id}` : location.href.split('#')[0]);
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
  const row = rowOf(location.hash);
  if (row) show(row, 'both');
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

form.hidden = false;
form.addEventListener('input', filter);
for (const select of all('select', form)) select.addEventListener('change', filter); // all that some tools send
form.addEventListener('submit', (event) => event.preventDefault());
form.elements.clear.addEventListener('click', clear);
new ResizeObserver(() => {
  document.documentElement.style.setProperty('--bar', `${form.offsetHeight}px`);
}).observe(form);

document.addEventListener('click', onClick);
document.addEventListener('keydown', onKey);
addEventListener('hashchange', openFragment);
addEventListener('beforeprint', showAll);
addEventListener('afterprint', filter);
document.documentElement.classList.add('live');
filter();
openFragment();
