/* One live connection to the hall, for every screen: connectLive({ url, types, onMessage, onLost, onBack, poll, … }).close().
 * What each option means, and how it comes back after silence: docs/mechanisms/live.md. */

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30000;

/** By both clocks: the device's may be set, the page's own may stand still while a phone sleeps. */
const now = () => ({ date: Date.now(), page: performance.now() });

/** Milliseconds since that instant; a device's clock that was set back counts for nothing. */
function since(instant) {
  return Math.max(Date.now() - instant.date, performance.now() - instant.page);
}

/** A pause scattered between half and the whole of the given length. */
export function scattered(milliseconds, chance = Math.random) {
  return milliseconds / 2 + (milliseconds / 2) * chance();
}

export function connectLive(options) {
  const { url, onMessage } = options;
  const types = options.types || [];
  const onLost = options.onLost || (() => {});
  const onBack = options.onBack || (() => {});
  const poll = options.poll || null;
  const pollMs = (options.pollSeconds || 20) * 1000;
  const silenceMs = (options.silenceSeconds || 45) * 1000;
  const graceMs = (options.graceSeconds || 4) * 1000;

  let source = null;
  let lastId = "";
  let pause = FIRST_PAUSE;
  let freshAt = now();
  let lostSince = null;
  let streaming = false;
  let polling = false;
  let closed = false;
  let reconnectTimer = 0;
  let awayTimer = 0;
  let silenceTimer = 0;
  let beats = false;

  function fresh(by) {
    freshAt = now();
    if (lostSince === null) return;
    const before = lostSince;
    lostSince = null;
    onBack({ since: before, by });
  }

  function lost() {
    if (lostSince !== null || streaming || closed) return;
    lostSince = new Date(Date.now() - (performance.now() - freshAt.page));
    onLost(lostSince);
  }

  function watchSilence() {
    clearTimeout(silenceTimer);
    if (beats && !closed) silenceTimer = setTimeout(replace, silenceMs);
  }

  function heard(type, event) {
    fresh("stream");
    watchSilence();
    if (event.lastEventId) {
      if (event.lastEventId === lastId) return;
      lastId = event.lastEventId;
    }
    let data = event.data;
    try {
      data = JSON.parse(event.data);
    } catch (error) {
      // A plain text is given on as it came.
    }
    onMessage({ type, id: event.lastEventId || "", data });
  }

  async function pollOnce() {
    if (!poll) return lost();
    if (polling || closed) return undefined;
    polling = true;
    try {
      await poll();
      fresh("poll");
    } catch (error) {
      lost();
    } finally {
      polling = false;
    }
    return undefined;
  }

  async function away() {
    clearTimeout(awayTimer);
    await pollOnce();
    if (!streaming && !closed) awayTimer = setTimeout(away, scattered(pollMs));
  }

  function listening() {
    streaming = true;
    clearTimeout(awayTimer);
    awayTimer = 0;
    fresh("stream");
    watchSilence();
  }

  function streamIsAway() {
    if (!streaming && awayTimer) return;
    streaming = false;
    clearTimeout(awayTimer);
    awayTimer = setTimeout(away, scattered(graceMs));
  }

  function replace() {
    if (closed) return;
    if (source) source.close();
    source = null;
    streamIsAway();
    clearTimeout(reconnectTimer);
    reconnectTimer = setTimeout(open, scattered(pause));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }

  function open() {
    if (closed) return;
    clearTimeout(reconnectTimer);
    if (source) source.close();
    const mark = lastId ? (url.indexOf("?") < 0 ? "?" : "&") + "lastEventId=" + encodeURIComponent(lastId) : "";
    source = new EventSource(url + mark, { withCredentials: true });
    const mine = source;
    source.onopen = () => {
      pause = FIRST_PAUSE;
      listening();
    };
    source.onerror = () => {
      if (mine !== source) return;
      if (mine.readyState === EventSource.CLOSED) replace();
      else streamIsAway();
    };
    source.onmessage = (event) => heard("message", event);
    types.forEach((type) => source.addEventListener(type, (event) => heard(type, event)));
    source.addEventListener("beat", () => {
      beats = true;
      listening();
    });
    source.addEventListener("stale", streamIsAway);
    source.addEventListener("reset", () => pollOnce());
    // The screen was taken out of service: the page asks, and learns what it is now.
    source.addEventListener("revoked", () => pollOnce());
  }

  // A phone taken out of the pocket, a cable put back: do not wait for the next timer.
  function wake() {
    if (closed || document.visibilityState === "hidden") return;
    if (!streaming) {
      pause = FIRST_PAUSE;
      open();
      pollOnce();
    } else if (since(freshAt) > silenceMs) {
      replace();
      pollOnce();
    }
  }

  function offline() {
    streaming = false;
    pollOnce();
    streamIsAway();
  }

  // Only a page that comes back out of the browser's memory: a new one is just opening its stream.
  function shownAgain(event) {
    if (event.persisted) wake();
  }

  document.addEventListener("visibilitychange", wake);
  window.addEventListener("pageshow", shownAgain);
  window.addEventListener("online", wake);
  window.addEventListener("offline", offline);
  if (url && "EventSource" in window) {
    awayTimer = setTimeout(away, graceMs);
    open();
  } else {
    away();
  }

  return {
    close() {
      closed = true;
      if (source) source.close();
      [reconnectTimer, awayTimer, silenceTimer].forEach(clearTimeout);
      document.removeEventListener("visibilitychange", wake);
      window.removeEventListener("pageshow", shownAgain);
      window.removeEventListener("online", wake);
      window.removeEventListener("offline", offline);
    },
    get lostSince() {
      return lostSince;
    },
    get lastEventId() {
      return lastId;
    },
  };
}
