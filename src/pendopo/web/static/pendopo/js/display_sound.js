/* Whether a display can be heard: the step that turns its sound on, the alarm when it is off, volume by hour, and its voice.
 *
 *   const sound = startSound({ onChange });     onChange() when the server should hear of it
 *   sound.announce(call, { alone })             gong and words; returns how long they take, in milliseconds
 *   sound.settle()                              after the board was printed anew: it says volume and version of the voice
 *   sound.state                                 "on", "muted", "gong" (no words to say it with), or "" for a display that is silent
 */
import { clockText, minuteOfDay, serverNow } from "./clock.js";
import { chime, soundIsOn, tryToTurnSoundOn, whenSoundChanges } from "./chime.js";
import { makeSpeech, volumeAt } from "./speech.js";

const LOOK_AGAIN = 2000;
const LEARN_AGAIN = 60000;

export function startSound({ onChange }) {
  const speech = makeSpeech();
  let learned = "";
  let learning = false;
  let lastTry = 0;
  let lastVersion = null;
  let mutedSince = null;

  const at = (id) => document.getElementById(id);
  const board = () => at("board").dataset;
  const speaks = () => board().speaks === "1";
  let told = board().sound;

  function volume() {
    return (volumeAt(speech.book, minuteOfDay(serverNow())) / 100) * (Number(board().volume) / 100);
  }

  function state() {
    if (!speaks()) return "";
    if (!soundIsOn()) return "muted";
    return learning || (learned && speech.complete) ? "on" : "gong";
  }

  /** Clips can be read only once there is an audio context; a voice that did not come whole is asked for again. */
  async function learn() {
    const version = board().voice;
    const complete = learned === version && speech.complete;
    const tooSoon = lastVersion === version && performance.now() - lastTry < LEARN_AGAIN;
    if (!speaks() || learning || complete || tooSoon) return;
    learning = true;
    lastTry = performance.now();
    lastVersion = version;
    try {
      const answer = await fetch(document.body.dataset.voice, { credentials: "same-origin" });
      if (!answer.ok) throw new Error("no voice");
      await speech.learn(await answer.json());
      learned = version;
    } catch (error) {
      // What was learned before is still said.
    }
    learning = false;
    show();
  }

  function show() {
    const now = state();
    const muted = now === "muted";
    if (muted && mutedSince === null) mutedSince = serverNow();
    if (!muted) mutedSince = null;
    at("mute").hidden = !muted;
    document.body.classList.toggle("tv--mute", muted);
    if (muted) at("mute-since").textContent = clockText(mutedSince);
    const word = at("sound-word");
    at("sound").hidden = false;
    at("sound-on").hidden = muted || now === "";
    at("sound-off").hidden = !(muted || now === "");
    const quiet = now !== "" && !muted && volumeAt(speech.book, minuteOfDay(serverNow())) < speech.book.volume;
    word.textContent = word.dataset[quiet ? "quiet" : { on: "on", muted: "off", gong: "gong" }[now] || "silent"];
    if (now !== told) {
      told = now;
      onChange();
    }
  }

  /** Browsers let a page sound only after somebody touched it, or if they were started to allow it. */
  async function turnOn(byHand) {
    await tryToTurnSoundOn();
    learn();
    show();
    if (byHand && soundIsOn() && speaks()) chime(volume());
  }

  function touched() {
    if (!soundIsOn()) turnOn(true);
  }

  document.addEventListener("click", touched);
  document.addEventListener("keydown", touched);
  whenSoundChanges(show);
  setInterval(show, LOOK_AGAIN);
  turnOn(false);

  return {
    announce(call, { alone }) {
      if (!speaks()) return 0;
      chime(volume());
      // While others wait for their turn, the first language alone keeps the voice from lagging behind the hall.
      return speech.say(call, { volume: volume(), sets: alone ? speech.book.sets.length : 1 });
    },
    settle() {
      learn();
      show();
    },
    get state() {
      return state();
    },
  };
}
