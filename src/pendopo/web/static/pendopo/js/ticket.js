/* The ticket keeps itself true. body: data-live (the stream), data-state (what changes, with an ETag), or data-back beside it. */
import { connectLive, scattered } from "./live.js";

const { live: url, state, back, tag: firstTag } = document.body.dataset;
const STATES = { waiting: ["waiting", "near"], arrived: ["serving"] };
const AT_COUNTER = ["called", "arrived", "serving"];
const CALL = [500, 150, 500, 150, 900];
const by = (id) => document.getElementById(id);
const page = by("keadaan");
const face = () => page.firstElementChild.dataset;
const inLine = () => STATES.waiting.includes(face().face);
let tag = firstTag;
let live = null;
let timer = 0;
let shaken = "";

function shake(pattern) {
  if (navigator.vibrate) navigator.vibrate(pattern);
}

/** Title, roof, voice, and one shake for each young call. */
function shown(before) {
  const now = face();
  const called = now.face === "called";
  document.title = now.title;
  document.body.classList.toggle("phone__page--called", called);
  by("segar").textContent = now.now;
  if (now.call && now.call !== shaken) shake(CALL);
  shaken = now.call || shaken;
  if (before.say !== now.say) by(called ? "panggilan" : "kabar").textContent = now.say;
  if (before.face !== now.face) {
    if (now.face === "near") shake([200, 100, 200]);
    window.scrollTo(0, 0);
  }
  if (before.channels !== now.channels) listen();
  if ("over" in now) live.close();
}

async function ask() {
  const answer = await fetch(state + location.search, { headers: { "If-None-Match": tag } });
  if (answer.status === 304) by("segar").textContent = answer.headers.get("X-Time");
  else if (answer.status === 404) location.reload();
  else if (!answer.ok) throw new Error(answer.status);
  else {
    const before = { ...face() };
    const open = [...page.querySelectorAll("details[open]")].map((one) => one.id);
    page.innerHTML = await answer.text();
    tag = answer.headers.get("ETag");
    open.forEach((id) => by(id) && by(id).setAttribute("open", ""));
    shown(before);
  }
}

const askQuietly = () => ask().catch(() => {});

function askSoon(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(askQuietly, scattered(milliseconds));
}

/** A call stands there the moment it is heard, from the message alone. */
function called(call) {
  const before = { ...face() };
  const draft = by("dipanggil");
  const known = (before.ways || "").split("\n").map((way) => way.split("|"));
  const [, side, letter, hint] = known.find(([counter]) => counter === call.counter_number) || [];
  const way = [letter && draft.dataset.zone + " " + letter, hint].filter(Boolean).join(" · ");
  const words = { number: call.number, counter: call.counter_number, way };
  page.textContent = "";
  page.appendChild(draft.content.cloneNode(true));
  page.querySelectorAll("[data-put]").forEach((one) => { one.textContent = words[one.dataset.put]; });
  page.querySelector("[data-side]").dataset.side = side;
  page.querySelector("[data-side]").hidden = !side;
  const now = face();
  const fill = (text) => text.replace("{number}", call.number).replace("{counter}", call.counter_number);
  const { ways, channels, now: time } = before;
  Object.assign(now, { ways, channels, now: time, title: fill(now.title), say: fill(now.say), call: call.number + "/" + call.calls });
  tag = "";
  shown(before);
  askSoon(3000);
}

/** Find this number in its line; ask when it is nearly next or the range is not known. */
function ordered({ waiting }) {
  const ahead = waiting.indexOf(face().number);
  const text = by("depan");
  if (ahead < 0 || ahead === (text ? Number(text.dataset.ahead) : 0)) return;
  const range = by("kisaran");
  const known = text && range && range.dataset.ranges.split(" ")[ahead];
  if (ahead > 0 && known && known !== "?") {
    const { one, many, place } = text.dataset;
    text.dataset.ahead = ahead;
    text.innerHTML = (ahead === 1 ? one : many).replace("{}", ahead) + " · " + place.replace("{}", ahead + 1);
    range.textContent = range.dataset.as.replace("{}", known.replace("-", "–"));
    document.title = face().number + " · " + text.textContent;
    document.querySelectorAll(".ahead li:not(.is-you)").forEach((mark, at) => mark.classList.toggle("is-gone", at < 12 - ahead));
    by("kabar").textContent = text.textContent;
  }
  if (ahead <= 3 || !known || known === "?") askSoon(ahead <= 3 ? 1500 : 8000);
}

/** A stream begins: ask only when this page shows something else. */
function greeted({ tickets = [], boards = [] }) {
  const mine = tickets.find((one) => one.ticket === face().ticket);
  if (mine && !(STATES[mine.state] || mine.state).includes(face().face)) askSoon(1500);
  else if (inLine()) boards.forEach(ordered);
}

/** Another tab took the stream: ask now and then, take it back when this one is looked at. */
function elsewhere() {
  live.close();
  const asking = setInterval(askQuietly, 20000);
  document.addEventListener("visibilitychange", () => { clearInterval(asking); listen(); }, { once: true });
}

function heard({ type, data }) {
  if (back) {
    if (type !== "call" && !(type === "ticket" && AT_COUNTER.includes(data.state))) return;
    shake(CALL);
    location.assign(back);
  } else if (type === "call") called(data);
  else if (type === "ticket") askSoon(data.state === "called" ? 3000 : 800);
  else if (type === "hello") greeted(data);
  else if (type === "elsewhere") elsewhere();
  else if (inLine()) ordered(data);
}

function listen() {
  if (live) live.close();
  const lost = (now) => page && (by("putus").hidden = !now);
  const types = ["hello", "call", "ticket", "board", "elsewhere"];
  live = connectLive({ url, types, onMessage: heard, onLost: () => lost(true), onBack: () => lost(false), poll: page && ask });
}

listen();
if (page) {
  shaken = face().call;
  if (shaken) shake(CALL);
  // Counters open and close, breaks begin: no message of this number says so.
  setInterval(() => document.visibilityState === "visible" && askSoon(10000), 60000);
}
