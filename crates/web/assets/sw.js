// Keeps the pages where reports are typed, so that they open without a network. Kept for the person signed in only: at
// every sign-in and sign-out the pages are forgotten. What is typed is kept by entry.js, not here.
// FILES, the styles and scripts of this version, stands in front of this text when it is served.
const PAGES = "chungtay-pages";
const ASSETS = "chungtay-assets";
const isEntry = (url) => url.origin === location.origin && /^\/report\/[^/]+\/entry$/.test(url.pathname);

addEventListener("install", (event) => {
  event.waitUntil(caches.open(ASSETS).then((cache) => cache.addAll(FILES)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const tidy = async () => {
    const cache = await caches.open(ASSETS);
    for (const request of await cache.keys()) {
      if (!FILES.includes(new URL(request.url).pathname)) await cache.delete(request);
    }
    await clients.claim();
  };
  event.waitUntil(tidy());
});

// The address of a page without what was said once ("?done=…").
const keyOf = (url) => {
  const campaign = url.searchParams.get("campaign");
  return url.origin + url.pathname + (campaign ? `?campaign=${encodeURIComponent(campaign)}` : "");
};

async function keep(url, response) {
  if (response.ok && !response.redirected && response.type === "basic") {
    const cache = await caches.open(PAGES);
    await cache.put(keyOf(url), response.clone());
  }
  return response;
}

async function fromNetworkFirst(request, url) {
  try {
    return await keep(url, await fetch(request));
  } catch (away) {
    const kept = await (await caches.open(PAGES)).match(keyOf(url));
    if (kept) return kept;
    throw away;
  }
}

// "/report" leads to the one report of most officers; without a network it leads to the one that is kept.
async function toTheOneKept(request) {
  try {
    return await fetch(request);
  } catch (away) {
    const kept = await (await caches.open(PAGES)).keys();
    const reports = new Set(kept.map((page) => new URL(page.url).pathname));
    if (reports.size === 1) return Response.redirect(kept[0].url);
    throw away;
  }
}

async function fromAssets(request) {
  return (await (await caches.open(ASSETS)).match(request)) || fetch(request);
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && /^\/(sign-in|sign-out|welcome|first)\b/.test(url.pathname)) {
    event.waitUntil(caches.delete(PAGES));
  } else if (request.method !== "GET") {
    return;
  } else if (FILES.includes(url.pathname)) {
    event.respondWith(fromAssets(request));
  } else if (request.mode === "navigate" && isEntry(url)) {
    event.respondWith(fromNetworkFirst(request, url));
  } else if (request.mode === "navigate" && url.pathname === "/report") {
    event.respondWith(toTheOneKept(request));
  }
});

// The first time a page is opened the worker was not there yet to keep it: the page asks for it.
addEventListener("message", (event) => {
  const ask = async (address) => {
    const url = new URL(address, location.origin);
    if (!isEntry(url) || (await (await caches.open(PAGES)).match(keyOf(url)))) return;
    await keep(url, await fetch(url, { credentials: "same-origin" }));
  };
  event.waitUntil(Promise.allSettled((event.data?.keep ?? []).map(ask)));
});
