// Keeps the tables of inputs and outputs in each module's and example's README.
//
//   node readme.mjs TERRAFORM_ROOT            writes them
//   node readme.mjs TERRAFORM_ROOT --check    says which are out of date, and fails then

import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BEGIN = '<!-- tables: made by terraform/testing/readme.mjs -->';
const END = '<!-- end of tables -->';
const [root, mode] = process.argv.slice(2);

/** The top-level blocks of a kind: [{name, body}]. */
function blocks(text, kind) {
    return [...text.matchAll(new RegExp(`^${kind} "(\\w+)" \\{\\n([\\s\\S]*?)^\\}`, 'gm'))].map(([, name, body]) => ({ name, body }));
}

/** The value of an argument of a block, over as many lines as its brackets need. */
function argument(body, name) {
    const start = body.match(new RegExp(`^  ${name}\\s*=\\s*`, 'm'));
    if (!start) return undefined;
    const rest = body.slice(start.index + start[0].length);
    let depth = 0;
    for (let i = 0; i < rest.length; i++) {
        if ('([{'.includes(rest[i])) depth++;
        if (')]}'.includes(rest[i])) depth--;
        if (rest[i] === '\n' && depth === 0) return rest.slice(0, i);
    }
    return rest;
}

const text = (value) => JSON.parse(value).replaceAll('|', '\\|').replaceAll('<', '&lt;');
const code = (value) => `\`${value.replace(/\s+/g, ' ').replaceAll('|', '\\|')}\``;

// An object's members are in variables.tf; a table holds its outer shape.
const type = (value) => code(value.replace(/\{[\s\S]*\}/, '{…}'));
const fallback = (value) => (value === undefined ? '**required**' : value.includes('\n') ? 'see variables.tf' : code(value));

function tables(folder) {
    const read = (file) => (existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : '');
    const inputs = blocks(read('variables.tf'), 'variable').map(
        ({ name, body }) =>
            `| \`${name}\` | ${text(argument(body, 'description'))} | ${type(argument(body, 'type'))} | ${fallback(argument(body, 'default'))} |`,
    );
    const outputs = blocks(read('outputs.tf'), 'output').map(
        ({ name, body }) => `| \`${name}\` | ${text(argument(body, 'description'))} |`,
    );
    return [
        BEGIN, '', '## Inputs', '', '| name | what it is | type | default |', '| --- | --- | --- | --- |', ...inputs,
        '', '## Outputs', '', '| name | what it is |', '| --- | --- |', ...outputs, '', END,
    ].join('\n');
}

let stale = 0;
for (const group of ['modules', 'examples']) {
    for (const name of readdirSync(join(root, group))) {
        const file = join(root, group, name, 'README.md');
        const old = existsSync(file) ? readFileSync(file, 'utf8') : `# ${name}\n`;
        const at = old.indexOf(BEGIN);
        const head = at < 0 ? `${old.trimEnd()}\n\n` : old.slice(0, at);
        const tail = at < 0 ? '\n' : old.slice(old.indexOf(END) + END.length);
        const now = head + tables(join(root, group, name)) + tail;
        if (now === old) continue;
        stale++;
        if (mode === '--check') console.log(`${group}/${name}/README.md is out of date: run node terraform/testing/readme.mjs terraform`);
        else writeFileSync(file, now);
    }
}
process.exit(mode === '--check' && stale ? 1 : 0);
