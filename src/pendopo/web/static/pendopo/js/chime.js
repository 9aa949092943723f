/* Two soft strokes of a gong, made by the browser itself: no sound file, nothing to load.
 *
 *   import { chime, audioContext, soundIsOn, tryToTurnSoundOn, whenSoundChanges } from "./chime.js";
 *   await tryToTurnSoundOn();     after a touch or a key; says whether sound is on
 *   chime(0.5);                   at half the volume; silent while sound is off
 *   audioContext();               where speech.js plays; null before the first try
 *   whenSoundChanges(tell);       the browser turned sound off or on by itself
 */

const STROKES = [[0, 587.33], [0.42, 440]];
const OVERTONES = [[1, 0.5], [2.01, 0.18], [3.02, 0.07]];
const RINGS = 1.8;

let audio = null;
let tell = () => {};

export function audioContext() {
  return audio;
}

export function whenSoundChanges(listener) {
  tell = listener;
}

export function soundIsOn() {
  return audio !== null && audio.state === "running";
}

export async function tryToTurnSoundOn() {
  const Audio = window.AudioContext || window.webkitAudioContext;
  if (!Audio) return false;
  if (!audio) {
    audio = new Audio();
    audio.onstatechange = () => tell();
  }
  // Without a touch before it, resume() may wait for ever.
  await Promise.race([audio.resume().catch(() => {}), new Promise((done) => setTimeout(done, 300))]);
  return soundIsOn();
}

export function chime(volume = 1) {
  if (!soundIsOn() || !volume) return;
  STROKES.forEach(([after, pitch]) => {
    OVERTONES.forEach(([times, loudness]) => {
      const begins = audio.currentTime + after;
      const tone = audio.createOscillator();
      const fade = audio.createGain();
      tone.frequency.value = pitch * times;
      fade.gain.setValueAtTime(0.0001, begins);
      fade.gain.exponentialRampToValueAtTime(Math.max(loudness * 0.6 * volume, 0.0002), begins + 0.015);
      fade.gain.exponentialRampToValueAtTime(0.0001, begins + RINGS / times);
      tone.connect(fade).connect(audio.destination);
      tone.start(begins);
      tone.stop(begins + RINGS);
    });
  });
}
