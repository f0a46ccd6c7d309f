import { createPool } from 'heddle';
import { table } from 'heddle/table';

const left = 'id,name,city\n1,Ann,Rome\n2,Bob,Oslo\n3,Cid,Bern\n';
const right = 'id,name,city\n1,Ann,Roma\n3,Cid,Bern\n4,Dee,Lima\n';

const pool = await createPool({ assetsUrl: new URL('heddle/', import.meta.url) });
const diff = await pool.run(table.diff, { left, right, key: ['id'] });
const lines = [...diff].map(({ kind, cells }) => `${kind} ${JSON.stringify(cells)}`);
document.querySelector('output').textContent = [`tier ${pool.info().tier}`, ...lines].join('\n');
await pool.dispose();
