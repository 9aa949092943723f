/* A click on the floor plan is a place in thousandths of its width and height; it is written into the form, and sent. */
const surface = document.getElementById("surface");
const form = document.getElementById("place");
const SIDE = 1000;

surface.addEventListener("click", (event) => {
  const box = surface.getBoundingClientRect();
  form.elements.x.value = Math.min(SIDE, Math.max(0, Math.round(((event.clientX - box.left) / box.width) * SIDE)));
  form.elements.y.value = Math.min(SIDE, Math.max(0, Math.round(((event.clientY - box.top) / box.height) * SIDE)));
  sessionStorage.setItem("plan.what", form.elements.apa.value);
  form.requestSubmit();
});

// A way is many points, an entrance may be several: whoever draws one goes on drawing it.
const before = sessionStorage.getItem("plan.what");
if (before === "way") form.elements.apa.value = before;
form.elements.apa.addEventListener("change", () => sessionStorage.setItem("plan.what", form.elements.apa.value));
