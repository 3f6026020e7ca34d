// The rehearsal's page: asks for the state once after every press and when it is looked at again, and draws it.
"use strict";

const one = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];
const narrow = window.matchMedia("(max-width: 56rem)");
let state = null;
let busy = false;

function say(words, isProblem) {
  const note = one("#note");
  note.textContent = words || "";
  note.classList.toggle("problem", Boolean(isProblem));
}

function chip(key) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.key = key;
  return button;
}

// A button that is there already stays the same one: drawn anew between pressing and letting go, it would not be pressed.
function drawChips(group, chips) {
  const known = new Map([...group.children].map((button) => [button.dataset.key, button]));
  const buttons = chips.map(({ key, label, isPressed, isNew, press }) => {
    const button = known.get(key) ?? chip(key);
    button.onclick = press;
    button.setAttribute("aria-pressed", String(isPressed));
    const mark = isNew ? [" ", one("#new-mark").content.cloneNode(true)] : [];
    if (button.dataset.drawn !== `${label} ${isNew}`) button.replaceChildren(label, ...mark);
    button.dataset.drawn = `${label} ${isNew}`;
    return button;
  });
  const isSame = buttons.length === group.children.length && buttons.every((button, at) => button === group.children[at]);
  if (!isSame) group.replaceChildren(...buttons);
}

function drawPeople() {
  for (const group of all("[data-people]")) {
    const people = state.people.filter((person) => person.part === group.dataset.people);
    drawChips(group, people.map((person) => ({
      key: `person-${person.name}`,
      label: person.label,
      isPressed: person.name === state.me,
      isNew: person.new && person.name !== state.me,
      press: () => act("look", { person: person.name, place: state.place }),
    })));
  }
}

function drawPlaces() {
  drawChips(one("#places"), state.places.map((place) => ({
    key: `place-${place.name}`,
    label: place.label,
    isPressed: place.name === state.place,
    isNew: place.new,
    press: () => act("look", { person: state.me, place: place.name }),
  })));
}

function drawMessages() {
  const select = one("#message");
  const chosen = select.value;
  select.replaceChildren(...state.messages.map((message) => {
    const option = document.createElement("option");
    option.value = message.id;
    option.textContent = message.label;
    return option;
  }));
  if (state.messages.some((message) => message.id === chosen)) select.value = chosen;
  one("#concern").textContent = state.menu;
  one("#concern-form").hidden = state.messages.length === 0 || state.menu === "";
  one("#concern-none").hidden = state.messages.length > 0;
}

function drawClock() {
  const now = one("#now");
  const how = { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: state.timezone };
  now.dateTime = state.now;
  now.textContent = new Intl.DateTimeFormat("en-GB", how).format(new Date(state.now));
}

function draw() {
  drawPeople();
  drawPlaces();
  drawMessages();
  drawClock();
  for (const item of all("[data-part]")) {
    item.hidden = item.dataset.part !== state.part || !state.commands.includes(item.dataset.command);
  }
  one("#where").textContent = state.where;
  one("#server").textContent = state.server;
  const frame = one("#frame");
  if (state.frame && frame.getAttribute("src") !== state.frame) frame.setAttribute("src", state.frame);
  document.body.dataset.ready = `${state.me} ${state.place}`;
}

function setBusy(isBusy) {
  busy = isBusy;
  document.body.setAttribute("aria-busy", String(isBusy));
  for (const button of all(".clock button, #others, #concern, #restart")) button.disabled = isBusy;
}

async function ask(path, body) {
  const how = body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(`/${path}`, how);
  return answer.json();
}

// On a telephone the channel is below: come to it.
function showWindow() {
  if (!narrow.matches) return;
  one("#who").open = false;
  one(".window").scrollIntoView();
}

// A restart leaves the channel as it is, with whatever form is open in it; everything else draws it anew.
async function act(path, body, { keepsFrame = false } = {}) {
  if (busy) return;
  setBusy(true);
  say("");
  if (!keepsFrame) one("#frame").removeAttribute("src");
  try {
    const answer = await ask(path, body);
    if (answer.problem) {
      say(answer.problem, true);
      if (state !== null) draw();
    } else {
      state = answer;
      draw();
      say(answer.note);
      showWindow();
    }
  } catch {
    say(one("#failed").content.textContent, true);
  } finally {
    setBusy(false);
  }
}

// While a finger is down nothing moves below it: what is new is drawn once it is up.
let isDown = false;
let whenUp = null;
window.addEventListener("pointerdown", () => { isDown = true; });
for (const end of ["pointerup", "pointercancel"]) {
  window.addEventListener(end, () => {
    isDown = false;
    if (whenUp !== null) setTimeout(whenUp);
    whenUp = null;
  });
}

async function lookAgain() {
  if (busy || state === null) return;
  const before = state;
  try {
    const seen = await ask("state");
    if (isDown) await new Promise((isUp) => { whenUp = isUp; });
    // A press that came in between knows better.
    if (busy || state !== before) return;
    state = seen;
    draw();
  } catch {
    say(one("#failed").content.textContent, true);
  }
}

for (const button of all("[data-hours]")) {
  button.addEventListener("click", () => act("clock", { hours: Number(button.dataset.hours) }));
}
one("#others").addEventListener("click", () => act("others", {}));
one("#restart").addEventListener("click", () => act("restart", {}, { keepsFrame: true }));
one("#concern").addEventListener("click", () => act("concern", { message: one("#message").value }));
window.addEventListener("focus", lookAgain);
one("#who").open = !narrow.matches;
narrow.addEventListener("change", () => { one("#who").open = !narrow.matches; });

(async () => {
  const first = await ask("state");
  await act("look", { person: first.me, place: first.place });
  window.scrollTo(0, 0);
})();
