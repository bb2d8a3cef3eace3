// Draws the ten main pages, at both widths, into tests/browser/out: for looking at.

import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { enter, launch, people, serveSample, widths } from "./site.mjs";
import { main, pages } from "./pages.mjs";

const out = join(dirname(fileURLToPath(import.meta.url)), "out");
await mkdir(out, { recursive: true });
const [browser, site] = await Promise.all([launch(), serveSample()]);
const wanted = process.argv.includes("--all") ? pages : pages.filter(([, , name]) => main.includes(name));
for (const [width, viewport] of Object.entries(widths)) {
  for (const [person, address, name] of wanted) {
    const window = await enter(browser, site, person && people[person], { viewport });
    await window.page.goto(address);
    await window.page.screenshot({ path: join(out, `${name}-${width}.png`), fullPage: true });
    await window.context.close();
  }
}
await browser.close();
await site.stop();
console.log(`pictures of ${wanted.length} pages at ${Object.keys(widths).length} widths are in tests/browser/out`);
