// Typing a report: keys, pasting, saving by itself, without a network, two versions, handing in.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { enter, launch, people, serveSample, signIn } from "./site.mjs";

let browser, site, window, page;
before(async () => {
  [browser, site] = await Promise.all([launch(), serveSample()]);
  window = await enter(browser, site, people.officer);
  page = window.page;
  await page.goto("/report");
});
after(async () => {
  assert.deepEqual(window?.errors, []);
  await browser?.close();
  await site?.stop();
});

const field = (name, where = page) => where.locator(`[id="${name}"]`);
const says = (words, where = page) => where.locator("#entry-status", { hasText: words }).waitFor({ timeout: 15000 });
const focused = () => page.evaluate(() => document.activeElement.id);
const figures = () => page.evaluate(() => [...document.querySelectorAll("#figures [name^='f:']")].map((one) => one.name));

test("keys move between cells and numbers are written as people write them", async () => {
  const [first, second] = await figures();
  await field(first).focus();
  await page.keyboard.type("1250");
  await page.keyboard.press("Enter");
  assert.equal(await focused(), second);
  assert.equal(await field(first).inputValue(), "1.250");
  await page.keyboard.press("ArrowUp");
  assert.equal(await focused(), first);
  await page.keyboard.type("mười");
  assert.equal(await field(first).getAttribute("aria-invalid"), "true");
  await page.keyboard.press("F2");
  await page.keyboard.press("Escape");
  await page.keyboard.type("12");
  await says("Đã lưu lúc");
  assert.equal(await field(first).getAttribute("aria-invalid"), null);
});

test("a block from Excel is pasted and taken back", async () => {
  const names = await figures();
  await field(names[0]).focus();
  await page.evaluate((name) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "7\r\n1.234\r\n5\r\n");
    document.getElementById(name).dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, names[0]);
  assert.deepEqual(await Promise.all(names.slice(0, 3).map((name) => field(name).inputValue())), ["7", "1.234", "5"]);
  await page.keyboard.press("Control+z");
  assert.deepEqual(await Promise.all(names.slice(0, 3).map((name) => field(name).inputValue())), ["12", "", ""]);
  await says("Đã lưu lúc");
});

test("of a block with labels and units only the figures are pasted, and nothing when it is not clear which they are", async () => {
  const names = await figures();
  const paste = (text) =>
    page.evaluate(
      ([name, text]) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        document.getElementById(name).dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
      },
      [names[0], text],
    );
  const values = () => Promise.all(names.slice(0, 2).map((name) => field(name).inputValue()));
  await paste("Cuộc nói chuyện\t7\tcuộc\r\nSố người dự\t1.234\tngười\r\n");
  assert.deepEqual(await values(), ["7", "1.234"]);
  assert.equal(await page.locator("[id^='r:']").count(), 0, "no reason was filled in");
  await page.keyboard.press("Control+z");
  assert.deepEqual(await values(), ["12", ""]);
  await paste("1\t7\r\n2\t8\r\n");
  await says("nhiều cột số");
  assert.deepEqual(await values(), ["12", ""]);
  await paste("Cuộc nói chuyện\tcuộc\r\nSố người dự\tngười\r\n");
  await says("không có cột số");
  assert.deepEqual(await values(), ["12", ""]);
});

test("what does not add up is said and a reason can be given", async () => {
  await field("f:launches").fill("9");
  await field("f:launch_attendees").fill("2");
  await field("r:launch_attendees").waitFor({ timeout: 15000 });
  await field("r:launch_attendees").fill("Lễ phát động trực tuyến");
  await says("Đã lưu lúc");
  await page.reload();
  assert.equal(await field("r:launch_attendees").inputValue(), "Lễ phát động trực tuyến");
});

test("the form opens and saves without a network", async () => {
  // The worker keeps the page as soon as it is ready.
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while ((await (await caches.open("chungtay-pages")).keys()).length < 2) await new Promise((wait) => setTimeout(wait, 50));
  });
  await window.context.setOffline(true);
  await field("f:talks").fill("33");
  await says("Không có mạng");
  await page.reload();
  assert.equal(await field("f:talks").inputValue(), "33", "kept on this device");
  await field("p:direction").fill("Đã ban hành kế hoạch của xã.");
  await says("Không có mạng");
  await window.context.setOffline(false);
  await says("Đã lưu lúc");
  const other = await enter(browser, site, people.officer);
  await other.page.goto("/report");
  assert.equal(await field("f:talks", other.page).inputValue(), "33");
  assert.equal(await field("p:direction", other.page).inputValue(), "Đã ban hành kế hoạch của xã.");
  await other.context.close();
});

test("two versions are shown side by side and the person picks", async () => {
  const other = await enter(browser, site, people.officer);
  await other.page.goto("/report");
  await field("f:talks", other.page).fill("40");
  await field("f:trainings", other.page).fill("6");
  await says("Đã lưu lúc", other.page);
  await other.context.close();
  await field("f:talks").fill("50");
  const conflict = page.locator("#entry-conflict");
  await conflict.waitFor({ state: "visible", timeout: 15000 });
  const rows = conflict.locator("tbody tr");
  assert.equal(await rows.count(), 2);
  assert.ok(await conflict.locator('[name="pick:f:trainings"][value=theirs]').isChecked(), "only they changed it");
  assert.equal(await conflict.locator('[name="pick:f:talks"]:checked').count(), 0, "both changed it: nobody chooses for them");
  await conflict.locator('[name="pick:f:talks"][value=mine]').check();
  await conflict.locator("button").first().click();
  await says("Đã lưu lúc");
  assert.deepEqual([await field("f:talks").inputValue(), await field("f:trainings").inputValue()], ["50", "6"]);
});

test("a session lost in mid-entry loses nothing", async () => {
  await window.context.clearCookies({ name: "chungtay" });
  await field("f:talks").fill("55");
  await says("Bạn đã bị đăng xuất");
  await page.click("#entry-status a");
  await signIn(page, people.officer);
  await page.goto("/report");
  await says("Đã lưu lúc");
  assert.equal(await field("f:talks").inputValue(), "55");
});

test("a report handed in without a network goes when there is one", async () => {
  page.on("dialog", (dialog) => dialog.accept());
  await page.evaluate(() => navigator.serviceWorker.ready);
  await window.context.setOffline(true);
  await field("f:talks").fill("56");
  await page.click('#entry-form button[value="review"]');
  await says("đang chờ mạng");
  await window.context.setOffline(false);
  await page.waitForURL(/done=report-sent/, { timeout: 30000 });
  await page.locator("#history").waitFor();
  assert.equal(await field("f:talks").inputValue(), "56");
});
