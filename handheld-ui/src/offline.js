// Loads the program that decides without the network, once it is wanted. Its real name stands in the page.
let program;

export async function load_offline(text) {
  if (!program) {
    const loaded = await import(document.querySelector('meta[name=bipe-offline]').content);
    await loaded.ready;
    program = loaded.Offline;
  }
  return program.read(text);
}
