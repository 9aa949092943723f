/* The voice of a display: the sentence of a call, put together from clips that were loaded before; see docs/mechanisms/voice.md.
 *
 *   const speech = makeSpeech();
 *   await speech.learn(book);                            what the server says of languages, words, clips and volume
 *   const ms = speech.say(call, { volume, sets: 1 });    plays it after whatever is still being said; 0 when nothing can be said
 *   speech.complete                                      whether every language has all of its clips
 *   phrasesOf(set, zone, call)                           the words alone, or null when one of them has no clip
 *
 * A call is { number: "A-047", counter: "3A", again: false }. A sentence is said whole or not at all. Everything is timed by the
 * audio clock, so that two sentences cannot overlap however late a timer comes.
 */
import { audioContext, soundIsOn } from "./chime.js";

const AFTER_GONG = 1.1;
const BETWEEN_WORDS = 0.01;
const BETWEEN_PHRASES = 0.2;
const BETWEEN_LANGUAGES = 0.6;
const AFTER = 0.5;
const AT_ONCE = 6;

const words = (text) => text.split(" ");

/** "A-047" → ["A", "047"]; a number on paper, "A-K07" → ["AK", "07"]. */
function parts(number) {
  const found = /^(?:([A-Z]*)-)?([A-Z]*)(.*)$/.exec(number);
  return [(found[1] || "") + found[2], found[3]];
}

function numberWords(set, digits) {
  const known = set.numbers[Number(digits)];
  return known ? words(known) : digits.split("").map((digit) => set.digits[Number(digit)]);
}

export function phrasesOf(set, zone, call) {
  const [prefix, digits] = parts(call.number);
  const counter = set.counters[call.counter];
  if (!counter || !/^[0-9]+$/.test(digits)) return null;
  const said = call.again ? [[set.again]] : [];
  said.push([set.opening]);
  said.push(prefix.split("").map((letter) => set.letters[letter]).concat(numberWords(set, digits)));
  said.push([set.walk_to].concat(words(counter)));
  if (prefix && prefix[0] !== zone) said.push(words(set.zone));
  return said.every((phrase) => phrase.every((word) => word && set.clips[word])) ? said : null;
}

async function load(address, sounds) {
  if (sounds.has(address)) return;
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error("no clip");
  sounds.set(address, await audioContext().decodeAudioData(await answer.arrayBuffer()));
}

export function makeSpeech() {
  let book = { zone: "", sets: [], volume: 100, quiet: [] };
  let sounds = new Map();
  let busyUntil = 0;
  let complete = true;

  /** A clip that does not come is asked for again when the book is learned anew. */
  async function learn(newBook) {
    const addresses = [];
    newBook.sets.forEach((set) => Object.keys(set.clips).forEach((word) => addresses.push(set.clips[word])));
    const wanted = new Set(addresses);
    const loaded = new Map(Array.from(sounds).filter(([address]) => wanted.has(address)));
    const queue = Array.from(wanted);
    let missed = 0;
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      while (queue.length) {
        try {
          await load(queue.shift(), loaded);
        } catch (error) {
          missed += 1;
        }
      }
    }));
    sounds = loaded;
    book = newBook;
    complete = missed === 0;
    return complete;
  }

  /** The clips of one language in their order with the pauses before them, or null. */
  function score(set, call) {
    const phrases = phrasesOf(set, book.zone, call);
    if (!phrases) return null;
    const notes = [];
    phrases.forEach((phrase, place) => phrase.forEach((word, index) => {
      const pause = index ? BETWEEN_WORDS : place ? BETWEEN_PHRASES : 0;
      notes.push({ pause, sound: sounds.get(set.clips[word]) });
    }));
    return notes.every((note) => note.sound) ? notes : null;
  }

  function say(call, { volume, sets }) {
    const audio = audioContext();
    if (!soundIsOn() || !volume) return 0;
    const scores = book.sets.slice(0, sets).map((set) => score(set, call)).filter(Boolean);
    if (!scores.length) return 0;
    const loudness = audio.createGain();
    loudness.gain.value = volume;
    loudness.connect(audio.destination);
    let at = Math.max(audio.currentTime + AFTER_GONG, busyUntil);
    scores.forEach((notes, place) => {
      if (place) at += BETWEEN_LANGUAGES;
      notes.forEach(({ pause, sound }) => {
        const player = audio.createBufferSource();
        player.buffer = sound;
        player.connect(loudness);
        player.start(at + pause);
        at += pause + sound.duration;
      });
    });
    busyUntil = at + AFTER;
    return Math.round((busyUntil - audio.currentTime) * 1000);
  }

  return {
    learn,
    say,
    get book() {
      return book;
    },
    get complete() {
      return complete;
    },
  };
}

/** Percent of the full volume at this minute of the mall's day. */
export function volumeAt(book, minute) {
  const quiet = book.quiet.find(([from, until]) => from <= minute && minute < until);
  return quiet ? quiet[2] : book.volume;
}
