"""A loudspeaker in a browser that notes what it is given to play: to be run before a page's own scripts.

`window.gongs` counts tones of the gong; `window.played` is the log of clips, each with its word, its volume, and when it began and
ended by the audio clock. `window.clipSeconds`, `window.audioState`, `window.mayResume` and `window.noClips` change how it behaves;
`window.audio.becomes("suspended")` is the browser that takes the sound away.
"""

import itertools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

GONG = 6  # tones of one gong

LOUDSPEAKER = """
window.gongs = 0;
window.played = [];
window.clipSeconds = window.clipSeconds || 0.2;
window.audioState = window.audioState || "running";
window.AudioContext = class {
  constructor() { window.audio = this; this.state = window.audioState; }
  async resume() { if (window.mayResume || this.state === "running") this.state = "running"; }
  get currentTime() { return performance.now() / 1000; }
  get destination() { return {}; }
  becomes(state) { this.state = state; if (this.onstatechange) this.onstatechange(); }
  createOscillator() { window.gongs += 1; return { frequency: {}, connect: (next) => next, start() {}, stop() {} }; }
  createGain() { return { gain: { value: 1, setValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect: () => ({}) }; }
  async decodeAudioData(clip) { return { duration: window.clipSeconds, word: clip.word }; }
  createBufferSource() {
    let loudness = null;
    return {
      connect(gain) { loudness = gain.gain; return gain; },
      start(at) { window.played.push({ word: this.buffer.word, from: at, until: at + this.buffer.duration, volume: loudness.value }); },
    };
  }
};
const reallyFetch = window.fetch.bind(window);
window.fetch = (address, how) => {
  const clip = /\\/voice\\/(\\w+\\/[\\w-]+)\\.ogg|\\/suara\\/([0-9a-f]+)\\.wav/.exec(address);
  if (!clip) return reallyFetch(address, how);
  if (window.noClips) return Promise.reject(new TypeError("Failed to fetch"));
  return Promise.resolve({ ok: true, arrayBuffer: async () => ({ word: clip[1] || clip[2] }) });
};
"""


def played(page: "Page") -> list[dict[str, Any]]:
    return page.evaluate("window.played")


def sentences(page: "Page") -> list[str]:
    """What was said in Indonesian, a sentence for each opening."""
    said = " ".join(clip["word"].partition("/")[2] for clip in played(page))
    return [("nomor-antrian" + rest).strip() for rest in said.split("nomor-antrian")[1:]]


def never_two_at_once(page: "Page") -> bool:
    log = played(page)
    return all(one["until"] <= following["from"] for one, following in itertools.pairwise(log))
