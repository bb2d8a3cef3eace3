// A sample campaign served for a test, and browsers that look at it.

import { chromium } from "playwright-core";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readFile } from "node:fs/promises";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Who signs in to the sample, as `chungtay demo` prints it. */
export const people = {
  agency: { name: "so.noivu", password: "hoa-sen-thang-muoi" },
  officer: { name: "xa.canbo", password: "con-duong-lang-ta" },
  leader: { name: "lanh.dao", password: "buoi-sang-ben-song" },
  administrator: { name: "quan.tri", password: "cay-da-dau-dinh" },
};

/** Widths every page is looked at. */
export const widths = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 900 } };

async function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Serves the sample in a folder of its own; `stop` ends it and removes the folder. */
export async function serveSample() {
  const program = process.env.CHUNGTAY ?? join(root, "target", "debug", "chungtay");
  const folder = await mkdtemp(join(tmpdir(), "chungtay-browser-"));
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const words = ["--data", folder, "--lang", "vi", "demo", "--listen", `127.0.0.1:${port}`];
  const server = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  server.stdout.on("data", (text) => (said += text));
  server.stderr.on("data", (text) => (said += text));
  const ended = new Promise((resolve) => server.once("exit", resolve));
  for (let tries = 0; ; tries += 1) {
    if (server.exitCode !== null || tries > 600) throw new Error(`the sample is not served:\n${said}`);
    const answer = await fetch(`${address}/healthz`).catch(() => null);
    if (answer?.ok) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    address,
    said: () => said,
    async stop() {
      server.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A Chromium of the system that speaks to nobody but the page's own server. */
export async function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A window of its own, signed in; fails the test on any error a page logs. */
export async function enter(browser, site, person, { language = "vi", viewport = widths.desk } = {}) {
  const context = await browser.newContext({
    baseURL: site.address,
    viewport,
    locale: language === "vi" ? "vi-VN" : "en-GB",
    acceptDownloads: true,
  });
  await context.addCookies([{ name: "chungtay-language", value: language, url: site.address }]);
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    const expected = /ERR_INTERNET_DISCONNECTED|status of 4\d\d/;
    if (message.type() === "error" && !expected.test(message.text())) errors.push(message.text());
  });
  if (person) await signIn(page, person);
  return { context, page, errors };
}

/** Types name and password. */
export async function signIn(page, person) {
  await page.goto("/sign-in");
  await page.fill("#name", person.name);
  await page.fill("#password", person.password);
  await Promise.all([page.waitForURL((url) => !url.pathname.startsWith("/sign-in")), page.press("#password", "Enter")]);
}

let axe;

/** What axe finds wrong with a page, one line each. */
export async function accessibility(page) {
  axe ??= await readFile(join(root, "tests", "browser", "node_modules", "axe-core", "axe.min.js"), "utf8");
  // The policy of the site forbids scripts that are not its own; evaluating goes around it, as a tool may.
  await page.evaluate(axe);
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags }), tags);
  return found.violations.flatMap((one) =>
    one.nodes.map((node) => `${one.id}: ${one.help}: ${node.html.slice(0, 160)}`),
  );
}

/** Whether the page is wider than its window: then a phone has to scroll sideways. */
export async function overflows(page) {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1);
}
