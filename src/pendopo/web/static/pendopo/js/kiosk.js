/* The kiosk. Without this script every page still works; with it
 * - pages are fetched and swapped, so that a lost connection shows a sentence and a way on, never the browser's own page,
 *   and so that there is nothing to go back to: the address is always the first screen's;
 * - a number that may be lost on the way is asked for again with the same key, and gets the same number;
 * - a number that is shown is confirmed, so that it will be called;
 * - whoever leaves is followed by a countdown to the first screen, where nothing of them is left;
 * - it is read aloud, where the device has a voice of its own;
 * - a scanner that types like a keyboard checks a number in from any page.
 *
 * The body says what it needs: data-idle (seconds, 0: stays), data-begin, data-home, data-heartbeat, data-arrive.
 */
import { startClocks, syncClock } from "./clock.js";
import { followPaper } from "./paper.js";
import { isReading, readAloud } from "./read_aloud.js";
import { followSoftware, withSoftware } from "./software.js";
import { listenToBoards } from "./touch_board.js";

const ANSWER_WITHIN = 10000;
const COUNTDOWN_FROM = 10;
const HEARTBEAT = 30000;
const START_STAYS_FRESH = 60000;
const CONFIRM_FOR = 55000;
const UNTOUCHED = 20000;

// Of the time since the page began, which no change of the device's clock moves: a page is left in time whatever the clock says.
const sinceStart = () => performance.now();
let touchedAt = sinceStart();
let busy = false;
let confirming = 0;

function within(milliseconds, address, options = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), milliseconds);
  return fetch(address, { credentials: "same-origin", signal: stop.signal, ...options }).finally(() => clearTimeout(timer));
}

/* ---- Pages ---- */

/** What to ask for: {address, body?}. A body makes it a command, repeated word for word when the answer was lost. */
async function open(wish) {
  if (busy) return;
  busy = true;
  document.body.classList.add("is-busy");
  try {
    const options = { headers: { Accept: "text/html" } };
    if (wish.body) Object.assign(options, { method: "POST", body: wish.body });
    const answer = await within(ANSWER_WITHIN, wish.address, options);
    if (answer.status === 503) wish.said = reasonIn(await answer.text());
    if (answer.status >= 500 || !(answer.headers.get("Content-Type") || "").startsWith("text/html")) throw new Error("no page");
    wish.said = null;
    swap(await answer.text());
    line(true);
  } catch (error) {
    line(false);
    showLost(wish);
  } finally {
    busy = false;
    document.body.classList.remove("is-busy");
  }
}

function swap(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  // A screen that is no kiosk any more says so itself, and asks again by itself.
  if (!page.body.dataset.home) return location.replace("/k/");
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang;
  document.body.replaceWith(document.adoptNode(page.body));
  history.replaceState(null, "", document.body.dataset.home || "/k/");
  window.scrollTo(0, 0);
  touchedAt = sinceStart();
  return arrived();
}

/** A hall that knows why it cannot answer (its disk is full, its records are away) says so in a sentence. */
function reasonIn(html) {
  const main = new DOMParser().parseFromString(html, "text/html").querySelector("main");
  const [title, words] = ["h1", ".lead"].map((part) => main && main.querySelector(part));
  return title && words ? { title: title.textContent, words: words.textContent } : null;
}

function showLost(wish) {
  const template = document.getElementById("lost");
  const main = document.querySelector("main");
  if (!template || !main) return;
  main.textContent = "";
  main.appendChild(template.content.cloneNode(true));
  main.querySelectorAll("[data-for]").forEach((words) => {
    words.hidden = words.dataset.for !== (wish.body ? "command" : "page");
    if (wish.said) words.textContent = wish.said.words;
  });
  if (wish.said) main.querySelector("h1").textContent = wish.said.title;
  main.querySelector("[data-retry]").addEventListener("click", () => open(wish));
  main.querySelector("[data-retry]").focus();
}

function fields(form, submitter) {
  const data = new URLSearchParams(new FormData(form));
  if (submitter && submitter.name) data.append(submitter.name, submitter.value);
  return data;
}

document.addEventListener("click", (event) => {
  const look = event.target.closest("[data-look]");
  if (look) {
    event.preventDefault();
    changeLook(look);
    return;
  }
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || link.origin !== location.origin) return;
  event.preventDefault();
  open({ address: link.href });
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return; // paper.js asks for paper without leaving the page
  event.preventDefault();
  const data = fields(form, event.submitter);
  if (form.method === "post") open({ address: form.action, body: data });
  else open({ address: form.action + "?" + data });
});

/* ---- Look: lower the screen, high contrast. Remembered until the first screen returns. ---- */

function changeLook(control) {
  const pressed = control.getAttribute("aria-pressed") !== "true";
  control.setAttribute("aria-pressed", String(pressed));
  document.body.classList.toggle(control.dataset.look === "rendah" ? "kiosk--low" : "kiosk--contrast", pressed);
  const chosen = Array.from(document.querySelectorAll('[data-look][aria-pressed="true"]'), (each) => each.dataset.look);
  document.cookie = "tampilan=" + chosen.join("-") + "; path=/k/; max-age=300; samesite=strict";
  window.scrollTo(0, 0);
}

/* ---- Search while typing ---- */

let searching = 0;
let asked = 0;

function searchSoon(field) {
  clearTimeout(searching);
  searching = setTimeout(async () => {
    const mine = (asked += 1);
    try {
      const address = field.form.action + "?" + new URLSearchParams({ q: field.value });
      const answer = await within(ANSWER_WITHIN, address, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(field.dataset.live);
      const here = document.getElementById(field.dataset.live);
      if (mine === asked && fresh && here) here.replaceWith(document.adoptNode(fresh));
    } catch (error) {
      line(false);
    }
  }, 220);
}

document.addEventListener("input", (event) => {
  if (event.target.dataset.live) searchSoon(event.target);
});

/* ---- The number was shown ---- */

function confirmShown() {
  const form = document.getElementById("shown");
  clearTimeout(confirming);
  if (!form) return;
  const finished = document.getElementById("finished");
  const body = fields(form);
  const until = sinceStart() + CONFIRM_FOR;
  const tell = async () => {
    if (!form.isConnected) return;
    try {
      const answer = await within(5000, form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.status >= 500) throw new Error("not heard");
      form.hidden = true;
      finished.hidden = false;
    } catch (error) {
      if (sinceStart() < until) confirming = setTimeout(tell, 2000);
    }
  };
  tell();
}

/* ---- A scanner types fast and ends with Enter ---- */

let scanned = "";
let scannedAt = 0;

document.addEventListener("keydown", (event) => {
  touchedAt = sinceStart();
  if (event.target.id === "kode" || event.ctrlKey || event.altKey || event.metaKey) return;
  const now = sinceStart();
  if (now - scannedAt > 80) scanned = "";
  scannedAt = now;
  if (event.key.length === 1) scanned += event.key;
  const isCode = /\/t\/[A-Za-z0-9-]{10,11}|^[A-Za-z0-9]{5}-?[A-Za-z0-9]{5}$/.test(scanned);
  if (event.key === "Enter" && isCode && document.body.dataset.arrive) {
    event.preventDefault();
    open({ address: document.body.dataset.arrive, body: new URLSearchParams({ kode: scanned }) });
    scanned = "";
  }
});

/* ---- Idle ---- */

["pointerdown", "touchstart", "wheel"].forEach((kind) => {
  document.addEventListener(kind, () => { touchedAt = sinceStart(); }, { passive: true });
});

setInterval(() => {
  const bar = document.getElementById("idle");
  const idle = Number(document.body.dataset.idle || 0);
  const quiet = sinceStart() - touchedAt;
  if (!bar) return;
  if (isReading()) touchedAt = sinceStart(); // Who listens is there.
  if (!idle) {
    bar.hidden = true;
    if (quiet > START_STAYS_FRESH && !busy) refreshStart();
    return;
  }
  const left = Math.ceil(idle - quiet / 1000);
  bar.hidden = left > COUNTDOWN_FROM || left <= 0;
  document.getElementById("idle-seconds").textContent = String(Math.max(0, left));
  if (left <= 0) beginAgain();
}, 500);

/** Leave the page only for one that is surely there. */
async function beginAgain() {
  if (busy) return;
  if (await alive()) open({ address: document.body.dataset.begin });
  else touchedAt = sinceStart() - (Number(document.body.dataset.idle) - 5) * 1000;
}

async function refreshStart() {
  touchedAt = sinceStart();
  if (await alive()) open({ address: document.body.dataset.begin });
}

/* ---- Sign of life ---- */

async function alive() {
  try {
    const answer = await within(5000, withSoftware(document.body.dataset.heartbeat));
    if (!answer.ok) throw new Error("not well");
    followSoftware(answer, () => !busy && document.body.classList.contains("kiosk--start") && sinceStart() - touchedAt > UNTOUCHED);
    syncClock(await answer.text());
    line(true);
    return true;
  } catch (error) {
    line(false);
    return false;
  }
}

function line(well) {
  const state = document.getElementById("line-state");
  if (!state) return;
  state.textContent = well ? state.dataset.well : state.dataset.lost;
  state.classList.toggle("is-lost", !well);
}

setInterval(alive, HEARTBEAT);

/* ---- Every page, the first and the swapped ones ---- */

function arrived() {
  listenToBoards();
  const stay = document.getElementById("idle-stay");
  if (stay) stay.addEventListener("click", () => { touchedAt = sinceStart(); });
  const opener = document.querySelector("[data-opens] input");
  if (opener) opener.addEventListener("click", () => open({ address: opener.form.dataset.opens }));
  const first = document.querySelector("[autofocus]") || document.querySelector("#slip") || document.querySelector("main");
  if (first) first.focus({ preventScroll: true });
  confirmShown();
  followPaper();
  readAloud({ anew: document.body.classList.contains("kiosk--start") });
}

startClocks();
arrived();
