// The form that an article is put in by: files are dropped on it, and it tells how far the desk is.
'use strict';

const form = document.getElementById('put-in');
const stage = document.getElementById('stage');
const go = form.querySelector('button:not([type])');
const stop = form.elements.stop;
const LOOKS = 300; // milliseconds between two looks at how far it is
let waiting = null; // the number of the article that is put in

async function put(event) {
  event.preventDefault();
  const fields = new FormData(form);
  for (const name of ['article', 'sources']) keepGiven(fields, name);
  if (!fields.has('article') && !fields.get('address')) return tell('Paste an article, or choose its file.');
  tell('sending …', true);
  try {
    const answer = await fetch('/api/articles', { method: 'POST', body: fields });
    const value = await answer.json();
    if (answer.status !== 201) return tell(value.error);
    waiting = value.id;
    return await follow();
  } catch {
    return tell('The desk does not answer; what you put in is still here.');
  }
}

/** Leaves out of a form what is empty. */
function keepGiven(fields, name) {
  const given = fields.getAll(name).filter((value) => (typeof value === 'string' ? value.trim() : value.name));
  fields.delete(name);
  for (const value of given) fields.append(name, value);
}

async function follow() {
  const begun = Date.now();
  while (waiting) {
    const value = await (await fetch(`/api/articles/${waiting}`)).json();
    if (value.state === 'ready') return location.assign(`/articles/${waiting}`);
    if (value.error) return refuse(value.error);
    tell(`${value.state} … ${Math.round((Date.now() - begun) / 1000)} s`, true);
    await new Promise((resolve) => setTimeout(resolve, LOOKS));
  }
  return null;
}

function tell(words, going = false) {
  stage.value = words;
  go.disabled = going;
  stop.hidden = !(going && waiting);
  if (!going) waiting = null;
}

/** Tells why there is nothing to wait for any more, and takes out what the desk holds of it: it still stands in the form. */
async function refuse(words) {
  const id = waiting;
  tell(words);
  await fetch(`/api/articles/${id}`, { method: 'DELETE' });
}

function takeDrops(place) {
  const chooser = place.querySelector('[type=file]');
  place.addEventListener('dragover', (event) => {
    event.preventDefault();
    place.classList.add('over');
  });
  place.addEventListener('dragleave', () => place.classList.remove('over'));
  place.addEventListener('drop', (event) => {
    place.classList.remove('over');
    if (!event.dataTransfer.files.length) return; // text is dropped where it is written
    event.preventDefault();
    chooser.files = event.dataTransfer.files;
  });
}

async function remove(button) {
  const name = button.closest('tr').querySelector('th').textContent;
  if (!confirm(`Delete “${name}” and all that was noted on it?`)) return;
  const answer = await fetch(`/api/articles/${button.dataset.delete}`, { method: 'DELETE' });
  if (answer.ok) button.closest('tr').remove();
}

form.addEventListener('submit', put);
stop.addEventListener('click', () => refuse('stopped; what you put in is still here'));
document.querySelectorAll('.drop').forEach(takeDrops);
document.querySelectorAll('[data-delete]').forEach((button) => button.addEventListener('click', () => remove(button)));
