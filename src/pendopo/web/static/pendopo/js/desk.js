/* The officer's desk: sheets, the stopwatch of a call, the ticked requirements, the lists that follow the hall, one tab only.
 *
 * The desk's state is the server's. A press swaps #meja as a whole; what the hall says in between touches counts at once and the
 * lists beside the visitor a few seconds later, never the visitor whom the officer is serving, nor a note being written.
 */
import { serverNow, syncClock } from "./clock.js";
import { connectLive } from "./live.js";

const LISTS_AT_MOST_EVERY = 4000;
const desk = () => document.getElementById("meja");
const sheet = document.getElementById("lembar");

/* ---- Sheets: whatever is put into the dialog opens it; whatever is put into the desk closes it ---- */

function openSheet() {
  const own = sheet.querySelector("[data-copy-from]");
  const written = own && document.getElementById(own.getAttribute("data-copy-from"));
  if (written) own.value = written.value;
  if (!sheet.open) sheet.showModal();
  const first = sheet.querySelector("[autofocus]") || sheet.querySelector("input:not([type=hidden])") || sheet.querySelector("[data-key=Enter]") || sheet;
  first.focus();
}

document.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.target;
  if (target === sheet && sheet.firstElementChild) openSheet();
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target && event.detail.target.id === "meja") {
    if (sheet.open) sheet.close();
    arrived();
  }
});

/* Enter after typing goes to the first answer, once it is there; the arrows choose, Enter again confirms. */
let wantsFirst = false;

function chooseFirst() {
  wantsFirst = false;
  const first = sheet.querySelector("#pilihan input:not(:disabled)");
  if (!first) return;
  first.checked = true;
  first.focus();
}

sheet.addEventListener("submit", (event) => {
  if (!event.target.matches(".sheet__search")) return;
  event.preventDefault();
  const answered = sheet.querySelector("#pilihan").dataset.typed;
  wantsFirst = answered !== sheet.querySelector("#cari").value.trim();
  if (!wantsFirst) chooseFirst();
});

document.addEventListener("htmx:afterSettle", () => {
  const answers = wantsFirst && sheet.querySelector("#pilihan");
  if (answers && answers.dataset.typed === sheet.querySelector("#cari").value.trim()) chooseFirst();
});

sheet.addEventListener("close", () => sheet.replaceChildren());

/* A press that never reached the server may be pressed again: its key is the same, so it has its effect once. */
document.addEventListener("htmx:sendError", () => {
  const words = document.getElementById("terputus");
  if (words) words.hidden = false;
});

/* ---- After every answer ---- */

function arrived() {
  const now = desk();
  if (!now) return;
  if (now.dataset.serverNow) syncClock(now.dataset.serverNow);
  say(now.dataset.say);
  restoreTicks();
  watch();
}

let said = "";
function say(words) {
  const region = document.getElementById("kabar");
  if (!region || !words || words === said) return;
  said = words;
  region.textContent = words;
}

/* ---- Requirements ticked: an aid of this browser, kept until the visitor has gone ---- */

const TICKS = "pendopo-syarat";

function restoreTicks() {
  const list = document.querySelector("[data-ticks]");
  if (!list) return;
  const kept = JSON.parse(sessionStorage.getItem(TICKS) || "null");
  const boxes = list.querySelectorAll("input[type=checkbox]");
  if (kept && kept.ticket === list.dataset.ticks) boxes.forEach((box, place) => (box.checked = kept.ticked.includes(place)));
  countTicks(list, boxes);
}

function countTicks(list, boxes) {
  const words = list.querySelector("[data-ticked]");
  if (!words) return;
  const ticked = Array.from(boxes).filter((box) => box.checked).length;
  words.textContent = words.dataset.words.replace("#1", ticked).replace("#2", boxes.length);
}

document.addEventListener("change", (event) => {
  const list = event.target.closest("[data-ticks]");
  if (!list) return;
  const boxes = Array.from(list.querySelectorAll("input[type=checkbox]"));
  const ticked = boxes.flatMap((box, place) => (box.checked ? [place] : []));
  sessionStorage.setItem(TICKS, JSON.stringify({ ticket: list.dataset.ticks, ticked }));
  countTicks(list, boxes);
});

/* ---- What becomes possible by itself: calling again after the gap, the end of a pause ---- */

let returning = 0;

function watch() {
  clearTimeout(returning);
  const now = desk();
  if (now && now.dataset.backAt) {
    const left = Date.parse(now.dataset.backAt) - serverNow();
    returning = setTimeout(refresh, Math.min(Math.max(left, 0) + 500, 2 ** 31 - 1));
  }
}

setInterval(() => {
  document.querySelectorAll("[data-enabled-at]").forEach((button) => {
    if (Date.parse(button.dataset.enabledAt) > serverNow()) return;
    button.disabled = false;
    button.removeAttribute("data-enabled-at");
  });
  const bar = document.querySelector(".serve progress");
  if (bar) bar.classList.toggle("progress--warn", bar.value >= bar.max);
}, 500);

/* ---- The hall: counts at once, lists soon after, the desk itself when something happened to it ---- */

/* A desk that was closed or lost here hears nothing more: its page says so and leads on. */
function isOpen() {
  const now = desk();
  return Boolean(now && now.dataset.lease);
}

function busy() {
  const note = document.getElementById("catatan");
  return sheet.open || document.querySelector(".htmx-request") !== null || (note && (document.activeElement === note || note.value !== note.defaultValue));
}

/* What the page asks by itself is asked by the part that changes, never by the body: a press drops when the body is busy, and an
 * officer's key must not be lost because a list was on its way. A press overtakes it: its answer is newer. */
function get(address, target) {
  const part = document.querySelector(target);
  return window.htmx.ajax("GET", address, { source: part, target: part, swap: "outerHTML settle:0ms" }).catch(() => {});
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.requestConfig.verb === "post") window.htmx.trigger("#meja", "htmx:abort");
});

let listsDue = 0;
let listsAt = 0;

function refreshLists() {
  if (listsDue || document.visibilityState === "hidden") return;
  const wait = Math.max(0, listsAt + LISTS_AT_MOST_EVERY - Date.now()) + Math.random() * 1000;
  listsDue = setTimeout(() => {
    listsDue = 0;
    if (!isOpen()) return;
    if (document.querySelector(".htmx-request")) return refreshLists();
    listsAt = Date.now();
    get("/d/antrean", "#antrean");
  }, wait);
}

async function refresh() {
  if (busy()) return refreshLists();
  return get("/d/meja", "#meja");
}

function boardSaid(board) {
  const row = document.querySelector('[data-line="' + board.line + '"] [data-count]');
  const shown = row ? Number(row.textContent) : 0;
  if (row) row.textContent = board.count;
  const labels = Array.from(document.querySelectorAll("#antrean [data-label]")).map((one) => one.dataset.label);
  const gone = labels.some((label) => board.serving.some((served) => served.number === label));
  const news = board.waiting.some((label) => !labels.includes(label)) && labels.length < 8;
  if (shown !== board.count || gone || news) refreshLists();
}

/* A message about what stands here already says nothing new; anything else happened to this counter elsewhere. */
function counterSaid(message) {
  const now = desk();
  const here = document.getElementById("isi");
  const ticket = here ? here.dataset.ticket : undefined;
  if (message.state !== undefined && message.ticket === undefined) return message.state !== now.dataset.state ? refresh() : undefined;
  const mine = ["called", "arrived", "serving"].includes(message.state);
  if (mine !== (ticket === message.ticket)) return refresh();
  return undefined;
}

/* A colleague asks for help, or whoever runs the hall says something: at once, not with the next lists. */
function newsSaid() {
  listsAt = 0;
  refreshLists();
}

function heard({ type, data }) {
  if (!isOpen()) return;
  if (type === "board") boardSaid(data);
  else if (type === "ticket") counterSaid(data);
  else if (type === "desk") counterSaid({ state: data.state });
  else if (type === "alert" || type === "message") newsSaid();
  else if (type === "snapshot") refreshLists();
}

function listen() {
  const now = desk();
  if (!now || !now.dataset.listen) return;
  const lost = document.getElementById("terputus");
  connectLive({
    url: now.dataset.listen,
    types: ["board", "ticket", "desk", "alert", "message", "snapshot"],
    onMessage: heard,
    onLost: () => (lost.hidden = false),
    onBack: () => {
      lost.hidden = true;
    },
    poll: async () => {
      if (!isOpen()) return;
      const answer = await fetch("/d/antrean", { headers: { "HX-Request": "true" }, cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      refreshLists();
    },
    pollSeconds: 20,
  });
}

/* ---- One tab: the one opened first keeps the desk until another is told to go on ---- */

function oneTab() {
  const veil = document.getElementById("tab-lain");
  const now = desk();
  if (!("BroadcastChannel" in window) || !veil || !now || !now.dataset.lease) return;
  const channel = new BroadcastChannel("pendopo-meja-" + now.dataset.lease);
  let inUse = true;
  const step = (use) => {
    inUse = use;
    veil.hidden = use;
    document.querySelectorAll("#meja, #lembar").forEach((part) => (part.inert = !use));
    if (!use) veil.querySelector("button").focus();
  };
  channel.onmessage = ({ data }) => {
    if (data === "hello" && inUse) channel.postMessage("taken");
    else if (data === "taken") step(false);
    else if (data === "mine" && inUse) step(false);
  };
  document.addEventListener("htmx:afterSwap", () => {
    if (!inUse) desk().inert = true;
  });
  veil.querySelector("[data-use-this-tab]").addEventListener("click", () => {
    channel.postMessage("mine");
    step(true);
    refresh();
  });
  channel.postMessage("hello");
}

/* The hall counts on who is there: the browser says so, also while nothing is pressed (`queue/signs_of_life.py`). */
const SAYS_IT_IS_THERE_EVERY = 45000;
setInterval(() => {
  if (isOpen()) fetch("/d/detak", { cache: "no-store" }).catch(() => {});
}, SAYS_IT_IS_THERE_EVERY);

arrived();
listen();
oneTab();
