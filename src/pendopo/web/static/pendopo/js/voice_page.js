/* The page of the hall's voice: hear a word or a sample call, record a word, or turn any sound file into one; see templates/backoffice/voice.html.
 *
 * Whatever was recorded or chosen is read by the browser itself and sent as plain WAV, 24 kHz, one channel. The server checks
 * its length and loudness, cuts the silence off, and says in a sentence what is wrong.
 */
const RATE = 24000;
const LONGEST = 4500;
const BETWEEN_PHRASES = 0.2;

const place = document.getElementById("words");
let audio = null;
let recording = null;

function context() {
  audio = audio || new AudioContext();
  audio.resume();
  return audio;
}

/* ---- Listening ---- */

async function soundAt(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error("no clip");
  return context().decodeAudioData(await answer.arrayBuffer());
}

async function play(phrases) {
  const sounds = await Promise.all(phrases.map((addresses) => Promise.all(addresses.map(soundAt))));
  let at = context().currentTime + 0.05;
  for (const phrase of sounds) {
    for (const sound of phrase) {
      const player = audio.createBufferSource();
      player.buffer = sound;
      player.connect(audio.destination);
      player.start(at);
      at += sound.duration + 0.01;
    }
    at += BETWEEN_PHRASES;
  }
}

async function playSample(form) {
  const said = document.getElementById("sample-said");
  const answer = await fetch(`${form.action}?${new URLSearchParams(new FormData(form))}`, { headers: { Accept: "application/json" } });
  const sample = await answer.json();
  if (!answer.ok) {
    said.textContent = sample.title;
    return;
  }
  said.textContent = sample.missing.length ? `${place.dataset.silent} ${sample.missing.join(", ")}` : "";
  await play(sample.clips);
}

/* ---- Recording ---- */

/** Any sound the browser can read, as a WAV file of 16-bit samples. */
async function asWav(content) {
  const sound = await context().decodeAudioData(content);
  const offline = new OfflineAudioContext(1, Math.max(1, Math.ceil(sound.duration * RATE)), RATE);
  const player = offline.createBufferSource();
  player.buffer = sound;
  player.connect(offline.destination);
  player.start();
  return wav((await offline.startRendering()).getChannelData(0));
}

function wav(samples) {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (at, word) => word.split("").forEach((sign, index) => view.setUint8(at + index, sign.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + samples.length * 2, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, index) => view.setInt16(44 + index * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32767), true));
  return new Blob([view.buffer], { type: "audio/wav" });
}

async function send(word, content) {
  const form = word.querySelector("form[enctype]");
  const parts = new FormData();
  parts.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  try {
    parts.append("sound", await asWav(content), "kata.wav");
  } catch (error) {
    tell(word, place.dataset.unreadable, "bad");
    return;
  }
  const answer = await fetch(form.action, { method: "POST", body: parts, headers: { Accept: "application/json" } });
  const kept = await answer.json();
  if (!answer.ok) {
    tell(word, kept.title, "bad");
    return;
  }
  word.dataset.address = kept.address;
  word.classList.remove("word--missing");
  word.querySelector('[data-do="play"]').hidden = false;
  word.querySelector('[data-do="remove"]').hidden = false;
  const seconds = (kept.milliseconds / 1000).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
  tell(word, place.dataset.own, "good").title = `${seconds} ${place.dataset.seconds}`;
  await play([[kept.address]]);
  const next = word.nextElementSibling && word.nextElementSibling.querySelector('[data-do="record"]:not([hidden])');
  if (next) next.focus();
}

function tell(word, sentence, kind) {
  const state = word.querySelector(".word__state");
  state.textContent = "";
  const text = document.createElement("span");
  text.className = `state-text--${kind}`;
  text.textContent = sentence;
  return state.appendChild(text);
}

async function begin(word, button) {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true, autoGainControl: false } });
  } catch (error) {
    tell(word, place.dataset.signs, "bad");
    return;
  }
  const recorder = new MediaRecorder(stream);
  const pieces = [];
  recording = { word, stop: () => recorder.state === "recording" && recorder.stop() };
  const tooLong = setTimeout(recording.stop, LONGEST);
  recorder.ondataavailable = (event) => pieces.push(event.data);
  recorder.onstop = async () => {
    clearTimeout(tooLong);
    stream.getTracks().forEach((track) => track.stop());
    recording = null;
    button.setAttribute("aria-pressed", "false");
    word.classList.remove("word--now");
    await send(word, await new Blob(pieces).arrayBuffer());
  };
  recorder.start();
  button.setAttribute("aria-pressed", "true");
  word.classList.add("word--now");
  tell(word, place.dataset.listening, "warn");
}

/* ---- Begin ---- */

const canRecord = Boolean(navigator.mediaDevices && navigator.mediaDevices.getUserMedia && window.MediaRecorder);
document.getElementById("no-microphone").hidden = canRecord;
if (canRecord) place.querySelectorAll('[data-do="record"]').forEach((button) => { button.hidden = false; });

place.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-do]");
  if (!button) return;
  const word = button.closest(".word");
  if (button.dataset.do === "play") play([[word.dataset.address]]).catch(() => {});
  if (button.dataset.do === "record") {
    const here = recording && recording.word === word;
    if (recording) recording.stop();
    if (!here) begin(word, button);
  }
});

place.addEventListener("change", async (event) => {
  const file = event.target.files && event.target.files[0];
  if (!file) return;
  await send(event.target.closest(".word"), await file.arrayBuffer());
  event.target.value = "";
});

document.getElementById("sample").addEventListener("submit", (event) => {
  event.preventDefault();
  playSample(event.target).catch(() => {});
});
