// The bar of an article that is checked: each change is put behind the others, sent at once, and shown when it is kept.
// Reads `rows`, `articles`, `current`, `stacked`, `show` and `neighbour` of report.js, which stands before it in the page.
'use strict';

const desk = document.querySelector('.desk');
const bar = document.getElementById('bar');
const told = document.getElementById('told');
const progress = document.getElementById('progress');
const ask = document.getElementById('ask');
const keys = document.getElementById('keys');
const here = `/api/articles/${desk.dataset.article}`;
const buttons = Object.fromEntries(all('button', bar).map((button) => [button.name, button]));
const shortcuts = new Map(all('button', bar).map((button) => [button.getAttribute('aria-keyshortcuts'), button]));
const text = document.querySelector('.text');
const LOOKS = 4000; // milliseconds between two looks at what others change
let state = null; // the article as the desk last told it
let drawn = ''; // what the page was drawn from
let sending = Promise.resolve(); // changes are sent one after another
let unsaved = 0;

// Asking

async function answer(path, options = {}) {
  const got = await fetch(path, options);
  const value = await got.json().catch(() => ({ error: `the desk answers ${got.status}` }));
  return { status: got.status, value };
}

function put(review) {
  const headers = { 'Content-Type': 'application/json' };
  return answer(here, { method: 'PUT', headers, body: JSON.stringify({ version: state.version, review }) });
}

/** Tells something in a line above the article; `again`: what a button there does. */
function tell(words, again = null) {
  told.replaceChildren(words);
  told.hidden = !words;
  if (!again) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Try again';
  button.addEventListener('click', again);
  told.append(' ', button);
}

// Changes

/** Has the desk keep what `make` makes of the changes so far; where somebody else was faster, of theirs. */
function change(make, quote = null, words = '') {
  unsaved += 1;
  const kept = sending.then(() => keep(make, quote, words));
  sending = kept.catch(() => {});
  return kept;
}

async function keep(make, quote, words) {
  let met = '';
  for (;;) {
    const made = make(state.review);
    if (!made) return done(state, null, `${met}Nothing was changed.`);
    const { status, value } = await put(made).catch(() => ({ status: 0, value: { error: 'the desk does not answer' } }));
    if (status === 200) return done(value, quote, met + words);
    if (status === 409 && 'version' in (await renewed())) {
      met = 'Somebody else has changed this article meanwhile; your change was made on top of theirs. ';
      continue;
    }
    const lost = status === 0 || status >= 500;
    if (!lost) unsaved -= 1;
    const again = () => {
      tell('');
      unsaved -= 1;
      change(make, quote, words);
    };
    tell(`${lost ? 'Not saved' : 'Not changed'}: ${value.error}.`, lost ? again : null);
    throw new Error(value.error);
  }
}

async function renewed() {
  const { value } = await answer(here);
  if (value.rows) state = value;
  return value;
}

/** Shows what the desk has kept: marks and notes in place, all else by the page drawn anew. */
function done(kept, quote, words) {
  unsaved -= 1;
  state = kept;
  if (drawnFrom(kept) !== drawn) return redraw(quote, words);
  paintReview();
  return tell(words);
}

/** All of the article that the server draws, but for marks and notes, as text to compare. */
function drawnFrom({ article, rows: told }) {
  const plainly = article.attributions.map(({ review, confidence, ...plain }) => plain);
  return JSON.stringify([plainly, told.map((row) => row.quote)]);
}

/** Loads the page anew where it is, with its filters and the chosen quote. */
function redraw(quote, words = '') {
  const kept = { scroll: scrollY, table: document.querySelector('.found').scrollTop, words };
  sessionStorage.setItem('quotes-desk', JSON.stringify(kept));
  if (quote) history.replaceState(null, '', location.hash.replace(/^#?(a1-q\d+)?/, `#a1-q${quote}`));
  location.reload();
}

/** Goes to the quote before or after the chosen one, to the first where none is: on a phone to its row alone. */
function step(key) {
  const row = current ? neighbour(current, key) : articles[0].rows.find((other) => other.shown);
  if (!row) return tell(`There is no quote ${key === 'ArrowUp' ? 'before' : 'after'} this one.`);
  show(row, stacked.matches ? 'row' : 'both');
  return paintBar();
}

function onQuote(make) {
  if (!current) return tell('Choose a quote first: click on it, or press j.');
  return make(Number(current.body.id.replace('a1-q', '')));
}

function append(quote, ...changes) {
  return change((review) => [...review, ...changes], quote);
}

function rowOfQuote(quote) {
  return state.rows.find((row) => row.quote === quote);
}

function mark(as) {
  return onQuote((quote) =>
    change((review) => [...review, { do: 'mark', quote, as: rowOfQuote(quote).state === as ? null : as }], quote),
  );
}

function drop() {
  return onQuote((quote) =>
    change((review) => [...review, { do: rowOfQuote(quote).dropped ? 'keep' : 'drop', quote }], quote),
  );
}

function undo() {
  const last = state.review.at(-1);
  if (!last) return tell('There is nothing to undo.');
  const without = (review) => (same(review.at(-1), last) ? review.slice(0, -1) : null);
  return change(without, last.quote, `Undone: ${inWords(last)}.`);
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

function inWords({ do: what, quote }) {
  return what + (quote ? ` of quote ${quote}` : '');
}

async function verifyAnew() {
  tell('Verifying …');
  const { status, value } = await answer(`${here}/verify`, { method: 'POST' });
  if (status !== 200) return tell(`Not verified: ${value.error}.`);
  return redraw(null);
}

// What is selected

/** Where each character of the shown text stands in the article's, which counts code points and keeps its line ends. */
function offsets() {
  const found = [];
  const characters = [...state.text];
  for (let n = 0; n < characters.length; n += 1) {
    if (characters[n] === '\r' && characters[n + 1] === '\n') continue; // shown as one
    for (let unit = 0; unit < characters[n].length; unit += 1) found.push(n);
  }
  return found;
}

/** The range that is selected in the text, null where there is none. */
function selection() {
  const chosen = getSelection();
  const range = chosen.isCollapsed ? null : chosen.getRangeAt(0);
  return range && text.contains(range.startContainer) && text.contains(range.endContainer) ? range : null;
}

/** Start and end of what is selected in the article's text, without white space around it; null where that is nothing. */
function selected() {
  const range = selection();
  if (!range?.toString().trim()) return null;
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const words = range.toString();
  const begin = before.toString().length;
  const places = offsets();
  return [places[begin + words.search(/\S/)], places[begin + words.trimEnd().length - 1] + 1];
}

function onSelection(make) {
  const span = selected();
  return span ? make(span) : tell('Select some words of the text first.');
}

function setSpan(role) {
  return onSelection((span) =>
    onQuote((quote) => append(quote, { do: 'span', quote, [role]: role === 'content' ? [span] : span })),
  );
}

function addPiece() {
  return onSelection((span) =>
    onQuote((quote) => {
      const found = state.article.attributions.find((one) => one.id === quote);
      const content = [...(found?.content ?? []).map(({ start, end }) => [start, end]), span];
      return append(quote, { do: 'span', quote, content });
    }),
  );
}

function addQuote() {
  return onSelection((span) => {
    const quote = Math.max(0, ...state.rows.map((row) => row.quote)) + 1;
    return append(quote, { do: 'add', content: [span], cue: null, source: null, speaker: null });
  });
}

// Dialogs

/** Asks for what these parts of the dialog hold; null where it is closed otherwise. */
function answered(title, parts, values) {
  ask.querySelector('h2').textContent = title;
  const form = ask.querySelector('form');
  form.reset();
  for (const part of ['text', 'kind', 'whom', 'note']) document.getElementById(`ask-${part}`).hidden = !parts.includes(part);
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  ask.showModal();
  form.querySelector('label:not([hidden]) :is(input, select, textarea)').focus();
  return new Promise((resolve) => {
    ask.addEventListener('close', () => resolve(ask.returnValue ? new FormData(form) : null), { once: true });
  });
}

function offer(names, whom) {
  const option = (value, words) => Object.assign(document.createElement('option'), { value, textContent: words });
  document.getElementById('names').replaceChildren(...names.map(({ name }) => option(name, name)));
  ask.querySelector('[name=whom]').replaceChildren(...whom.map(({ number, name }) => option(number, name)));
}

function speakerOf(quote) {
  const { speaker } = rowOfQuote(quote);
  return state.speakers.find(({ number }) => number === speaker);
}

function writeNote() {
  return onQuote(async (quote) => {
    const form = await answered(`Note on quote ${quote}`, ['note'], { note: rowOfQuote(quote).note });
    return form && append(quote, { do: 'note', quote, text: form.get('note') });
  });
}

function giveTo() {
  return onQuote(async (quote) => {
    offer(state.speakers, []);
    document.querySelector('#ask-text span').textContent = 'One of the speakers, or a new name; empty for nobody';
    const form = await answered(`Who says quote ${quote}?`, ['text', 'kind'], { name: '', kind: 'person' });
    const name = form?.get('name').trim();
    if (!form) return null;
    const known = state.speakers.find((speaker) => speaker.name === name);
    const whom = known || !name ? { speaker: known?.number ?? null } : { name, kind: form.get('kind') };
    return append(quote, { do: 'speaker', quote, ...whom });
  });
}

function renameSpeaker() {
  return onQuote(async (quote) => {
    const speaker = speakerOf(quote);
    if (!speaker) return tell('Nobody says this quote yet; s gives it to somebody.');
    offer([], []);
    document.querySelector('#ask-text span').textContent = 'Name';
    const form = await answered(`What is ${speaker.name} called?`, ['text', 'kind'], { name: speaker.name, kind: speaker.kind });
    const name = form?.get('name').trim();
    return name && append(quote, { do: 'rename', speaker: speaker.number, name, kind: form.get('kind') });
  });
}

function mergeSpeaker() {
  return onQuote(async (quote) => {
    const speaker = speakerOf(quote);
    const others = state.speakers.filter((other) => other !== speaker);
    if (!speaker || !others.length) return tell('There are no two speakers to be made one.');
    offer([], others);
    const form = await answered(`Who is ${speaker.name}?`, ['whom'], {});
    return form && append(quote, { do: 'merge', speaker: speaker.number, into: Number(form.get('whom')) });
  });
}

// What is shown

function paintReview() {
  progress.value = state.total ? `${state.checked} of ${state.total} checked` : '';
  for (const row of state.rows) {
    const shown = rows.get(`a1-q${row.quote}`);
    if (!shown) continue;
    shown.body.classList.toggle('dropped', row.dropped);
    shown.label?.classList.toggle('dropped', row.dropped);
    shown.body.dataset.state = row.dropped ? 'no quote' : (row.state ?? '');
    if (row.state) paintSure(shown);
    paintNote(shown.line.querySelector('.quote'), row);
  }
  paintBar();
}

/** What a person looked at is sure, and folded away no more for being unsure. */
function paintSure(shown) {
  shown.confidence = 100;
  shown.line.querySelector('.confidence').textContent = '100%';
  if (shown.body.dataset.fold === 'unsure') delete shown.body.dataset.fold;
}

/** The state and the note under a quote, as the report has them. */
function paintNote(cell, { state: as, note, dropped }) {
  cell.querySelector('.review')?.remove();
  if (!as && !note && !dropped) return;
  const line = document.createElement('p');
  const word = document.createElement('b');
  line.className = `review ${as ?? ''}`;
  word.textContent = dropped ? 'no quote' : (as ?? 'note');
  line.append(word, note ? `: ${note}` : '');
  cell.append(line);
}

function paintBar() {
  const quote = current && Number(current.body.id.replace('a1-q', ''));
  const row = quote && rowOfQuote(quote);
  document.getElementById('which').textContent = row ? `Quote ${quote}` : 'No quote chosen';
  for (const as of ['checked', 'wrong', 'doubtful']) buttons[as].setAttribute('aria-pressed', row?.state === as);
  buttons.drop.setAttribute('aria-pressed', Boolean(row?.dropped));
  for (const name of ['previous', 'checked', 'wrong', 'doubtful', 'note', 'speaker', 'rename', 'merge', 'drop']) {
    buttons[name].disabled = !row;
  }
  buttons.next.disabled = !rows.size;
  buttons.undo.disabled = !state.review.length;
  bar.classList.toggle('selecting', selection() !== null);
}

async function look() {
  if (document.hidden || unsaved || document.querySelector('dialog[open]') || selection()) return;
  const { status, value } = await answer(`${here}?since=${state.version}`).catch(() => ({ status: 0 }));
  if (status === 404) return tell('This article was taken out.');
  if (status !== 200 || unsaved || value.version <= state.version || !value.rows) return;
  state = value;
  if (drawnFrom(value) !== drawn) redraw(null, 'Somebody else has changed this article.');
  else paintReview();
}

// Keys and buttons

const actions = {
  previous: () => step('ArrowUp'),
  next: () => step('ArrowDown'),
  checked: () => mark('checked'),
  wrong: () => mark('wrong'),
  doubtful: () => mark('doubtful'),
  note: writeNote,
  speaker: giveTo,
  rename: renameSpeaker,
  merge: mergeSpeaker,
  drop,
  content: () => setSpan('content'),
  cue: () => setSpan('cue'),
  source: () => setSpan('source'),
  piece: addPiece,
  add: addQuote,
  verify: verifyAnew,
  undo,
  help: () => keys.showModal(),
};

function act(name) {
  tell('');
  Promise.resolve(actions[name]()).catch(() => {}); // what is wrong was told
}

function onShortcut(event) {
  const writing = event.target.closest?.('input:not([type=checkbox], [type=range]), textarea, select, dialog');
  if (writing || event.altKey || event.ctrlKey || event.metaKey) return;
  const button = shortcuts.get(event.key);
  if (!button || button.disabled) return;
  event.preventDefault();
  act(button.name);
}

function onDialog(dialog) {
  dialog.addEventListener('keydown', (event) => event.stopPropagation()); // Escape is for the dialog alone
  dialog.querySelector('form').addEventListener('submit', (event) => {
    event.preventDefault();
    dialog.close(event.submitter?.value ?? 'save');
  });
  dialog.addEventListener('cancel', () => (dialog.returnValue = ''));
}

function listKeys() {
  const list = keys.querySelector('dl');
  for (const [key, button] of shortcuts) {
    const term = document.createElement('dt');
    const meaning = document.createElement('dd');
    term.append(Object.assign(document.createElement('kbd'), { textContent: key }));
    meaning.textContent = button.title.replace(/ \(key .*\)$/, '');
    list.append(term, meaning);
  }
}

function restore() {
  const kept = JSON.parse(sessionStorage.getItem('quotes-desk') ?? 'null');
  sessionStorage.removeItem('quotes-desk');
  if (!kept) return;
  scrollTo(0, kept.scroll);
  document.querySelector('.found').scrollTop = kept.table;
  tell(kept.words);
}

async function begin() {
  await renewed();
  if (String(state.version) !== desk.dataset.version) return redraw(null);
  drawn = drawnFrom(state);
  listKeys();
  [ask, keys].forEach(onDialog);
  for (const [name, button] of Object.entries(buttons)) {
    button.addEventListener('mousedown', (event) => event.preventDefault()); // keeps what is selected
    button.addEventListener('click', () => act(name));
  }
  document.addEventListener('keydown', onShortcut);
  for (const event of ['selectionchange', 'click', 'keyup']) document.addEventListener(event, paintBar);
  addEventListener('beforeunload', (event) => unsaved && event.preventDefault());
  new ResizeObserver(() => document.documentElement.style.setProperty('--desk', `${bar.offsetHeight}px`)).observe(bar);
  setInterval(look, LOOKS);
  bar.hidden = false;
  paintReview();
  restore();
  return null;
}

begin().catch(() => tell('The desk does not answer; load the page again.'));
