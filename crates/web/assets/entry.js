// Typing a report: saved by itself, moved through like a spreadsheet, kept on this device while there is no network.
// The server decides what adds up; only the shape of a number is looked at here, at once.
const data = JSON.parse(document.getElementById("entry-data").textContent);
const form = document.getElementById("entry-form");
const status = document.getElementById("entry-status");
const board = document.getElementById("entry-conflict");
const vi = document.documentElement.lang !== "en";
const percents = new Set(data.percents);
const byId = (id) => document.getElementById(id);
const say = (key, values = {}) => data.said[key].replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
const isField = (name) => /^[frp]:/.test(name);

/* What is typed */
const read = () => {
  const fields = {};
  for (const control of form.elements) {
    if (isField(control.name) && control.value.trim()) fields[control.name] = control.value;
  }
  return fields;
};
const same = (a, b) => {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
};

// The field of the reason beside a figure; made when a check asks for one.
const reasonOf = (name) => {
  const id = name.replace(/^f:/, "r:");
  if (byId(id)) return byId(id);
  const figure = byId(id.replace(/^r:/, "f:"));
  const notes = figure && byId(`n:${figure.id}`);
  if (!notes) return null;
  const input = document.createElement("input");
  Object.assign(input, { id, name: id, maxLength: 4000, autocomplete: "off", placeholder: data.reason });
  input.setAttribute("aria-label", `${data.reason}: ${figure.labels[0]?.textContent ?? ""}`);
  notes.append(input);
  return input;
};
const write = (fields, names) => {
  for (const name of names) {
    const control = byId(name) ?? (name.startsWith("r:") ? reasonOf(name) : null);
    if (control) control.value = fields[name] ?? "";
  }
  workOut();
};
const writeAll = (fields) => {
  const names = new Set(Object.keys(fields));
  for (const control of form.elements) if (isField(control.name)) names.add(control.name);
  write(fields, names);
};

/* Numbers */
// The value typed: a number (hundredths for a percentage), null when blank, or the key of what is wrong.
const numberOf = (typed, percent) => {
  let text = typed.normalize("NFKC").replace(/[\u2010-\u2015\u2212]/g, "-").replace(/\s/g, " ").trim();
  if (percent && text !== "%") text = text.replace(/\s*%$/, "");
  if (/^-*$/.test(text)) return null;
  const sign = /^[-+]/.exec(text)?.[0];
  if (sign) text = text.slice(1).trim();
  let [whole, decimals] = [text, ""];
  const last = Math.max(text.lastIndexOf("."), text.lastIndexOf(","));
  if (last >= 0) {
    const [before, after] = [text.slice(0, last), text.slice(last + 1)];
    const repeated = before.includes(text[last]);
    // A lone sign before three digits is grouping in one language and the decimal sign in the other.
    const lone = !/[.,]/.test(before) && /^\d{3}$/.test(after) && /^[1-9]\d{0,2}$/.test(before);
    if (lone && (text[last] === (vi ? "." : ",")) === percent) return "ambiguous";
    if (!(repeated || (lone && !percent) || after === "")) [whole, decimals] = [before, after];
  }
  if (!/^(\d+|\d{1,3}([., '])\d{3}(\2\d{3})*)$/.test(whole) || !/^\d*$/.test(decimals)) return "not-a-number";
  const digits = whole.replace(/\D/g, "");
  if (sign === "-" && /[1-9]/.test(digits + decimals)) return "negative";
  if (!percent) return /[1-9]/.test(decimals) ? "not-whole" : Number(digits);
  return Math.round(Number(`${digits}.${decimals || 0}`) * 100);
};
const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, vi ? "." : ",");
const shown = (number, percent) => {
  if (!percent) return grouped(number);
  const rest = String(number % 100).padStart(2, "0").replace(/0+$/, "");
  return grouped(Math.floor(number / 100)) + (rest && (vi ? "," : ".") + rest);
};
const isNumber = (control) => control?.tagName === "INPUT" && control.name.startsWith("f:");
const note = (field, sentence, wrong, local) => {
  const notes = byId(`n:${field}`);
  if (!notes) return;
  const line = document.createElement("p");
  line.className = wrong ? "sheet-note wrong" : "sheet-note";
  if (local) line.dataset.local = "";
  line.textContent = sentence;
  notes.insertBefore(line, notes.querySelector("input, a"));
};
// Says at once what is wrong with a number, and writes it the way the language does.
const check = (control, tidy) => {
  const value = numberOf(control.value, percents.has(control.name));
  const wrong = typeof value === "string";
  byId(`n:${control.name}`)?.querySelectorAll(".wrong").forEach((line) => line.remove());
  control.toggleAttribute("aria-invalid", false);
  if (wrong) {
    control.setAttribute("aria-invalid", "true");
    note(control.name, say(value), true, true);
  } else if (tidy && value !== null && Number.isSafeInteger(value)) {
    const typed = control.value.trim();
    control.value = shown(value, percents.has(control.name));
    // `1,200` is one thousand two hundred to some and one and a fifth to others.
    const other = vi ? /^[1-9]\d{0,2}(,\d{3})+$/ : /^[1-9]\d{0,2}(\.\d{3})+$/;
    if (!percents.has(control.name) && other.test(typed)) note(control.name, say("understood", { number: control.value }), false, true);
  }
};
const workOut = () => {
  for (const [cell, part, whole] of data.ratios) {
    const [of, all] = [part, whole].map((name) => numberOf(byId(name)?.value ?? "", false));
    const ratio = byId(cell);
    if (ratio && Number.isInteger(of) && Number.isInteger(all) && all > 0) {
      ratio.value = shown(Math.floor((of * 20000 + all) / (all * 2)), true);
    }
  }
};

/* What is kept on this device */
// base: the version begun from. fields: what is typed. start: what stood there at that version. sent: nothing is waiting.
// request: a save that may have been heard. handIn: to be handed in as soon as it is saved.
const store = `chungtay-report:${data.person}:${data.campaign}:${data.unit}`;
let kept = { base: data.version, start: read(), fields: read(), sent: true };
let stores = true;
const keep = () => {
  try {
    localStorage.setItem(store, JSON.stringify(kept));
  } catch {
    stores = false;
  }
};
// What others left here after signing out is forgotten once it was sent.
const forgetOthers = () => {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith("chungtay-report:") && !name.startsWith(`chungtay-report:${data.person}:`)) {
      if (JSON.parse(localStorage.getItem(name) ?? "{}").sent) localStorage.removeItem(name);
    }
  }
};
const forgetSent = () => {
  if (kept.sent) localStorage.removeItem(store);
};

/* Saving */
let timer = 0;
let sending = false;
let hasDraft = data.hasDraft;
let stopped = false;
let waits = 2000;
let unreached = false;
const tell = (sentence, away, ...more) => {
  status.replaceChildren(sentence, ...more);
  status.classList.toggle("away", Boolean(away));
};
const link = (href, words) => Object.assign(document.createElement("a"), { href, textContent: words });
const button = (words, act) => {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: words });
  made.addEventListener("click", act);
  return made;
};
// `crypto.randomUUID` is not there over plain http.
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join("");
const plan = (delay) => {
  clearTimeout(timer);
  timer = setTimeout(send, delay);
};
const put = (address, body) =>
  fetch(address, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    credentials: "same-origin",
    redirect: "manual",
  });
const away = () => {
  unreached = true;
  if (kept.handIn) tell(say("queued"), true, " ", button(say("unqueue"), unqueue));
  else tell(say(stores ? "away" : "unstored"), true);
  plan(waits);
  waits = Math.min(waits * 2, 60000);
};
const signedOut = () => {
  stopped = true;
  const next = encodeURIComponent(location.pathname + location.search);
  tell(say("signed-out"), true, " ", link(`/sign-in?next=${next}`, say("sign-in")));
};
const lines = (answer) => {
  document.querySelectorAll("#figures .sheet-note").forEach((line) => line.remove());
  form.querySelectorAll("[aria-invalid]").forEach((control) => control.removeAttribute("aria-invalid"));
  for (const { field, sentence } of answer.warnings ?? []) {
    note(field, sentence, false);
    reasonOf(field);
  }
  for (const { field, sentence } of answer.faults ?? []) {
    note(field.replace(/^r:/, "f:"), sentence, true);
    byId(field)?.setAttribute("aria-invalid", "true");
  }
};
// Sends one request at a time; one that may have been heard is sent again as it was, under its key.
let last = Promise.resolve();
const send = () => (last = last.then(sendNow));
async function sendNow() {
  if (stopped || (kept.sent && !kept.handIn)) return;
  sending = true;
  try {
    if (!kept.sent) {
      kept.request ??= { version: kept.base, key: newKey(), fields: kept.fields };
      keep();
      tell(say("saving"));
      if (!(await saved(await put(data.draft, kept.request)))) return;
    }
    if (kept.sent && kept.handIn) await handIn();
  } catch {
    away();
  } finally {
    sending = false;
  }
}
// Whether the answer lets us go on.
async function saved(response) {
  if (response.type === "opaqueredirect") return signedOut();
  if (response.status >= 500 || response.status === 429) return away();
  const answer = await response.json();
  unreached = false;
  const asked = kept.request;
  delete kept.request;
  waits = 2000;
  if (response.ok) {
    kept.base = answer.version;
    kept.start = asked.fields;
    kept.sent = same(kept.fields, asked.fields);
    hasDraft = true;
    form.elements.version.value = answer.version;
    keep();
    lines(answer);
    tell(say("saved", { time: answer.time }));
    if (!kept.sent) plan(300);
    return kept.sent;
  }
  keep();
  if (answer.conflict) return choose(answer.conflict, asked.fields);
  kept.handIn = false;
  keep();
  lines(answer);
  tell(say("refused", { why: answer.message ?? "" }), true);
  return false;
}
async function handIn() {
  kept.handIn = typeof kept.handIn === "string" ? kept.handIn : newKey();
  keep();
  const response = await put(data.handIn, { version: kept.base, key: kept.handIn });
  if (response.type === "opaqueredirect") return signedOut();
  if (response.status >= 500 || response.status === 429) return away();
  const answer = await response.json();
  kept.handIn = false;
  keep();
  if (response.ok) {
    localStorage.removeItem(store);
    stopped = true;
    location.assign(`${data.entry}&done=${answer.already ? "report-sent-before" : "report-sent"}`);
  } else if (answer.conflict) {
    choose(answer.conflict, kept.fields);
  } else {
    lines(answer);
    tell(say("refused", { why: answer.message ?? "" }), true);
  }
}
const unqueue = () => {
  kept.handIn = false;
  keep();
  away();
};
const changed = () => {
  kept.fields = read();
  kept.sent = false;
  // What is to be handed in is another report now.
  if (kept.handIn) kept.handIn = newKey();
  keep();
  if (!sending && !stopped) tell(say(stores ? "unsaved" : "unstored"), !stores);
  plan(1000);
};

/* Two versions side by side */
let conflict = null;
const cellOf = (row, field, label, pick, value, chosen) => {
  const name = data[pick];
  const box = document.createElement("label");
  box.className = "choice";
  const radio = Object.assign(document.createElement("input"), { type: "radio", name: `pick:${field}`, value: pick, required: true, checked: chosen });
  radio.setAttribute("aria-label", `${label}: ${name}`);
  const words = Object.assign(document.createElement("span"), { textContent: value || data.blank, className: value ? "lines" : "quiet" });
  box.append(radio, words);
  row.insertCell().append(box);
};
function choose(found, mine) {
  if (!found.differences.length) {
    // The same words, saved or handed in meanwhile: nothing to choose.
    Object.assign(kept, { base: found.version, start: kept.fields, sent: same(kept.fields, mine) });
    keep();
    if (!kept.sent) plan(300);
    return kept.sent;
  }
  conflict = found;
  stopped = true;
  const rows = board.querySelector("tbody");
  rows.replaceChildren();
  for (const { field, label, mine: my, theirs } of found.differences) {
    const row = rows.insertRow();
    row.append(Object.assign(document.createElement("th"), { scope: "row", textContent: label }));
    // What only one of the two changed is proposed; what both changed is asked.
    const before = kept.start[field] ?? "";
    const mineStands = (mine[field] ?? "") === before;
    cellOf(row, field, label, "mine", my, !mineStands && theirs === before);
    cellOf(row, field, label, "theirs", theirs, mineStands);
  }
  byId("entry-conflict-said").textContent = found.sentence;
  board.hidden = false;
  form.hidden = true;
  board.focus();
  return false;
}
board.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const all = event.submitter?.name === "all" ? event.submitter.value : null;
  const chosen = { ...kept.fields };
  for (const { field, theirs } of conflict.differences) {
    const pick = all ?? board.querySelector(`input[name="${CSS.escape(`pick:${field}`)}"]:checked`)?.value;
    if (pick === "theirs") chosen[field] = theirs;
  }
  writeAll(chosen);
  Object.assign(kept, { base: conflict.version, start: conflict.theirs, fields: read(), sent: false });
  delete kept.request;
  keep();
  form.hidden = false;
  board.hidden = true;
  stopped = false;
  status.scrollIntoView({ block: "nearest" });
  // At once, and no later than a save that is just ending lets go.
  plan(0);
});

/* Moving like in a spreadsheet */
const figures = () => [...document.querySelectorAll("#figures [name^='f:']")];
let editing = null;
const go = (control) => {
  control.focus();
  control.select?.();
};
const beside = (control, step) => {
  const all = figures();
  const at = all.indexOf(control.name.startsWith("r:") ? byId(control.name.replace("r:", "f:")) : control);
  return all[at + step];
};
form.addEventListener("focusin", ({ target }) => {
  editing = null;
  if (isNumber(target)) target.select();
});
form.addEventListener("dblclick", ({ target }) => {
  editing = target;
});
form.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if ((event.ctrlKey || event.metaKey) && key === "z" && undo) return undoPaste(event);
  if (event.ctrlKey || event.metaKey || event.altKey || target.tagName !== "INPUT" || !isField(target.name)) return;
  const isFigure = target.name.startsWith("f:");
  let to = null;
  if (key === "F2") {
    editing = target;
    target.setSelectionRange(target.value.length, target.value.length);
    return event.preventDefault();
  } else if (key === "Escape") {
    editing = null;
    target.select();
  } else if (key === "Enter") to = beside(target, event.shiftKey ? -1 : 1) ?? target;
  else if (key === "ArrowDown") to = beside(target, 1);
  else if (key === "ArrowUp") to = beside(target, -1);
  else if (key === "ArrowRight" && isFigure && editing !== target && target.selectionEnd === target.value.length) to = byId(target.name.replace("f:", "r:"));
  else if (key === "ArrowLeft" && !isFigure && target.selectionEnd === 0) to = byId(target.name.replace("r:", "f:"));
  if (!to) return;
  event.preventDefault();
  go(to);
});
form.addEventListener("input", ({ target }) => {
  undo = null;
  if (isNumber(target)) check(target, false);
  workOut();
  changed();
});
form.addEventListener("focusout", ({ target }) => {
  if (!isNumber(target) || target.readOnly) return;
  const before = target.value;
  check(target, true);
  if (target.value !== before && !kept.sent) changed();
});

/* Pasting a block from Excel */
let undo = null;
// The cells of copied text: tabs between columns, line ends between rows, quotes around cells with line ends.
const blockOf = (text) => {
  const rows = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const c = text[at];
    const row = rows[rows.length - 1];
    const cell = row.length - 1;
    if (quoted) {
      if (c !== '"') row[cell] += c;
      else if (text[at + 1] === '"') row[cell] += text[++at];
      else quoted = false;
    } else if (c === '"' && row[cell] === "") quoted = true;
    else if (c === "\t") row.push("");
    else if (c === "\n") rows.push([""]);
    else if (c !== "\r") row[cell] += c;
  }
  if (rows.length > 1 && rows[rows.length - 1].join("") === "") rows.pop();
  return rows;
};
form.addEventListener("paste", (event) => {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!isField(event.target.name) || event.target.name.startsWith("p:") || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const block = blockOf(text);
  const from = event.target.closest("tr");
  const all = [...from.parentElement.rows];
  const below = all.slice(all.indexOf(from));
  const cellIn = (row) => row.querySelector("[name^='f:']");
  const linesOf = (column) => {
    // Copied from our own workbook, the block has the titles between the figures, as empty lines.
    const withTitles = block.every((row, at) => !below[at] || cellIn(below[at]) || !row[column]?.trim());
    return withTitles && below.slice(0, block.length).some((row) => !cellIn(row)) ? below : below.filter(cellIn);
  };
  const pairs = (column) => {
    const lines = linesOf(column);
    return block.map((row, at) => [lines[at] && cellIn(lines[at]), (row[column] ?? "").trim()]).filter(([figure]) => figure);
  };
  const isReason = event.target.name.startsWith("r:");
  // Of several columns that of the figures is taken: labels, units of count and remarks are none of them.
  const fits = (column) => {
    const filled = pairs(column).filter(([figure, value]) => value && isNumber(figure));
    return filled.length > 0 && filled.every(([figure, value]) => typeof numberOf(value, percents.has(figure.name)) === "number");
  };
  const columns = [...Array(Math.max(...block.map((row) => row.length))).keys()];
  const fitting = isReason || columns.length === 1 ? [0] : columns.filter(fits);
  if (fitting.length !== 1) return tell(say(fitting.length ? "pasted-several" : "pasted-none"), true);
  undo = [];
  for (const [figure, value] of pairs(fitting[0])) {
    const control = !isReason ? figure : value ? reasonOf(figure.name) : byId(figure.name.replace("f:", "r:"));
    if (!control || control.readOnly) continue;
    undo.push([control, control.value]);
    control.value = value;
    if (isNumber(control)) check(control, true);
  }
  workOut();
  changed();
  tell(say("pasted", { count: undo.length }));
});
function undoPaste(event) {
  event.preventDefault();
  for (const [control, value] of undo) control.value = value;
  undo = null;
  workOut();
  changed();
  tell(say("undone"));
}

/* Sending */
form.addEventListener("submit", async (event) => {
  const review = event.submitter?.value === "review";
  event.preventDefault();
  clearTimeout(timer);
  kept.fields = read();
  // A report that was sent may be sent again as it is: it becomes a draft when it is looked over.
  kept.sent &&= same(kept.fields, kept.start) && (hasDraft || !review);
  keep();
  await send();
  if (!review || stopped) return;
  if (kept.sent) {
    stopped = true;
    return location.assign(data.send);
  }
  // A network may be there and the server not be reached.
  if ((unreached || !navigator.onLine) && stores && confirm(say("queue-ask"))) {
    kept.handIn = newKey();
    keep();
    away();
  }
});
addEventListener("online", () => plan(0));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") keep();
  else if (!kept.sent || kept.handIn) plan(0);
});
addEventListener("beforeunload", (event) => {
  if (!stores && !kept.sent) event.preventDefault();
});
document.querySelectorAll('form[action="/sign-out"]').forEach((out) => out.addEventListener("submit", forgetSent));

/* Opening */
const restore = () => {
  let before = null;
  try {
    forgetOthers();
    before = JSON.parse(localStorage.getItem(store));
  } catch {
    stores = stores && before !== null;
  }
  if (!before) return;
  // The page may be an old one kept for working without a network; what was sent since is here.
  if (before.sent && !before.handIn && before.base <= data.version) return;
  kept = before;
  writeAll(kept.fields);
  form.elements.version.value = kept.base;
  if (!kept.sent || kept.handIn) {
    tell(say("restored"));
    plan(0);
  }
};
const begin = () => {
  restore();
  workOut();
  if (location.hash) byId(decodeURIComponent(location.hash.slice(1)))?.focus();
};
const lock = (locked) => {
  stopped = locked;
  for (const control of form.elements) if (control.type !== "hidden") control.disabled = locked;
};
// One tab at a time types into a report: two would write over what the other keeps on this device.
if (navigator.locks) {
  const hold = () => new Promise(() => {});
  navigator.locks.request(store, { ifAvailable: true }, (held) => {
    if (held) {
      begin();
      return hold();
    }
    lock(true);
    tell(say("elsewhere"), true);
    navigator.locks.request(store, () => location.reload());
  });
} else begin();

if (navigator.serviceWorker) {
  navigator.serviceWorker.register("/sw.js").then(() => navigator.serviceWorker.ready).then((worker) => {
    worker.active?.postMessage({ keep: [location.href, data.entry] });
  }).catch(() => {});
}
