// Keeps the floor's page and program on the device, so that it opens without the network. Chromium 75 must read this file.
// What is kept is one build, as a whole: its files are named below when the interface is laid out. Nothing of the API is kept.
const FILES = __FILES__;
// The camera's reader, which few handhelds need: it is kept once it was used, and from then on with each build.
const LATER = __LATER__;
const KEPT = 'bipe-__BUILD__';
// How long the network may take for the page itself before the kept one is shown, in milliseconds.
const PATIENCE_MS = 2000;

self.addEventListener('install', (event) => {
  const fresh = FILES.map((file) => new Request(file, { cache: 'no-cache' }));
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(fresh).then(() => keep_reader(kept))).then(() => self.skipWaiting()));
});

// Without it the camera asks for the network once more; that must not hold the rest of the build back.
async function keep_reader(kept) {
  const builds = await Promise.all((await caches.keys()).map((name) => caches.open(name).then((build) => build.keys())));
  const is_used = builds.some((build) => build.some(({ url }) => new URL(url).pathname.startsWith('/assets/reader-')));
  return is_used ? kept.addAll(LATER).catch(() => {}) : undefined;
}

async function from_later(path, request) {
  const kept = await caches.match(path);
  if (kept) {
    return kept;
  }
  const answer = await fetch(request);
  if (answer.ok) {
    await (await caches.open(KEPT)).put(path, answer.clone());
  }
  return answer;
}

self.addEventListener('activate', (event) => {
  const old = (names) => names.filter((name) => name !== KEPT).map((name) => caches.delete(name));
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names))).then(() => self.clients.claim()));
});

// The page of now, as long as the network brings it soon; else the one that was kept.
async function page(request) {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const there = fetch(request).then((answer) => (answer.status < 500 ? answer : undefined), () => undefined);
  return (await Promise.race([there, late])) || (await caches.match('/')) || (await there) || Response.error();
}

self.addEventListener('fetch', (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || url.pathname.startsWith('/api/')) {
    return;
  }
  if (request.mode === 'navigate') {
    if (!/^\/(desk|setup)(\/|\.html|$)/.test(url.pathname)) {
      event.respondWith(page(request));
    }
  } else if (FILES.includes(url.pathname)) {
    event.respondWith(caches.match(url.pathname).then((kept) => kept || fetch(request)));
  } else if (LATER.includes(url.pathname)) {
    event.respondWith(from_later(url.pathname, request));
  }
});
