// Adds a slider to the day of a unit's page: from where the data begins until today or the day shown. Without this
// script the day is typed.

const part = document.querySelector("[data-slider]");
const date = part?.querySelector("input[type=date]");
if (date) {
  const days = part.dataset.days.split(" ");
  const DAY = 86_400_000;
  const first = Date.parse(days[0]);
  const today = Date.parse(new Date().toISOString().slice(0, 10));
  const number = (day) => Math.round((Date.parse(day) - first) / DAY);
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = 0;
  slider.max = Math.max(Math.round((today - first) / DAY), number(date.value) || 0);
  slider.value = number(date.value) || 0;
  slider.setAttribute("aria-label", part.dataset.slider);
  const marks = document.createElement("datalist");
  marks.id = "days-of-change";
  for (const day of days) marks.append(new Option(day, number(day)));
  slider.setAttribute("list", marks.id);
  const told = () => {
    date.value = new Date(first + slider.value * DAY).toISOString().slice(0, 10);
    slider.setAttribute("aria-valuetext", date.value.split("-").reverse().join("/"));
  };
  slider.addEventListener("input", told);
  // Let go of: the page of that day. By keyboard each step would be a page, so that waits for Enter.
  slider.addEventListener("pointerup", () => date.form.requestSubmit());
  slider.addEventListener("keydown", (event) => {
    if (event.key === "Enter") date.form.requestSubmit();
  });
  date.addEventListener("change", () => {
    slider.value = number(date.value) || 0;
  });
  slider.setAttribute("aria-valuetext", date.value.split("-").reverse().join("/"));
  part.append(slider, marks);
}
