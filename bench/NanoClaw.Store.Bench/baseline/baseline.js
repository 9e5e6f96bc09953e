'use strict';
// One measurement with better-sqlite3, told as one line of JSON. The statements are the store's own.
const Database = require('better-sqlite3');
const { scenario, path, rows, first, insert, select, settings } = JSON.parse(process.argv[2]);

const database = new Database(path);
for (const setting of settings) database.pragma(setting);
const text = 'Shall we meet at the station at six, or would you rather come by car? '.repeat(2);
// The store's own statement names the chat twice more, to find its next place; v1's does not.
const again = (insert.match(/chat_jid = \?/g) ?? []).length;
const message = (n) => [
  `m${n}`, `chat${n % 50}@g.us`, `${n % 200}@s.whatsapp.net`, 'Somebody', text,
  new Date(1.75e12 + n * 1000).toISOString(), 0, 0, null, null, null,
  ...Array(again).fill(`chat${n % 50}@g.us`),
];
const seconds = (from) => Number(process.hrtime.bigint() - from) / 1e9;
let result;

if (scenario === 'one by one') {
  const statement = database.prepare(insert);
  const start = process.hrtime.bigint();
  for (let n = first; n < first + rows; n++) statement.run(...message(n));
  result = rows / seconds(start);
} else if (scenario === 'batches of 1000') {
  const statement = database.prepare(insert);
  const batch = database.transaction((from) => { for (let n = from; n < from + 1000; n++) statement.run(...message(n)); });
  const start = process.hrtime.bigint();
  for (let n = first; n < first + rows; n += 1000) batch(n);
  result = rows / seconds(start);
} else {
  const statement = database.prepare(select);
  const times = [];
  for (let n = 0; n < rows * 2; n++) {
    const start = process.hrtime.bigint();
    const found = statement.all(`chat${n % 50}@g.us`, first, 10);
    if (n >= rows) times.push(seconds(start) * 1e3);
    if (found.length !== 10) throw new Error(`expected 10 messages, found ${found.length}`);
  }
  times.sort((a, b) => a - b);
  result = times[times.length >> 1];
}
database.close();
console.log(JSON.stringify({ result }));
