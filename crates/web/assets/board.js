// Keeps a board up to date: hears of changes, fetches the board anew, and swaps the rows that differ. What the person has
// ticked and where the focus is stay as they are. Without this script the page shows what it showed when it was opened.

const part = document.querySelector("[data-live-events]");
if (part && "EventSource" in window) {
  let counter = part.dataset.liveCounter;
  let waiting = 0;
  let running = false;

  const refresh = async () => {
    waiting = 0;
    if (running) {
      later(500);
      return;
    }
    running = true;
    try {
      const answer = await fetch(part.dataset.liveFragment, { headers: { accept: "text/html" } });
      // Signed out, or no longer allowed: the next click says so.
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-live-events]");
      if (!fresh) return;
      counter = fresh.dataset.liveCounter;
      swap(part, fresh);
    } catch {
      // No network: the browser listens again by itself, and hears the counter then.
    } finally {
      running = false;
    }
  };

  const later = (pause) => {
    if (!waiting && !document.hidden) waiting = window.setTimeout(refresh, pause);
  };

  const swap = (old, fresh) => {
    const ticked = new Set([...old.querySelectorAll("input[type=checkbox]:checked")].map((box) => box.value));
    for (const box of fresh.querySelectorAll("input[type=checkbox]")) {
      if (ticked.has(box.value)) box.setAttribute("checked", "");
    }
    const known = new Map([...old.querySelectorAll("[id]")].map((element) => [element.id, element]));
    const rows = [...fresh.querySelectorAll("table.cards > tbody > tr[id]")];
    // The table of the board; the pictures bring tables of their own.
    const body = old.querySelector("table.cards > tbody");
    const newBody = fresh.querySelector("table.cards > tbody");
    if (body && newBody) {
      const kept = new Set(rows.map((row) => row.id));
      for (const row of [...body.children]) if (!kept.has(row.id)) row.remove();
      rows.forEach((row, at) => {
        const there = known.get(row.id);
        const place = body.children[at] ?? null;
        if (!there || there.parentElement !== body) {
          body.insertBefore(row.cloneNode(true), place);
          return;
        }
        if (there !== place) body.insertBefore(there, place);
        replaceCells(there, row);
      });
    }
    // What is not the table: counts and pictures, by their ids.
    for (const element of fresh.querySelectorAll("[data-live-part]")) {
      const there = known.get(element.id);
      if (there && there.innerHTML !== element.innerHTML && !there.contains(document.activeElement)) {
        there.innerHTML = element.innerHTML;
      }
    }
    for (const sentence of fresh.querySelectorAll("[role=status][id]")) {
      const there = known.get(sentence.id);
      if (there && there.textContent !== sentence.textContent) there.textContent = sentence.textContent;
    }
  };

  // A ticked box is not written in the markup of the page, so cells are compared without it.
  const words = (cell) => cell.innerHTML.replaceAll(' checked=""', "");
  const replaceCells = (row, fresh) => {
    [...fresh.children].forEach((cell, at) => {
      const there = row.children[at];
      if (there && words(there) !== words(cell) && !there.contains(document.activeElement)) {
        there.innerHTML = cell.innerHTML;
      }
    });
  };

  const source = new EventSource(part.dataset.liveEvents);
  source.addEventListener("change", (event) => {
    if (event.data !== counter) later(300);
  });
  // A page in the background waits; when it is looked at again it fetches once.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) later(0);
  });
}
