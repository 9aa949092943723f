/* Which calls this display has announced, so that each is announced once: whoever tells it, and also after a reload.
 *
 *   const log = openLog(zone);
 *   log.isNew(call)       not taken up here, nor a later call of the same number
 *   log.takeUp(call)      it waits for its turn, is being announced, or is too old to be
 *   log.announced(call)   it was announced to its end: a reload will not begin it again
 *   log.isFirstStart      this display never announced anything: what stands on the board is not news
 *
 * A call that a reload cut off in the middle was not announced, and is news as long as it is young.
 */

const KEPT = 3600000;

export function openLog(zone) {
  const name = "diumumkan-" + zone;
  const known = read(name);
  const isFirstStart = known === null;
  const done = known || {};
  const taken = new Map(Object.entries(done));
  write(name, done);

  return {
    isFirstStart,
    isNew(call) {
      const last = taken.get(call.number);
      return last === undefined || Date.parse(call.at) > last;
    },
    takeUp(call) {
      taken.set(call.number, Math.max(Date.parse(call.at), taken.get(call.number) || 0));
    },
    announced(call) {
      const at = Date.parse(call.at);
      done[call.number] = Math.max(at, done[call.number] || 0);
      Object.keys(done).forEach((number) => {
        if (done[number] < at - KEPT) delete done[number];
      });
      write(name, done);
    },
  };
}

// A browser may keep nothing (private window, full disk): then the log lasts as long as the page.
function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch (error) {
    return null;
  }
}

function write(name, done) {
  try {
    localStorage.setItem(name, JSON.stringify(done));
  } catch (error) {
    // As above.
  }
}
