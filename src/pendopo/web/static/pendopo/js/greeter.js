/* The greeter's phone: scans, shows verdicts in full colour with a sound, and goes on without a network.
 *
 * A press of a form with data-press is sent by script. One with data-keeps may wait: it is written to localStorage with its key
 * before it is sent, and leaves it only when the server has answered. So a phone that is switched off in between sends it again,
 * and the key lets it have its effect once. Nothing is kept in memory alone.
 */
import { audioContext, tryToTurnSoundOn } from "./chime.js";

const PATIENCE = 5000;
const LOOKS_EVERY = 8000;
const TONES = { good: [[0, 660], [0.13, 990]], info: [[0, 660]], warn: [[0, 660], [0.2, 660], [0.4, 660]], bad: [[0, 220], [0.22, 165]], kept: [[0, 440], [0.15, 440]] };
const body = document.body;
const shelf = "pendopo.greeter." + body.dataset.mall;
const sheet = document.getElementById("verdict");
const sync = document.getElementById("sync");

let away = navigator.onLine === false;
let signedOut = false;
let sending = false;

/* ---- What waits in the phone ---- */
function kept() {
  try {
    return JSON.parse(localStorage.getItem(shelf) || "[]");
  } catch {
    return [];
  }
}

function keep(presses) {
  localStorage.setItem(shelf, JSON.stringify(presses));
  tellSync();
}

function without(key) {
  keep(kept().filter((press) => press.key !== key));
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function tellSync() {
  const unsent = kept().length;
  const words = sync.dataset;
  const state = signedOut ? words.signIn : away ? words.offline : unsent ? words.sending : words.online;
  sync.textContent = unsent ? state + " · " + unsent + " " + words.unsent : state;
  sync.classList.toggle("greet__sync--away", away || signedOut || unsent > 0);
  sync.dataset.state = away ? "offline" : "online";
  sync.hidden = false;
}

/* ---- Sending ---- */
class Away extends Error {}

async function post(press) {
  const form = new URLSearchParams(press.fields);
  form.set("kunci", press.key);
  form.set("lalu", String(Math.max(0, Math.round((Date.now() - press.at) / 1000))));
  form.set("csrfmiddlewaretoken", body.dataset.token);
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(press.path, { method: "POST", body: form, headers: { "HX-Request": "true" }, signal: stop.signal, credentials: "same-origin" });
    const text = await answer.text();
    if (answer.headers.get("HX-Redirect") || (answer.status === 403 && !text.includes("data-verdict"))) {
      signedOut = true;
      throw new Away();
    }
    // A server that is being restarted, or a hotspot's own page in between, is no answer either.
    if (answer.status >= 500 || !text.includes("data-verdict")) throw new Away();
    away = signedOut = false;
    return text;
  } catch (fault) {
    if (!signedOut) away = true;
    throw new Away();
  } finally {
    clearTimeout(timer);
    tellSync();
  }
}

async function send(press, keeps) {
  if (keeps) keep([...kept(), press]);
  try {
    // What was pressed before goes first.
    if (keeps && (away || kept().length > 1)) throw new Away();
    const text = await post(press);
    if (keeps) without(press.key);
    show(fragment(text));
  } catch {
    show(document.getElementById(keeps ? "kept" : "not-done").content.cloneNode(true), press);
    if (keeps && !away) sendKept();
  }
}

async function sendKept() {
  if (sending || signedOut) return;
  sending = true;
  try {
    for (let press = kept()[0]; press; press = kept()[0]) {
      const piece = fragment(await post(press));
      without(press.key);
      const verdict = piece.querySelector("[data-verdict]");
      list(verdict, press);
      // What came of it matters only when somebody must be looked for.
      if (verdict.dataset.tone === "bad" && !sheet.open) show(piece, press, false);
    }
  } catch {
    /* Still away: the next look tries again. */
  }
  sending = false;
  tellSync();
}

async function look() {
  try {
    const answer = await fetch(body.dataset.heartbeat, { headers: { "HX-Request": "true" }, cache: "no-store" });
    signedOut = Boolean(answer.headers.get("HX-Redirect"));
    away = answer.status >= 500;
    if (answer.status === 200) tellUntaken((await answer.json()).bantuan);
  } catch {
    away = true;
  }
  tellSync();
  if (!away) sendKept();
}

function tellUntaken(many) {
  const badge = document.getElementById("untaken");
  if (many > Number(badge.textContent || 0)) sound("warn");
  badge.textContent = String(many);
  badge.hidden = many === 0;
}

/* ---- Showing ---- */
function fragment(text) {
  const box = document.createElement("template");
  box.innerHTML = text;
  return box.content;
}

function show(piece, press, lists = true) {
  const verdict = piece.querySelector("[data-verdict]");
  if (lists) list(verdict, press);
  sound(verdict.dataset.tone);
  sheet.replaceChildren(piece);
  if (!sheet.open) sheet.showModal();
  const next = sheet.querySelector("[data-close]");
  if (next) next.focus();
}

function list(verdict, press) {
  const scans = document.getElementById("scans");
  if (!scans) return;
  const row = document.createElement("li");
  row.className = "scan scan--" + verdict.dataset.tone;
  const now = new Date(press ? press.at : Date.now());
  const parts = [["time", String(now.getHours()).padStart(2, "0") + "." + String(now.getMinutes()).padStart(2, "0")],
    ["b", verdict.dataset.label || (press && (press.fields.dicari || press.fields.nomor || "").slice(0, 6)) || "–"],
    ["span", verdict.dataset.title || verdict.querySelector("h1").textContent]];
  parts.forEach(([tag, text]) => {
    const piece = document.createElement(tag);
    piece.textContent = text;
    row.append(piece);
  });
  scans.prepend(row);
  document.getElementById("no-scans").hidden = true;
}

async function sound(tone) {
  if (navigator.vibrate) navigator.vibrate(tone === "bad" ? [200, 80, 200] : 60);
  if (!(await tryToTurnSoundOn())) return;
  const audio = audioContext();
  (TONES[tone] || TONES.info).forEach(([after, pitch]) => {
    const begins = audio.currentTime + after;
    const beep = audio.createOscillator();
    const fade = audio.createGain();
    beep.frequency.value = pitch;
    fade.gain.setValueAtTime(0.25, begins);
    fade.gain.exponentialRampToValueAtTime(0.001, begins + 0.16);
    beep.connect(fade).connect(audio.destination);
    beep.start(begins);
    beep.stop(begins + 0.17);
  });
}

/* ---- Camera ---- */
async function readyToScan() {
  const button = document.getElementById("scan");
  if (!button) return;
  const reads = "BarcodeDetector" in window && navigator.mediaDevices && (await window.BarcodeDetector.getSupportedFormats().catch(() => [])).includes("qr_code");
  button.hidden = !reads;
  document.getElementById("no-camera").hidden = Boolean(reads);
  if (!reads) return;
  const words = button.querySelector("span");
  const begin = words.textContent;
  const picture = document.getElementById("picture");
  const reader = new window.BarcodeDetector({ formats: ["qr_code"] });
  let camera = null;
  let last = "";

  const stop = () => {
    camera.getTracks().forEach((track) => track.stop());
    camera = null;
    document.getElementById("camera").hidden = true;
    words.textContent = begin;
  };
  const read = async () => {
    if (!camera) return;
    const found = sheet.open ? [] : await reader.detect(picture).catch(() => []);
    if (found.length && found[0].rawValue !== last) {
      last = found[0].rawValue;
      setTimeout(() => { last = ""; }, 4000);
      document.getElementById("dicari").value = last;
      document.getElementById("look-up").requestSubmit();
    }
    setTimeout(read, 200);
  };
  button.addEventListener("click", async () => {
    tryToTurnSoundOn();
    if (camera) return stop();
    try {
      camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      document.getElementById("no-camera").hidden = false;
      return undefined;
    }
    document.getElementById("camera").hidden = false;
    picture.srcObject = camera;
    await picture.play();
    words.textContent = button.dataset.stop;
    return read();
  });
}

/* ---- Numbers on paper ---- */
/** The number says its line: only that line's services are left to choose, and a single one is chosen. */
function narrowServices(typed, select) {
  const found = /^\s*([A-Z]{1,2}?)[\s.-]*K[\s.-]*[0-9]/i.exec(typed);
  const groups = Array.from(select.querySelectorAll("optgroup"));
  const own = found && groups.find((group) => group.dataset.prefix === found[1].toUpperCase());
  groups.forEach((group) => { group.hidden = group.disabled = Boolean(own) && group !== own; });
  if (!own) return;
  const chosen = select.selectedOptions[0];
  if (own.children.length === 1) select.value = own.children[0].value;
  else if (chosen && chosen.value && chosen.parentElement !== own) select.value = "";
}

const onPaper = document.getElementById("paper");
if (onPaper) onPaper.elements.nomor.addEventListener("input", (event) => narrowServices(event.target.value, onPaper.elements.layanan));
const print = document.getElementById("print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!("press" in form.dataset)) return;
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(form));
  if (event.submitter && event.submitter.name) fields[event.submitter.name] = event.submitter.value;
  delete fields.csrfmiddlewaretoken;
  delete fields.kunci;
  send({ key: newKey(), path: form.getAttribute("action"), fields, at: Date.now() }, "keeps" in form.dataset);
  const again = (form.dataset.again || "").split(" ").filter((name) => name in fields);
  form.reset();
  again.forEach((name) => { form.elements[name].value = fields[name]; });
});
sheet.addEventListener("click", (event) => {
  if (!event.target.closest("[data-close]")) return;
  event.preventDefault();
  sheet.close();
});
sheet.addEventListener("close", () => {
  const typed = document.getElementById("dicari");
  if (typed) typed.focus();
});
window.addEventListener("offline", () => { away = true; tellSync(); });
window.addEventListener("online", look);
setInterval(look, LOOKS_EVERY);

const link = document.getElementById("link");
const share = document.getElementById("send");
if (share && navigator.share) {
  share.hidden = false;
  share.addEventListener("click", () => navigator.share({ title: share.dataset.title, url: link.href }).catch(() => {}));
}
readyToScan();
tellSync();
sendKept();
