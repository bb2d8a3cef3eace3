// Every page, in both languages and at both widths: axe finds nothing, nothing is wider than the window, no script fails.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessibility, enter, launch, overflows, people, serveSample, widths } from "./site.mjs";
import { pages } from "./pages.mjs";

let browser, site;
before(async () => {
  [browser, site] = await Promise.all([launch(), serveSample()]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

for (const person of [null, "officer", "agency", "leader", "administrator"]) {
  for (const language of ["vi", "en"]) {
    for (const width of ["phone", "desk"]) {
      test(`pages of ${person ?? "anybody"}, ${language}, ${width}`, async () => {
        const window = await enter(browser, site, person && people[person], { language, viewport: widths[width] });
        const wrong = [];
        for (const [, address] of pages.filter(([who]) => who === person)) {
          const answer = await window.page.goto(address);
          if (answer.status() !== 200) wrong.push(`${address}: status ${answer.status()}`);
          if ((await window.page.getAttribute("html", "lang")) !== language) wrong.push(`${address}: not in ${language}`);
          const missing = await window.page.evaluate(() => document.body.innerText.match(/\b(web|part)-[a-z]+(-[a-z]+)+\b/g));
          // The names that the API uses are meant to be read as they are.
          if (missing && address !== "/api") wrong.push(`${address}: text keys instead of texts: ${missing.join(" ")}`);
          if (await overflows(window.page)) wrong.push(`${address}: wider than the window`);
          wrong.push(...(await accessibility(window.page)).map((line) => `${address}: ${line}`));
        }
        wrong.push(...window.errors);
        await window.context.close();
        assert.deepEqual(wrong, []);
      });
    }
  }
}
