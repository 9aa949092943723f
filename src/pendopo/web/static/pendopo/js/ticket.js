/* The ticket keeps itself true: it hears its calls and the order of its line, and asks when the stream is away.
 *
 *   body[data-live]     the event stream          body[data-state]  the part that changes, as a fragment with an ETag
 *   body[data-back]     on a page beside the ticket: where a call leads to
 *
 * A call is shown the moment it is heard, from what the message says; what came of it is asked a little later. */
import { connectLive, scattered } from "./live.js";

const body = document.body;
const page = document.getElementById("keadaan");
const back = body.dataset.back;
const AT_COUNTER = ["called", "arrived", "serving"];
const NEARLY = 3;
let tag = body.dataset.tag;
let live = null;
let asking = 0;
let shaken = "";

const by = (id) => document.getElementById(id);
const face = () => page.firstElementChild.dataset;

function tell(id, text) {
  if (by(id).textContent !== text) by(id).textContent = text;
}

function shake(pattern) {
  if (navigator.vibrate) navigator.vibrate(pattern);
}

/** Once for each call, and only while it is young. */
function shakeForCall(call) {
  if (!call || call === shaken) return;
  shaken = call;
  shake([500, 150, 500, 150, 900]);
}

function shown(before, speak) {
  const now = face();
  document.title = now.title;
  body.classList.toggle("phone__page--called", now.face === "called");
  by("segar").textContent = now.now;
  shakeForCall(now.call);
  if (before.face !== now.face && now.face === "near") shake([200, 100, 200]);
  if (speak && before.say !== now.say) tell(now.face === "called" ? "panggilan" : "kabar", now.say);
  if (before.face !== now.face) window.scrollTo(0, 0);
  if (before.channels !== now.channels) listen();
  if ("over" in now && live) live.close();
}

async function ask() {
  const answer = await fetch(body.dataset.state + location.search, { headers: { "If-None-Match": tag }, credentials: "same-origin" });
  if (answer.status === 304) {
    by("segar").textContent = clockNow(answer);
    return;
  }
  if (answer.status === 404) return location.reload();
  if (!answer.ok) throw new Error(String(answer.status));
  const before = { ...face() };
  const open = [...page.querySelectorAll("details[open]")].map((one) => one.id);
  page.innerHTML = await answer.text();
  tag = answer.headers.get("ETag");
  open.forEach((id) => by(id) && by(id).setAttribute("open", ""));
  shown(before, true);
}

/** The server's word for the time, in the mall's zone. */
function clockNow(answer) {
  return answer.headers.get("X-Time") || by("segar").textContent;
}

function askSoon(milliseconds) {
  clearTimeout(asking);
  asking = setTimeout(() => ask().catch(() => {}), scattered(milliseconds));
}

/** The call as the message tells it: the counter, its side, its hint, before anybody has asked the server. */
function called(call) {
  const ways = JSON.parse(face().ways || "{}");
  const [side, hint, letter] = ways[call.counter_number] || ["", "", ""];
  const draft = by("dipanggil").content.cloneNode(true);
  const put = (name, text) => draft.querySelectorAll(`[data-put="${name}"]`).forEach((one) => { one.textContent = text; });
  put("number", call.number);
  put("counter", call.counter_number);
  put("way", [letter && by("dipanggil").dataset.zone + " " + letter, hint].filter(Boolean).join(", "));
  draft.querySelectorAll("[data-side]").forEach((one) => { if (one.dataset.side !== side) one.remove(); });
  const before = { ...face() };
  page.replaceChildren ? page.replaceChildren(draft) : ((page.textContent = ""), page.appendChild(draft));
  const next = face();
  Object.assign(next, { ways: before.ways, channels: before.channels, now: before.now, number: call.number, call: `${call.number}/${call.calls}` });
  next.title = next.title.replace("{number}", call.number).replace("{counter}", call.counter_number);
  next.say = next.say.replace("{number}", call.number).replace("{counter}", call.counter_number);
  tag = "";
  shown(before, true);
}

/** Find this number among those who wait. */
function ordered(board) {
  const now = face();
  const depan = by("depan");
  if (now.face !== "waiting" && now.face !== "near") return;
  const ahead = board.waiting.indexOf(now.number);
  if (ahead < 0) return;
  const before = depan ? Number(depan.dataset.ahead) : 0;
  if (ahead === before) return;
  if (!depan || ahead <= NEARLY || !show(depan, ahead)) askSoon(ahead <= NEARLY ? 1500 : 8000);
}

/** Write a new count of people ahead and its range; false when the range is not known for so many. */
function show(depan, ahead) {
  const texts = depan.dataset;
  texts.ahead = ahead;
  depan.innerHTML = (ahead === 1 ? texts.one : texts.many).replace("{}", ahead) + " · " + texts.place.replace("{}", ahead + 1);
  document.querySelectorAll(".ahead li:not(.is-you)").forEach((mark, at) => mark.classList.toggle("is-gone", at < 12 - Math.min(ahead, 12)));
  const range = by("kisaran");
  const known = range && range.dataset.ranges.split(" ")[ahead];
  if (!known) return false;
  const [low, high] = known.split("-");
  range.textContent = range.dataset.as.replace("{}", low === high ? high : low + "–" + high);
  document.title = face().number + " · " + depan.textContent.split(" · ")[0];
  tell("kabar", depan.textContent);
  return true;
}

function heard({ type, data }) {
  if (back) {
    if (type === "call" || (type === "ticket" && AT_COUNTER.includes(data.state))) {
      shake([500, 150, 500]);
      location.assign(back);
    }
    return;
  }
  if (type === "call") {
    called(data);
    askSoon(3000);
  } else if (type === "ticket") askSoon(AT_COUNTER.includes(data.state) && face().face === "called" ? 3000 : 600);
  else if (type === "board") ordered(data);
}

function listen() {
  if (live) live.close();
  live = connectLive({
    url: body.dataset.live,
    types: ["call", "ticket", "board"],
    onMessage: heard,
    onLost: () => { if (page) by("putus").hidden = false; },
    onBack: () => { if (page) by("putus").hidden = true; },
    poll: back ? null : ask,
  });
}

if (page) {
  shakeForCall(face().call);
  // Counters open and close, breaks begin: what no message of this number says is asked for now and then.
  setInterval(() => { if (document.visibilityState === "visible" && !("over" in face())) askSoon(10000); }, 60000);
}
listen();
