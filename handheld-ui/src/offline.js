// Loads the program that decides without the network, once it is wanted. Its real name stands in the page.
let loaded;

async function program() {
  if (!loaded) {
    const module = await import(document.querySelector('meta[name=bipe-offline]').content);
    await module.ready;
    loaded = module.Offline;
  }
  return loaded;
}

export const load_offline = async (text) => (await program()).read(text);

export const begin_lesson = async (english, utc_offset_min, now_ms) =>
  (await program()).lesson(english, utc_offset_min, now_ms);

export const explain_scan = async (text, english, now_ms) => (await program()).explain(text, english, now_ms);
