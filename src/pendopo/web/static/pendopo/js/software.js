/* Which software this screen runs, and loading itself anew once there is newer and nobody uses it.
 *
 *   withSoftware(address)         the address with what this page was made with, for the server to know
 *   followSoftware(answer, idle)  after each sign of life: if the server runs another, load anew when `idle()` says so
 */
const page = document.querySelector('meta[name="software"]');
const mine = page ? page.content : "";
const SHELF = "pendopo.software";

export function withSoftware(address) {
  return mine ? address + (address.includes("?") ? "&" : "?") + "versi=" + encodeURIComponent(mine) : address;
}

export function followSoftware(answer, idle) {
  const current = answer.headers.get("X-Pendopo-Software");
  if (!mine || !current || current === mine || !idle()) return;
  try {
    // Once for each: a page kept on the way would come back old for ever.
    if (sessionStorage.getItem(SHELF) === current) return;
    sessionStorage.setItem(SHELF, current);
  } catch (error) {
    return;
  }
  location.reload();
}
