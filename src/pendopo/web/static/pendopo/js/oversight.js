/* The manager's live hall: whatever happens in the hall is asked for once, at most every two seconds, as one fragment; sheets open
 * over it and wait for nobody. Without the stream the page asks by itself; without JavaScript it is reloaded. */
import { connectLive } from "./live.js";

const AT_MOST_EVERY = 2000;
// Counters fall silent without an event, and minutes pass.
const ANYWAY_EVERY = 30000;
const sheet = document.getElementById("lembar");
const hall = () => document.getElementById("aula");

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target !== sheet || !sheet.firstElementChild) return;
  if (!sheet.open) sheet.showModal();
  const first = sheet.querySelector("[autofocus]") || sheet.querySelector("input:not([type=hidden]), select, button:not([data-close])");
  if (first) first.focus();
});
sheet.addEventListener("close", () => sheet.replaceChildren());

/* Somebody is choosing or typing: what stands under their hand does not move. */
function busy() {
  const here = document.activeElement;
  return sheet.open || document.hidden || Boolean(here && hall().contains(here) && here.matches("input, select, textarea")) || Boolean(hall().querySelector("details#jeda[open]"));
}

async function ask() {
  const answer = await fetch(hall().dataset.ask, { headers: { "HX-Request": "true" }, cache: "no-store", credentials: "same-origin" });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  const text = await answer.text();
  if (busy()) return;
  const opened = Array.from(hall().querySelectorAll("details[open]")).map((one) => one.id);
  const focused = hall().contains(document.activeElement) ? document.activeElement : null;
  const place = focused && { id: focused.id, address: focused.getAttribute("href") };
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("aula");
  hall().replaceWith(fresh);
  window.htmx.process(fresh);
  opened.forEach((id) => document.getElementById(id) && (document.getElementById(id).open = true));
  if (place) {
    const again = (place.id && document.getElementById(place.id)) || Array.from(fresh.querySelectorAll("a[href]")).find((one) => one.getAttribute("href") === place.address);
    if (again) again.focus({ preventScroll: true });
  }
}

let due = 0;
let askedAt = 0;
function askSoon() {
  if (due) return;
  due = setTimeout(() => {
    due = 0;
    if (busy()) {
      askedAt = Date.now();
      return askSoon();
    }
    askedAt = Date.now();
    return ask().catch(() => {});
  }, Math.max(0, askedAt + AT_MOST_EVERY - Date.now()));
}

const lost = document.getElementById("terputus");
const live = connectLive({
  url: hall().dataset.listen,
  types: ["hello", "call", "desk", "board", "alert", "message", "hall"],
  onMessage: askSoon,
  onLost: () => (lost.hidden = false),
  onBack: () => (lost.hidden = true),
  poll: ask,
  pollSeconds: 20,
});
setInterval(() => live.lostSince || askSoon(), ANYWAY_EVERY);
document.addEventListener("visibilitychange", () => document.hidden || askSoon());
