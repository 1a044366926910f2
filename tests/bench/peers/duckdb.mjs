// Times DuckDB in a process that stays; prints seconds, one a line. PEERS_DUCKDB names the file.
//
//   duckdb.mjs version | run SQL | rows SQL
//   duckdb.mjs warm QUERY        the query, PEERS_ROUNDS times after a first
//   duckdb.mjs cases CASES.csv   one case's events, for each case
//   duckdb.mjs append SECONDS    prints durable appends a second instead
import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

const [what, given] = process.argv.slice(2);
const file = what === 'version' ? ':memory:' : process.env.PEERS_DUCKDB;
const db = await (await DuckDBInstance.create(file)).connect();

async function timed(work) {
    const start = performance.now();
    await work();
    return (performance.now() - start) / 1000;
}
const rows = async (query) => (await db.runAndReadAll(query)).getRowsJson();

const commands = {
    async version() {
        console.log((await rows('select version()'))[0][0].replace('v', ''));
    },
    async run() {
        await db.run(given);
    },
    async rows() {
        for (const row of await rows(given)) console.log(row.join(' '));
    },
    async warm() {
        await db.run(given);
        for (let i = 0; i < Number(process.env.PEERS_ROUNDS); ++i) {
            console.log(await timed(() => db.runAndReadAll(given)));
        }
    },
    async cases() {
        const one = await db.prepare(
            'select * from events where la = $1 and case_ref = $2 order by position');
        for (const line of readFileSync(given, 'utf8').trimEnd().split('\n').slice(0, 200)) {
            const [la, reference] = line.split(',');
            one.bindSmallInt(1, Number(la));
            one.bindVarchar(2, reference);
            console.log(await timed(() => one.runAndReadAll()));
        }
    },
    async append() {
        const one = await db.prepare(
            `insert into events values ($1, $2, $3, 1, date '2024-01-01' + $4, true, 'bench', $5,
                                        now(), 'officer-9', null)`);
        let n = 0;
        const start = performance.now();
        for (; performance.now() - start < 1000 * Number(given); ++n) {
            one.bindSmallInt(1, 900 + Math.floor(Math.random() * 16));
            one.bindVarchar(2, `E${n % 1000}`);
            one.bindInteger(3, n);
            one.bindInteger(4, n % 1000);
            one.bindVarchar(5, `b-${n}`);
            await one.run();
        }
        console.log(n * 1000 / (performance.now() - start));
    },
};
await commands[what]();
process.exit(0);
