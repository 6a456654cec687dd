// Makes a plugin folder of schema-only stand-ins for the providers that the modules use.
//
//   node standin.mjs TERRAFORM_ROOT PLUGIN_DIR [PROVIDER...]
//
// The schemas come from pinned npm packages (providers.json), cut down to the resources that the modules name: a
// stand-in starts once per Terraform command, and a whole provider has thousands.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withoutGaps } from './gaps.mjs';
import { schemaOf, sourceOf } from './schema.mjs';

process.on('uncaughtException', (error) => {
    console.error(`error: ${error.message.split('\n')[0]}`);
    process.exit(1);
});

const here = dirname(fileURLToPath(import.meta.url));
const [root, plugins, ...wanted] = process.argv.slice(2);
const pinned = JSON.parse(readFileSync(join(here, 'providers.json'), 'utf8'));

const { platform } = JSON.parse(execFileSync('terraform', ['version', '-json'], { stdio: ['ignore', 'pipe', 'ignore'] }));
const used = typesUsedBelow(root);
for (const provider of wanted.length ? wanted : Object.keys(pinned)) make(provider);

function make(provider) {
    const pin = pinned[provider];
    const types = [...used].filter((type) => type.split(/[.]/)[1].startsWith(`${provider}_`)).sort();
    const folder = join(plugins, 'registry.terraform.io/hashicorp', provider, pin.version, platform);
    const schemaFile = join(folder, 'schema.json');
    const generator = createHash('sha256');
    for (const file of ['schema.mjs', 'gaps.mjs', 'standin.mjs']) generator.update(readFileSync(join(here, file)));
    const made = generator.update(JSON.stringify([pin, types])).digest('hex');
    if (existsSync(schemaFile) && JSON.parse(readFileSync(schemaFile, 'utf8')).made === made) return;

    const packed = tarball(pin);
    const paths = new Map(types.map((type) => [type, pathOf(provider, type)]));
    const work = mkdtempSync(join(plugins, '.extract-'));
    try {
        const members = ['provider', ...paths.values()].map((path) => `package/lib/${path}/index.js`);
        execFileSync('tar', ['-xzf', packed, '-C', work, ...members], { stdio: ['ignore', 'ignore', 'inherit'] });
        const read = (path) => schemaOf(sourceOf(readFileSync(join(work, 'package/lib', path, 'index.js'), 'utf8'))).block;
        const schema = { made, provider: optionalOnly(read('provider')), resources: {}, data: {} };
        for (const [type, path] of paths) {
            const [kind, name] = type.split('.');
            schema[kind === 'data' ? 'data' : 'resources'][name] = withoutGaps(name, read(path));
        }
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder, { recursive: true });
        writeFileSync(schemaFile, JSON.stringify(schema));
        const binary = join(folder, `terraform-provider-${provider}_v${pin.version}`);
        writeFileSync(binary, `#!/bin/sh\nexec node '${join(here, 'stub.mjs')}' '${schemaFile}'\n`);
        chmodSync(binary, 0o755);
    } finally {
        rmSync(work, { recursive: true, force: true });
    }
}

/** Every `resource.TYPE` and `data.TYPE` that a Terraform file below a folder declares. */
function typesUsedBelow(folder) {
    const found = new Set();
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory() && !['target', '.terraform'].includes(entry.name)) typesUsedBelow(path).forEach((t) => found.add(t));
        if (!entry.isFile() || !entry.name.endsWith('.tf')) continue;
        for (const m of readFileSync(path, 'utf8').matchAll(/^\s*(resource|data)\s+"(\w+)"/gm)) found.add(`${m[1]}.${m[2]}`);
    }
    return found;
}

/** The folder of a type inside its package: aws_s3_bucket is s3-bucket, its data source data-aws-s3-bucket. */
function pathOf(provider, type) {
    const [kind, name] = type.split('.');
    const short = name.slice(provider.length + 1).replace(/_/g, '-');
    return kind === 'data' ? `data-${provider}-${short}` : short;
}

/** A package as npm gives it, checked against the digest that we pinned. */
function tarball({ package: name, integrity }) {
    const file = join(plugins, `${name.replace(/^@/, '').replace(/[@/]/g, '-')}.tgz`);
    if (!existsSync(file)) {
        const work = mkdtempSync(join(plugins, '.pack-'));
        const args = ['pack', name, '--silent', '--json', '--ignore-scripts', '--prefer-offline', '--pack-destination', work];
        execFileSync('npm', args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: work, timeout: 120_000 });
        renameSync(join(work, readdirSync(work)[0]), file);
        rmSync(work, { recursive: true });
    }
    const found = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
    if (found === integrity) return file;
    rmSync(file);
    throw new Error(`${name}: expected ${integrity}, found ${found}`);
}

/** A provider's own settings; a mock is configured by nobody, so none of them may be required. */
function optionalOnly(block) {
    const attributes = block.attributes.map((a) => ({ ...a, optional: true, required: false, computed: false }));
    return { attributes, blocks: block.blocks.map((b) => ({ ...b, min: 0 })) };
}
