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

function chip(label, isPressed, isNew, onPress) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.setAttribute("aria-pressed", String(isPressed));
  if (isNew) button.append(" ", one("#new-mark").content.cloneNode(true));
  button.addEventListener("click", onPress);
  return button;
}

function keepFocus(draw) {
  const label = document.activeElement?.dataset?.key;
  draw();
  if (label) one(`[data-key="${CSS.escape(label)}"]`)?.focus();
}

function drawPeople() {
  for (const group of all("[data-people]")) {
    const people = state.people.filter((person) => person.part === group.dataset.people);
    group.replaceChildren(...people.map((person) => {
      const press = () => act("look", { person: person.name, place: state.place });
      const button = chip(person.label, person.name === state.me, person.new && person.name !== state.me, press);
      button.dataset.key = `person-${person.name}`;
      return button;
    }));
  }
}

function drawPlaces() {
  one("#places").replaceChildren(...state.places.map((place) => {
    const press = () => act("look", { person: state.me, place: place.name });
    const button = chip(place.label, place.name === state.place, place.new, press);
    button.dataset.key = `place-${place.name}`;
    return button;
  }));
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
  keepFocus(() => {
    drawPeople();
    drawPlaces();
  });
  drawMessages();
  drawClock();
  for (const item of all("[data-part]")) {
    item.hidden = item.dataset.part !== state.part || !state.commands.includes(item.dataset.command);
  }
  one("#where").textContent = state.where;
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

async function lookAgain() {
  if (busy || state === null) return;
  try {
    state = await ask("state");
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
