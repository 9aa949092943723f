/* A zone's display: calls come live, are shown and chimed once, and move to the list; see templates/display/board.html.
 *
 * A call is announced only if it is younger than a minute and was never announced here, and after a silence only the newest:
 * people must not be sent to a counter that called them long ago. The board itself is asked for again every minute, when the
 * hall opens, closes or rests, and every ten seconds while the stream is away.
 */
import { clockText, serverNow, startClocks, syncClock } from "./clock.js";
import { connectLive } from "./live.js";
import { chime, soundIsOn, tryToTurnSoundOn } from "./chime.js";

const STALE = 60000;
const SHOWN_AT_LEAST = 6000;
const ROWS = 6;
const AGAIN = 60000;
const TURN = 12000;
const OTHERS = 6;
const REMEMBERED = 500;

const ways = JSON.parse(document.getElementById("ways").textContent || "{}");
const mine = document.body.dataset.zone;
const announced = new Set();
let waiting = [];
let showing = 0;
let changeTimer = 0;
let page = 0;

const at = (id) => document.getElementById(id);
const keyOf = (call) => call.number + "@" + Date.parse(call.at);
const isFresh = (call) => serverNow() - Date.parse(call.at) < STALE;

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

function current() {
  const panel = at("call");
  if (!panel.dataset.number) return null;
  return { number: panel.dataset.number, counter: panel.dataset.counter, at: panel.dataset.at, again: panel.dataset.again === "1" };
}

function drawCall(call) {
  const panel = at("call");
  const before = current();
  if (before && before.number !== call.number && !panel.hidden) addRow(before);
  removeRow(call.number);
  Object.assign(panel.dataset, { number: call.number, counter: call.counter, at: call.at, again: call.again ? "1" : "" });
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
  row.dataset.number = call.number;
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

/* ---- Announcing: one after the other, each long enough to be read ---- */

/** A display runs for weeks: only the last calls need to be known again. */
function remember(call) {
  announced.add(keyOf(call));
  if (announced.size > REMEMBERED) announced.delete(announced.values().next().value);
}

function hear(call) {
  if (call.zone !== mine) {
    drawOther(call);
    return;
  }
  if (announced.has(keyOf(call))) return;
  remember(call);
  waiting.push(call);
  if (!showing) showNext();
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
  if (!isFresh(call)) {
    showNext();
    return;
  }
  const panel = at("call");
  panel.classList.remove("call--new");
  void panel.offsetWidth; // Begins the pulse anew for a second call.
  panel.classList.add("call--new");
  chime();
  showing = setTimeout(showNext, SHOWN_AT_LEAST);
}

/** Calls that were missed while the line was down: shown in their order, the newest announced if it is fresh. */
function catchUp(calls) {
  const missed = calls.filter((call) => call.zone === mine && !announced.has(keyOf(call))).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  calls.filter((call) => call.zone !== mine).sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).forEach(drawOther);
  const last = missed.pop();
  const latest = current();
  missed.forEach((call) => {
    remember(call);
    if (!latest || Date.parse(call.at) > Date.parse(latest.at)) drawCall(call);
  });
  if (last && (!latest || Date.parse(last.at) > Date.parse(latest.at))) hear(last);
}

function asCall(data) {
  return { number: data.number, counter: data.counter_number, at: data.at, again: Boolean(data.recall), zone: data.zone };
}

/* ---- The board as the server prints it ---- */

async function refresh() {
  const answer = await fetch(document.body.dataset.board + location.search, { credentials: "same-origin" });
  if (answer.status === 403) location.reload();
  if (!answer.ok) throw new Error("no board");
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("board");
  if (!fresh) throw new Error("no board");
  syncClock(fresh.dataset.now);
  // A call that is being announced stays; the board comes again in a minute.
  if (showing || waiting.length) return;
  const call = fresh.querySelector("#call");
  const news = call && !call.hidden ? { number: call.dataset.number, counter: call.dataset.counter, at: call.dataset.at, again: call.dataset.again === "1", zone: mine } : null;
  const unheard = news && !announced.has(keyOf(news)) && isFresh(news);
  at("board").replaceWith(document.adoptNode(fresh));
  settle();
  if (news) remember(news);
  if (unheard) {
    announced.delete(keyOf(news));
    hear(news);
  }
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

/* ---- Sound ---- */

function showSound() {
  const button = at("sound");
  const on = soundIsOn();
  button.hidden = false;
  at("sound-on").hidden = !on;
  at("sound-off").hidden = on;
  at("sound-word").textContent = on ? button.dataset.on : button.dataset.off;
  if (!on) {
    const hint = document.createElement("small");
    hint.textContent = button.dataset.press;
    at("sound-word").appendChild(hint);
  }
}

/** Browsers let a page sound only after somebody touched it, or if the kiosk was started to allow it. */
async function sound(byHand) {
  await tryToTurnSoundOn();
  showSound();
  if (byHand && soundIsOn()) chime();
}

/* ---- Begin ---- */

startClocks();
settle();
const first = current();
if (first && !at("call").hidden) remember(first);
document.addEventListener("click", () => { if (!soundIsOn()) sound(true); });
document.addEventListener("keydown", () => { if (!soundIsOn()) sound(true); });
sound(false);

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
