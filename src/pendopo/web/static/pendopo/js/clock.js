/* The hall's time on every screen, from the server's clock: a kiosk or a TV may have its own wrong one.
 *
 *   <time data-clock data-server-now="2026-11-23T09:42:10+07:00">09.42</time>      ticks every second
 *   <span data-since="2026-11-23T09:36:00+07:00">06.24</span>                      runs as a stopwatch
 *
 *   import { startClocks, serverNow, syncClock, clockText, minuteOfDay } from "./clock.js";
 *   startClocks();            begins once per page; new elements are found by themselves
 *   syncClock(isoText);       a newer word from the server (a live message, a poll)
 *
 * The time of day is shown in the server's offset (the mall's zone), never in the device's. 09.42, in English 09:42.
 */

let base = Date.now();
let basePerformance = performance.now();
let offsetMinutes = -new Date().getTimezoneOffset();
let known = false;

/** Take the server's word: an ISO text with an offset. Returns false if it cannot be read. */
export function syncClock(isoText) {
  const moment = Date.parse(isoText);
  const zone = /([+-])(\d\d):?(\d\d)$|Z$/.exec(isoText || "");
  if (Number.isNaN(moment) || !zone) return false;
  base = moment;
  basePerformance = performance.now();
  offsetMinutes = zone[1] ? (zone[1] === "-" ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3])) : 0;
  known = true;
  return true;
}

/** Milliseconds since 1970 by the server's clock; unmoved by changes of the device's clock. */
export function serverNow() {
  return base + (performance.now() - basePerformance);
}

function two(number) {
  return number < 10 ? "0" + number : String(number);
}

/** Minutes since midnight in the mall's zone. */
export function minuteOfDay(milliseconds) {
  const local = new Date(milliseconds + offsetMinutes * 60000);
  return local.getUTCHours() * 60 + local.getUTCMinutes();
}

/** "09.42" or, on an English page, "09:42", in the mall's zone. */
export function clockText(milliseconds) {
  const local = new Date(milliseconds + offsetMinutes * 60000);
  const mark = (document.documentElement.lang || "id").slice(0, 2) === "en" ? ":" : ".";
  return two(local.getUTCHours()) + mark + two(local.getUTCMinutes());
}

/** "06.24", with hours only when there are any: "1.06.24". */
export function runningText(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return (hours ? hours + "." : "") + two(minutes) + "." + two(seconds % 60);
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function tick() {
  const now = serverNow();
  document.querySelectorAll("[data-clock]").forEach((element) => write(element, clockText(now)));
  document.querySelectorAll("[data-since]").forEach((element) => {
    const since = Date.parse(element.getAttribute("data-since"));
    if (!Number.isNaN(since)) write(element, runningText(now - since));
  });
  document.querySelectorAll("progress[data-started]").forEach((element) => {
    const started = Date.parse(element.getAttribute("data-started"));
    if (!Number.isNaN(started)) element.value = (now - started) / 60000;
  });
}

let running = 0;

/** Begin ticking; further calls do nothing. Returns a function that stops it. */
export function startClocks() {
  const given = document.querySelector("[data-server-now]");
  if (given && !known) syncClock(given.getAttribute("data-server-now"));
  if (!running) {
    tick();
    running = setInterval(tick, 1000);
  }
  return () => {
    clearInterval(running);
    running = 0;
  };
}
