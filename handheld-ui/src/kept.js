// The browser's own database, for what must outlive a reload or a dead battery: the work that is carried, and the commands since.
// Chromium 75 must read this file. Each call is one transaction; in a browser that has no such database nothing is kept.
const STORES = ['carried', 'commands'];
let opening;

function open() {
  if (!opening) {
    opening = new Promise((resolve, reject) => {
      const request = indexedDB.open('bipe', 1);
      request.onupgradeneeded = () => STORES.forEach((name) => request.result.createObjectStore(name));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }
  return opening;
}

// Does something in one transaction; true once it is on the disk.
async function write(act) {
  try {
    const database = await open();
    const transaction = database.transaction(STORES, 'readwrite', { durability: 'strict' });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    act(...STORES.map((name) => transaction.objectStore(name)));
    await done;
    return true;
  } catch (error) {
    return false;
  }
}

// All commands of a login, in their order.
const range = (login) => IDBKeyRange.bound([login, 0], [login, Infinity]);

// Whose work was carried last stands under this name, which is nobody's login.
const LAST = '';

// The last sequence that the server has answered stands apart from the work, which is long, and would be written anew with each scan.
const mark = (login) => [login, 'acknowledged'];

export const put_carried = (login, text) => write((carried, commands) => {
  carried.put({ text }, login);
  carried.put(0, mark(login));
  carried.put(login, LAST);
  commands.delete(range(login));
});

export const drop_carried = (login) => write((carried, commands) => {
  carried.delete(login);
  carried.delete(mark(login));
  commands.delete(range(login));
});

export const put_command = (login, sequence, text) => write((carried, commands) => commands.put(text, [login, sequence]));

export const acknowledge = (login, sequence) => write((carried) => carried.put(sequence, mark(login)));

export async function last_login() {
  try {
    const database = await open();
    return await answer(database.transaction(STORES, 'readonly').objectStore('carried').get(LAST));
  } catch (error) {
    return undefined;
  }
}

// Whose commands the server has not answered, by name, and how many: [name, count, name, count, …].
export async function unsent() {
  try {
    const database = await open();
    const read = (name) => database.transaction(STORES, 'readonly').objectStore(name);
    const keys = await answer(read('carried').getAllKeys());
    const counts = keys.filter((key) => typeof key === 'string' && key !== LAST).map(async (login) => {
      const works = read('carried');
      const [kept, acknowledged] = await Promise.all([works.get(login), works.get(mark(login))].map(answer));
      const later = IDBKeyRange.bound([login, acknowledged || 0], [login, Infinity], true);
      const count = await answer(read('commands').count(later));
      return count > 0 ? [JSON.parse(kept.text).session.name, count] : [];
    });
    return [].concat(...(await Promise.all(counts)));
  } catch (error) {
    return [];
  }
}

const answer = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

// [the carried work, the last sequence that the server has answered, the sequences, the commands]; null where there is nothing.
export async function read_all(login) {
  try {
    const database = await open();
    const transaction = database.transaction(STORES, 'readonly');
    const [works, commands] = STORES.map((name) => transaction.objectStore(name));
    const parts = [works.get(login), works.get(mark(login)), commands.getAllKeys(range(login)), commands.getAll(range(login))];
    const [carried, acknowledged, keys, texts] = await Promise.all(parts.map(answer));
    return carried ? [carried.text, acknowledged || 0, keys.map((key) => key[1]), texts] : null;
  } catch (error) {
    return null;
  }
}
