/* A page that shows what changes asks for itself now and then: `<meta name="again" content="30">` (seconds).
 *
 * Only what stands in `main` is put anew, and never under somebody's hands: who types or stands on a button is left alone.
 * The page itself is not loaded again, so a screen reader is not thrown back to its beginning (WCAG 2.2.1, 3.2.5).
 * With data-whole the page is loaded as a whole, once the server answers: a screen that waits to become something else.
 */
const LEAST = 2;
const ANSWER_WITHIN = 8000;

function wanted(page) {
  const asked = page.querySelector('meta[name="again"]');
  return asked ? { seconds: Math.max(LEAST, Number(asked.content) || 0), whole: "whole" in asked.dataset } : null;
}

function inUse() {
  const main = document.querySelector("main");
  const at = document.activeElement;
  return document.hidden || (at && at !== main && main.contains(at));
}

async function again() {
  const now = wanted(document);
  if (!now) return;
  if (!inUse()) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), ANSWER_WITHIN);
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", signal: stop.signal });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.ok && now.whole) return location.reload();
      if (answer.ok && !inUse() && fresh.querySelector("main")) put(fresh);
    } catch (error) {
      // Without a network the page stays as it was last told.
    } finally {
      clearTimeout(timer);
    }
  }
  later();
}

function put(fresh) {
  document.querySelector("main").replaceWith(document.adoptNode(fresh.querySelector("main")));
  if (!wanted(fresh)) document.querySelector('meta[name="again"]').remove();
}

function later() {
  const now = wanted(document);
  if (now) setTimeout(again, now.seconds * 1000);
}

later();
