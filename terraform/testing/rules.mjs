// The rules of our modules that Terraform itself does not check.
//
//   node rules.mjs TERRAFORM_ROOT

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = process.argv[2];
const problems = [];

const blocks = (text, kind) =>
    [...text.matchAll(new RegExp(`^${kind} ((?:"\\w+" ?)+)\\{\\n([\\s\\S]*?)^\\}`, 'gm'))].map(([, names, body]) => ({
        name: names.replaceAll('"', '').trim().split(' ').join('.'),
        body,
    }));

for (const group of ['modules', 'examples']) {
    for (const name of readdirSync(join(root, group))) check(`${group}/${name}`, group === 'modules');
}
for (const problem of problems) console.log(problem);
process.exit(problems.length ? 1 : 0);

function check(unit, isModule) {
    const folder = join(root, unit);
    const files = readdirSync(folder).filter((file) => file.endsWith('.tf'));
    const text = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
    const tests = existsSync(join(folder, 'tests'))
        ? readdirSync(join(folder, 'tests')).map((file) => readFileSync(join(folder, 'tests', file), 'utf8')).join('\n')
        : '';
    const say = (problem) => problems.push(`${unit}: ${problem}`);
    const expected = [...tests.matchAll(/expect_failures = \[([^\]]*)\]/g)].flatMap((m) => m[1].split(',').map((s) => s.trim()));

    for (const file of ['main.tf', 'variables.tf', 'outputs.tf', 'versions.tf']) {
        if (!files.includes(file)) say(`has no ${file}`);
    }
    for (const { name, body } of blocks(text, 'variable')) {
        if (!/^  description = "/m.test(body)) say(`variable ${name} has no description`);
        if (!/^  type\s+=/m.test(body)) say(`variable ${name} has no type`);
        if (!/^  validation \{/m.test(body) && !/^  type\s+= bool$/m.test(body)) say(`variable ${name} has no validation`);
        if (!/^  nullable\s+= false$/m.test(body) && !/^  default\s+= /m.test(body)) say(`variable ${name} may be null without a default`);
        const count = expected.filter((target) => target === `var.${name}`).length;
        const wanted = [...body.matchAll(/^  validation \{/gm)].length;
        if (isModule && count < wanted) say(`variable ${name} has ${wanted} validations and ${count} tests that expect a failure`);
    }
    for (const { name, body } of blocks(text, 'output')) {
        if (!/^  description = "/m.test(body)) say(`output ${name} has no description`);
    }
    for (const { name, body } of blocks(text, 'resource')) {
        const wanted = [...body.matchAll(/^    precondition \{/gm)].length;
        const count = expected.filter((target) => target === name).length;
        if (count < wanted) say(`resource ${name} has ${wanted} preconditions and ${count} tests that expect a failure`);
    }
    if (isModule && /^provider "/m.test(text)) say('has a provider block: whoever uses it brings the provider');
    if (/"\w+:\*"/.test(text)) say('allows a wildcard action');
    for (const [, run] of tests.matchAll(/^run "(\w+)"/gm)) {
        if (!/^[a-z]+(_[a-z0-9]+){2,}$/.test(run)) say(`test ${run} is no sentence`);
    }
}
