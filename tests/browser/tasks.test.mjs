// Tasks by hand and how far they are; the form chosen while a plan is confirmed: at both widths, nothing found by axe.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessibility, enter, launch, overflows, people, serveSample, widths } from "./site.mjs";

let browser, site;
before(async () => {
  [browser, site] = await Promise.all([launch(), serveSample()]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

const text = (page) => page.locator("main").innerText();

/** The page as it is now: axe finds nothing, nothing is wider than the window. */
async function sound(page, what) {
  assert.deepEqual(await accessibility(page), [], what);
  assert.equal(await overflows(page), false, `${what}: wider than the window`);
}

async function sends(page, button) {
  await Promise.all([page.waitForURL(/done=/), button.click()]);
}

const plan = `ỦY BAN NHÂN DÂN
TỈNH AN GIAO

Số: 9/KH-UBND

An Giao, ngày 20 tháng 10 năm 2027

KẾ HOẠCH

Triển khai Tháng hành động vì bình đẳng giới năm 2027

Ủy ban nhân dân tỉnh An Giao ban hành Kế hoạch như sau:

I. THỜI GIAN

Từ ngày 15/11/2027 đến ngày 15/12/2027.

II. TỔ CHỨC THỰC HIỆN

1. Sở Nội vụ chủ trì tổ chức lễ phát động trước ngày 12/11/2027.

Các đơn vị báo cáo kết quả thực hiện về Sở Nội vụ trước ngày 20/12/2027 để tổng hợp./.

CHỦ TỊCH

Nguyễn Thị Mẫu
`;

const form = (name) => `id = "bieu-${name}"
version = 1
title = { vi = "Biểu thử ${name}", en = "Trial form ${name}" }

[[group]]
id = "media"
title = { vi = "Truyền thông", en = "Communication" }

[[group.item]]
id = "banners"
label = { vi = "Băng rôn", en = "Banners" }
unit = { vi = "chiếc", en = "pieces" }
`;

// A sentence becomes a task once: the second width takes the next one with the word.
for (const width of ["phone", "desk"]) {
  test(`a task from a sentence of the plan: added, sent, done, given back, withdrawn, ${width}`, async () => {
    const open = (person) => enter(browser, site, people[person], { viewport: widths[width] });
    const [agency, officer] = [await open("agency"), await open("officer")];
    try {
      await agency.page.goto("/campaign/tasks/new?q=thon");
      await sound(agency.page, "choosing a sentence");
      await agency.page.locator('a[href*="at="]').first().click();
      await agency.page.fill("#lead", "Xã Bản Ngần; Đội Kèn Mẫu");
      await agency.page.fill("#due", "2026-12-18");
      await sound(agency.page, "adding a task");
      await sends(agency.page, agency.page.locator('form[action*="/tasks/new"] button.primary'));
      await sound(agency.page, "the new task");
      assert.match(await text(agency.page), /Cơ quan thường trực bổ sung/);
      assert.match(await text(agency.page), /Đội Kèn Mẫu/, "a name that is no unit waits to be settled");
      const task = new URL(agency.page.url()).pathname;
      await sends(agency.page, agency.page.locator('form[action*="/campaign/send"] button.primary'));

      await officer.page.goto("/");
      await sound(officer.page, "the unit's page");
      assert.match(await text(officer.page), /cơ quan bổ sung/i);
      await officer.page.locator(`a[href*="${task}?"]`).first().click();
      await officer.page.locator('textarea[name="note"]').fill("Treo 12 băng rôn");
      await sound(officer.page, "the unit's part");
      await sends(officer.page, officer.page.locator('form[action*="/done"] button.primary'));
      assert.match(await text(officer.page), /Xong ngày/);

      await agency.page.goto("/board/tasks");
      await sound(agency.page, "the board of tasks");
      await agency.page.goto(task);
      assert.match(await text(agency.page), /Treo 12 băng rôn/);
      await agency.page.locator(`a[href*="${task}/return"]`).click();
      await agency.page.fill("#reason", "Thiếu ảnh");
      await sound(agency.page, "giving back");
      await sends(agency.page, agency.page.locator('form[action*="/return"] button.primary'));
      await officer.page.goto(task);
      assert.match(await text(officer.page), /Cơ quan thường trực trả lại: Thiếu ảnh/);

      const number = task.split("/").pop();
      await agency.page.goto("/board/tasks?status=returned");
      await sends(agency.page, agency.page.locator(`tr#t-${number} form[action*="/remind"] button`));
      assert.match(await text(agency.page), /nhắc/i);
      await officer.page.goto("/notices");
      assert.match(await text(officer.page), new RegExp(`chưa báo xong nhiệm vụ ${number}`));

      await agency.page.goto(task);
      await agency.page.locator("summary", { hasText: "Rút nhiệm vụ" }).click();
      await agency.page.locator('form[action*="/withdraw"] textarea').fill("Trùng việc khác");
      await sends(agency.page, agency.page.locator('form[action*="/withdraw"] button'));
      await sound(agency.page, "a task withdrawn");
      await officer.page.goto("/");
      assert.doesNotMatch(await text(officer.page), /Treo 12 băng rôn/);
      assert.deepEqual([...agency.errors, ...officer.errors], []);
    } finally {
      await agency.context.close();
      await officer.context.close();
    }
  });
}

// A campaign that is opened is the one that pages without a name are about: these come last.
for (const width of ["phone", "desk"]) {
  test(`the form is looked at and chosen while a plan is confirmed, ${width}`, async () => {
    const agency = await enter(browser, site, people.agency, { viewport: widths[width] });
    try {
      const { page } = agency;
      const file = (name, content) => ({ name, mimeType: "text/plain", buffer: Buffer.from(content) });
      await page.goto("/plans");
      await page.setInputFiles("#plan", file(`ke-hoach-${width}.txt`, plan.replace("9/KH", `${width.length}9/KH`)));
      await Promise.all([page.waitForURL(/\/plans\/[0-9a-f]+/), page.locator('form[action="/plans"] button.primary').click()]);
      await sound(page, "a plan being confirmed");
      await page.locator('input[name="form"][value="own"]').check();
      await page.setInputFiles('input[name="form-file"]', file("bieu.toml", form(width)));
      await Promise.all([page.waitForURL(/\/form$/), page.locator('button[formaction$="/form"]').click()]);
      assert.match(await text(page), /Băng rôn/);
      await sound(page, "the form looked at");
      await sends(page, page.locator('form[action$="/open"] button.primary'));
      await page.goto(page.url().replace("/campaign?", "/campaign/form?"));
      assert.match(await text(page), new RegExp(`Biểu thử ${width}`));
      assert.deepEqual(agency.errors, []);
    } finally {
      await agency.context.close();
    }
  });
}
