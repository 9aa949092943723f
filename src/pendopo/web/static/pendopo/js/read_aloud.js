/* The kiosk reads its page aloud, for who cannot see or read it: one press, and every further page is read until it is pressed again.
 *
 * Only by a voice that lives in this device (localService): it works without internet, and nothing of the page leaves the hall.
 * Where the device has no such voice for the language of the page, nothing is offered. Javanese is read by an Indonesian voice.
 */
const READ_BY = { jv: "id", su: "id", mad: "id", min: "id", ban: "id", bug: "id", ace: "id", bjn: "id" };
const SLOWLY = 0.9;

let listening = false;

function voice() {
  const speech = window.speechSynthesis;
  if (!speech || typeof SpeechSynthesisUtterance === "undefined") return null;
  const page = document.documentElement.lang;
  const wanted = READ_BY[page] || page;
  // Indonesian was called "in" until 1989, and some voices still are.
  const names = wanted === "id" ? ["id", "in"] : [wanted];
  const fits = (one) => one.localService && names.includes(one.lang.toLowerCase().split(/[-_]/)[0]);
  return Array.from(speech.getVoices()).find(fits) || null;
}

/** What a person would read from top to bottom, a line at a time. */
function lines() {
  const main = document.querySelector("main");
  return main ? main.innerText.split("\n").map((line) => line.trim()).filter(Boolean) : [];
}

function read() {
  const speaker = voice();
  window.speechSynthesis.cancel();
  if (!speaker) return;
  lines().forEach((line) => {
    const said = new SpeechSynthesisUtterance(line);
    said.voice = speaker;
    said.lang = speaker.lang;
    said.rate = SLOWLY;
    window.speechSynthesis.speak(said);
  });
}

function show() {
  const button = document.querySelector("[data-listen]");
  if (!button) return;
  button.hidden = !voice();
  button.setAttribute("aria-pressed", String(listening));
}

export function isReading() {
  return listening && Boolean(window.speechSynthesis.speaking);
}

/** A page has come. `anew`: it belongs to the next visitor, who has asked for nothing yet. */
export function readAloud({ anew = false } = {}) {
  if (anew) hush();
  show();
  if (listening) read();
}

export function hush() {
  if (listening) window.speechSynthesis.cancel();
  listening = false;
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-listen]")) return;
  if (listening) hush();
  else listening = true;
  show();
  if (listening) read();
});

if (window.speechSynthesis && window.speechSynthesis.addEventListener) {
  window.speechSynthesis.addEventListener("voiceschanged", show);
}
