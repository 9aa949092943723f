/* A zone's display: calls come live, are shown, chimed and spoken once, and move to the list; see templates/display/board.html.
 *
 * Calls are announced in the order of the journal, one after the other, each once (calls_log.js). After a silence or a reload those
 * younger than a minute are made up for: people must not be sent to a counter that called them long ago. The board itself is
 * asked for again every minute, when the hall opens, closes or rests, and every ten seconds while the stream is away.
 */
import { clockText, serverNow, startClocks, syncClock } from "./clock.js";
import { openLog } from "./calls_log.js";
import { connectLive } from "./live.js";
import { startSound } from "./display_sound.js";
import { followSoftware, withSoftware } from "./software.js";

const STALE = 60000;
// A call heard in time may still wait for its turn behind others; after this it is only shown.
const WAITS_AT_MOST = 120000;
const SHOWN_AT_LEAST = 6000;
const SHOWN_WHILE_OTHERS_WAIT = 3500;
const ROWS = 6;
const AGAIN = 60000;
const TURN = 12000;
const OTHERS = 6;

const ways = JSON.parse(document.getElementById("ways").textContent || "{}");
const mine = document.body.dataset.zone;
const log = openLog(mine);
let waiting = [];
let showing = 0;
let changeTimer = 0;
let page = 0;

const at = (id) => document.getElementById(id);
const isYounger = (call, age) => serverNow() - Date.parse(call.at) < age;
const isFresh = (call) => isYounger(call, STALE);
// The board printed by the server may show a call before the journal has given it its position.
const inOrder = (one, other) => (one.position && other.position && one.position - other.position) || Date.parse(one.at) - Date.parse(other.at);

/* ---- Drawing ---- */

function drawNumber(number) {
  const place = at("call-number");
  const dash = number.indexOf("-");
  place.className = "call__number" + (number.length > 5 ? " call__number--" + Math.min(number.length, 8) : "");
  place.textContent = "";
  if (dash < 0) {
    place.textContent = number;
    return;
  }
  [["call__line", number.slice(0, dash)], ["call__dash", "-"], ["", number.slice(dash + 1)]].forEach(([name, text]) => {
    const part = document.createElement("span");
    if (name) part.className = name;
    part.textContent = text;
    place.appendChild(part);
  });
}

function turnArrow(place, direction) {
  const use = place.querySelector("use");
  if (!use) return;
  const name = { left: "arrow-left", right: "arrow-right" }[direction] || "arrow-up";
  use.setAttribute("href", use.getAttribute("href").split("#")[0] + "#" + name);
}

function wayTo(counter) {
  const known = ways[counter] || ["ahead", ""];
  return { direction: known[0], hint: known[1] };
}

/** The call that a panel or a row of the board stands for. */
function callOn(element) {
  const { number, counter, at: instant, again, position } = element.dataset;
  return number ? { number, counter, at: instant, again: again === "1", position: Number(position || 0), zone: mine } : null;
}

function write(element, call) {
  Object.assign(element.dataset, {
    number: call.number, counter: call.counter, at: call.at, again: call.again ? "1" : "", position: String(call.position || 0),
  });
}

const current = () => callOn(at("call"));

/** Every call that a printed board shows, oldest first. */
function callsOn(board) {
  return Array.from(board.querySelectorAll("#call, #rows li")).map(callOn).filter(Boolean).sort(inOrder);
}

function drawCall(call) {
  const panel = at("call");
  const before = current();
  if (before && before.number !== call.number && !panel.hidden) addRow(before);
  removeRow(call.number);
  write(panel, call);
  dress();
  at("slide").hidden = true;
  panel.hidden = false;
}

/** What the server cannot give the panel: the size of its number, the arrow, the hint. */
function dress() {
  const call = current();
  if (!call) return;
  const way = wayTo(call.counter);
  drawNumber(call.number);
  at("call-counter").textContent = call.counter;
  at("call-where").textContent = way.hint;
  turnArrow(document.querySelector(".call__arrow"), way.direction);
  document.querySelector(".call__to").classList.toggle("call__to--long", call.counter.length > 2);
  at("last-at").textContent = clockText(Date.parse(call.at));
}

function addRow(call) {
  const rows = at("rows");
  const row = at("row").content.firstElementChild.cloneNode(true);
  write(row, call);
  row.querySelector(".recent__number").textContent = call.number;
  row.querySelector(".recent__to").textContent = call.counter;
  if (!call.again) row.querySelector(".recent__again").textContent = "";
  turnArrow(row.querySelector(".recent__arrow"), wayTo(call.counter).direction);
  removeRow(call.number);
  rows.insertBefore(row, rows.firstElementChild);
  shrinkRows();
  while (rows.childElementCount > ROWS) rows.lastElementChild.remove();
}

function removeRow(number) {
  Array.from(at("rows").children).forEach((row) => {
    if (row.dataset.number === number) row.remove();
  });
}

function shrinkRows() {
  document.querySelectorAll(".recent__number").forEach((place) => {
    place.classList.toggle("recent__number--long", place.textContent.length > 5);
  });
}

function drawOther(call) {
  const item = document.querySelector('#others [data-zone="' + call.zone + '"]');
  if (!item) return;
  item.querySelector(".others__number").textContent = call.number;
  item.querySelector(".others__to").textContent = call.counter;
  item.querySelector(".others__way").hidden = false;
}

/** A mall has more zones than the strip has places: they come in turns. */
function rollOthers(step) {
  const list = at("others");
  if (!list) return;
  const items = Array.from(list.children);
  const pages = Math.ceil(items.length / OTHERS);
  page = pages ? (page + step) % pages : 0;
  items.forEach((item, place) => { item.hidden = Math.floor(place / OTHERS) !== page; });
}

/* ---- Announcing: in the order of the journal, one after the other, each long enough to be heard and read ---- */

function hear(call) {
  if (call.zone !== mine) {
    drawOther(call);
    return;
  }
  if (!log.isNew(call)) return;
  log.takeUp(call);
  waiting.push(call);
  waiting.sort(inOrder);
  if (!showing) showNext();
  // Who waits for the voice does not wait for the text.
  else if (waiting.includes(call)) addRow(call);
}

function showNext() {
  clearTimeout(showing);
  showing = 0;
  const call = waiting.shift();
  if (!call) {
    at("call").classList.remove("call--new");
    return;
  }
  drawCall(call);
  if (!isYounger(call, WAITS_AT_MOST)) {
    log.announced(call);
    showNext();
    return;
  }
  const panel = at("call");
  panel.classList.remove("call--new");
  void panel.offsetWidth; // Begins the pulse anew for a second call.
  panel.classList.add("call--new");
  const spoken = sound.announce(call, { alone: !waiting.length });
  showing = setTimeout(() => {
    log.announced(call);
    showNext();
  }, Math.max(waiting.length ? SHOWN_WHILE_OTHERS_WAIT : SHOWN_AT_LEAST, spoken));
}

/** Calls that came while nobody listened: all are shown in their order, the young ones announced. */
function catchUp(calls) {
  const latest = current();
  calls.sort(inOrder).forEach((call) => {
    if (call.zone !== mine || (log.isNew(call) && isFresh(call))) {
      hear(call);
    } else if (log.isNew(call)) {
      log.takeUp(call);
      log.announced(call);
      if (!latest || inOrder(call, latest) > 0) drawCall(call);
    }
  });
}

function asCall(data) {
  return { number: data.number, counter: data.counter_number, at: data.at, again: Boolean(data.recall), position: data.position, zone: data.zone };
}

/* ---- The board as the server prints it ---- */

async function refresh() {
  const answer = await fetch(withSound(), { credentials: "same-origin" });
  if (answer.status === 403) location.reload();
  if (!answer.ok) throw new Error("no board");
  followSoftware(answer, mayLoadAnew);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("board");
  if (!fresh) throw new Error("no board");
  syncClock(fresh.dataset.now);
  const calls = callsOn(fresh);
  const news = calls.filter((call) => log.isNew(call) && isFresh(call));
  calls.filter((call) => !isFresh(call)).forEach(log.takeUp);
  // A call that is being announced stays; the board comes again in a minute.
  if (!showing && !waiting.length) {
    at("board").replaceWith(document.adoptNode(fresh));
    settle();
  } else {
    Object.assign(at("board").dataset, { voice: fresh.dataset.voice, speaks: fresh.dataset.speaks, volume: fresh.dataset.volume });
  }
  sound.settle();
  news.forEach(hear);
}

/** Whether this display can be heard goes with every question for the board; a change of it at once. */
function withSound() {
  const asked = new URLSearchParams(location.search);
  asked.set("bunyi", sound.state);
  return withSoftware(document.body.dataset.board + "?" + asked);
}

/** Nobody is being called. Where a hand had to turn the sound on, it would be lost: then only once the hall is closed. */
function mayLoadAnew() {
  const byHand = Boolean(navigator.userActivation && navigator.userActivation.hasBeenActive) && sound.state === "on";
  return !showing && !waiting.length && (!byHand || at("board").dataset.panel === "closed");
}

function tellSound() {
  // After what led here has ended: the first change comes while the sound is being started.
  setTimeout(() => fetch(withSound(), { method: "HEAD", credentials: "same-origin" }).catch(() => {}), 0);
}

/** After the board was printed anew. */
function settle() {
  dress();
  shrinkRows();
  showLoss();
  rollOthers(0);
  clearTimeout(changeTimer);
  const changes = Date.parse(at("board").dataset.changesAt);
  const wait = changes - serverNow();
  // A little after the hall changes, and not all displays in the same second.
  if (wait > 0 && wait < 24 * 3600000) changeTimer = setTimeout(() => refresh().catch(() => {}), wait + 500 + Math.random() * 4000);
}

/* ---- Connection ---- */

let lostSince = null;

function showLoss() {
  const lost = lostSince !== null;
  document.body.classList.toggle("tv--lost", lost);
  at("alarm").hidden = !lost;
  at("label-call").hidden = lost;
  at("label-last").hidden = !lost;
  if (lost) at("lost-since").textContent = clockText(lostSince);
}

function lost(since) {
  lostSince = serverNow() - (Date.now() - since.getTime());
  showLoss();
}

function back() {
  lostSince = null;
  showLoss();
}

/* ---- Begin ---- */

startClocks();
settle();
const sound = startSound({ onChange: tellSound });
const shownAtStart = callsOn(document);
if (log.isFirstStart) shownAtStart.forEach((call) => { log.takeUp(call); log.announced(call); });
else catchUp(shownAtStart);

const live = connectLive({
  url: document.body.dataset.live,
  types: ["call", "hello"],
  onMessage({ type, data }) {
    if (type === "call") hear(asCall(data));
    else if (type === "hello" && data.calls) catchUp(data.calls.map(asCall));
  },
  onLost: lost,
  onBack: back,
  poll: refresh,
  pollSeconds: 10,
});

setInterval(() => { if (!live.lostSince) refresh().catch(() => {}); }, AGAIN + Math.random() * 5000);
setInterval(() => {
  const turns = Array.from(document.querySelectorAll("[data-turn]"));
  const shown = turns.findIndex((line) => !line.hidden);
  turns.forEach((line, place) => { line.hidden = place !== (shown + 1) % turns.length; });
  rollOthers(1);
}, TURN);
