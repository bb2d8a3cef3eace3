// The Month on pages: the agency looks, a unit types its report with the network gone in the middle, hands it in, the open
// board shows it, the agency approves, the leader signs, the report is fetched.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { enter, launch, people, serveSample, widths } from "./site.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(async () => browser?.close());

const field = (page, key) => page.locator(`[id="f:${key}"]`);

async function typeFigures(page, context) {
  await field(page, "talks").fill("12");
  await field(page, "talks").press("Enter");
  await page.waitForResponse((answer) => answer.url().includes("/draft") && answer.ok());

  // The network goes. What is typed stays in the browser, also when the page is opened again.
  await page.waitForFunction(() => navigator.serviceWorker?.controller !== null);
  await context.setOffline(true);
  await field(page, "talk_attendees").fill("340");
  await field(page, "talk_attendees").press("Enter");
  await page.waitForTimeout(1500);
  await page.reload();
  await page.waitForFunction(() => document.getElementById("f:talk_attendees")?.value === "340");
  assert.equal(await field(page, "talks").inputValue(), "12");

  // It comes back, and what was typed is sent by itself.
  await context.setOffline(false);
  await page.waitForResponse((answer) => answer.url().includes("/draft") && answer.ok());
  await page.reload();
  assert.equal(await field(page, "talk_attendees").inputValue(), "340");
}

for (const [language, width] of [["vi", "desk"], ["en", "phone"]]) {
  test(`a report from the unit to the signature, ${language}, ${width}`, async () => {
    const site = await serveSample();
    const windows = [];
    const open = async (person) => {
      const window = await enter(browser, site, people[person], { language, viewport: widths[width] });
      windows.push(window);
      return window;
    };
    try {
      const [agency, officer, leader] = [await open("agency"), await open("officer"), await open("leader")];
      await agency.page.goto("/board");
      const row = agency.page.locator("tr", { hasText: "AG-24" });
      assert.match(await row.innerText(), /AG-24/);
      const before = await row.innerText();

      await officer.page.goto("/report");
      await typeFigures(officer.page, officer.context);
      await officer.page.locator('button[name="do"][value="review"]').click();
      await officer.page.waitForURL(/\/send/);
      await officer.page.locator('main form[action*="hand-in"] button.primary').click();
      await officer.page.waitForURL((url) => !url.pathname.endsWith("/send"));

      // The board that was open all the while shows it without being asked.
      await agency.page.waitForFunction(
        (before) => [...document.querySelectorAll("tr")].some((row) => row.innerText.includes("AG-24") && row.innerText !== before),
        before,
      );
      await agency.page.goto("/review/AG-24");
      assert.match(await agency.page.locator("main").innerText(), /340/);
      await agency.page.locator('button[name="action"][value="approve"]').click();
      await agency.page.waitForLoadState();

      await leader.page.goto("/overview");
      await leader.page.locator('button[name="verdict"][value="approved"]').click();
      await leader.page.waitForLoadState();

      await agency.page.goto("/consolidated");
      const [download] = await Promise.all([
        agency.page.waitForEvent("download"),
        agency.page.locator('a[href*="report.docx"]').first().click(),
      ]);
      const document = await readFile(await download.path());
      assert.equal(document.subarray(0, 2).toString(), "PK", "a .docx is a zip");
      assert.deepEqual(windows.flatMap((window) => window.errors), []);
    } finally {
      for (const window of windows) await window.context.close();
      await site.stop();
    }
  });
}
