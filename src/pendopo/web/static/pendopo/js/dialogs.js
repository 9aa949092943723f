/* Native dialogs: data-dialog="id" opens one, data-close inside it closes it; data-dismiss takes its notice away.
 * A link or a form that also carries data-dialog keeps working without this. */

export function listenForDialogs(root = document) {
  function clicked(event) {
    if (!(event.target instanceof Element)) return;
    const opener = event.target.closest("[data-dialog]");
    if (opener) {
      const dialog = document.getElementById(opener.getAttribute("data-dialog"));
      if (!dialog || typeof dialog.showModal !== "function") return;
      event.preventDefault();
      if (!dialog.open) dialog.showModal();
      return;
    }
    const dismisser = event.target.closest("[data-dismiss]");
    if (dismisser) dismisser.closest(".notice").remove();
    const closer = event.target.closest("[data-close]");
    const dialog = closer && closer.closest("dialog");
    if (dialog) {
      event.preventDefault();
      dialog.close();
    }
  }
  root.addEventListener("click", clicked);
  return () => root.removeEventListener("click", clicked);
}
