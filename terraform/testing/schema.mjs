// Reads provider schemas out of the TypeScript that the CDKTF packages carry in their source maps.
//
// Each class of such a package states, per attribute, its name and flags in a comment, and its type in the getter under
// it; nested blocks are fields that name another class. What is lost is what the provider checks in its own code.

const FLAGS = /\/\/ (\w+) - computed: (true|false), optional: (true|false), required: (true|false)\n/g;

/** The TypeScript source inside a compiled file. */
export function sourceOf(javascript) {
    const map = javascript.match(/sourceMappingURL=data:application\/json;[^,]*,(\S+)/);
    if (!map) throw new Error('the file has no inline source map');
    return JSON.parse(Buffer.from(map[1], 'base64').toString('utf8')).sourcesContent[0];
}

/** The schema of the resource, data source or provider that a source declares: {name, block}. */
export function schemaOf(source) {
    const classes = new Map();
    for (const part of source.split(/\nexport class /).slice(1)) {
        classes.set(part.match(/^\w+/)[0], part);
    }
    for (const [className, body] of classes) {
        const name = body.match(/tfResourceType = "(\w+)"/);
        if (name) return { name: name[1], block: new Reader(source, classes).block(className) };
    }
    throw new Error('no class in the source has a tfResourceType');
}

class Reader {
    constructor(source, classes) {
        this.classes = classes;
        this.blockNames = settableBlocks(source);
    }

    block(className) {
        const block = { attributes: [], blocks: [] };
        for (const member of members(this.classes.get(className))) {
            const nested = this.nested(member);
            const written = this.written(className, member);
            if (!nested) block.attributes.push({ ...member.flags, type: scalarType(member) });
            else if (written?.isBlock) block.blocks.push(nestedBlock(member, nested, written.type));
            else block.attributes.push({ ...member.flags, type: attributeType(nested) });
        }
        return block;
    }

    /** The class of a member's values and how they nest, or nothing for a plain value. */
    nested(member) {
        const field = member.text.match(/= new (\w+?)(OutputReference|List|Map)\(this, "\w+"(?:, (true|false))?\)/);
        if (!field) return undefined;
        const [, base, kind, wrapsInSet] = field;
        const child = this.block(`${base}OutputReference`);
        if (kind === 'OutputReference') return { nesting: 'single', child };
        if (kind === 'Map') return { nesting: 'map', child };
        return { nesting: wrapsInSet === 'true' ? 'set' : 'list', child };
    }

    /** How a nested member is written in configuration; nothing if it is only read. */
    written(className, member) {
        const owner = className.endsWith('OutputReference') ? className.replace(/OutputReference$/, '') : '';
        return this.blockNames.get(`${owner}.${member.flags.name}`);
    }
}

/** How each settable member is written, by `owner.name`; the resource's own members have an empty owner. */
function settableBlocks(source) {
    const found = new Map();
    const functions = source.split(/\n(?=export function |  protected synthesizeHclAttributes)/).slice(1);
    for (const text of functions) {
        const named = text.match(/^export function (\w+?)ToHclTerraform\(/);
        if (!named && !text.startsWith('  protected')) continue;
        const owner = named ? named[1][0].toUpperCase() + named[1].slice(1) : '';
        for (const m of text.matchAll(/\n\s+(\w+): \{\n\s+value: [^\n]*\n\s+isBlock: (true|false),\n\s+type: "(\w+)"/g)) {
            found.set(`${owner}.${m[1]}`, { isBlock: m[2] === 'true', type: m[3] });
        }
    }
    return found;
}

function members(body) {
    const starts = [...body.matchAll(FLAGS)];
    return starts.map((start, i) => ({
        flags: {
            name: start[1],
            computed: start[2] === 'true',
            optional: start[3] === 'true',
            required: start[4] === 'true',
        },
        text: body.slice(start.index + start[0].length, starts[i + 1]?.index ?? body.length),
    }));
}

function scalarType({ flags, text }) {
    const getter = text.match(/return (?:cdktf\.Token\.as\w+\()?(cdktf\.Fn\.tolist\()?this\.(\w+)\(['"]\w+['"]\)/);
    const declared = text.match(/private _\w+\?: ([^;]+);/)?.[1] ?? '';
    const collection = getter?.[1] ? 'set' : 'list';
    switch (getter?.[2]) {
        case 'getStringAttribute':
            return 'string';
        case 'getNumberAttribute':
            return 'number';
        case 'getBooleanAttribute':
            return 'bool';
        case 'getListAttribute':
            return [collection, 'string'];
        case 'getNumberListAttribute':
            return [collection, 'number'];
        case 'getStringMapAttribute':
            return ['map', 'string'];
        case 'getNumberMapAttribute':
            return ['map', 'number'];
        case 'getBooleanMapAttribute':
            return ['map', 'bool'];
        case 'getAnyMapAttribute':
            return 'dynamic';
        default:
            return declaredType(declared);
    }
}

// A provider's own settings have no getter of that kind, only a declared type.
function declaredType(declared) {
    const plain = declared.replace(/ \| (undefined|cdktf\.IResolvable)/g, '').trim();
    if (plain === 'string' || plain === 'number') return plain;
    if (plain === 'boolean') return 'bool';
    if (plain === 'string[]') return ['list', 'string'];
    return 'dynamic';
}

function attributeType({ nesting, child }) {
    const object = [
        'object',
        Object.fromEntries([
            ...child.attributes.map((a) => [a.name, a.type]),
            ...child.blocks.map((b) => [b.name, attributeType({ nesting: b.nesting, child: b.block })]),
        ]),
    ];
    return nesting === 'single' ? object : [nesting, object];
}

function nestedBlock({ flags }, { nesting, child }, written) {
    // A block that occurs at most once is one object in CDKTF, and a list or set of at most one in the provider.
    return {
        name: flags.name,
        nesting: written === 'struct' ? 'single' : written,
        min: flags.required ? 1 : 0,
        max: nesting === 'single' && written !== 'struct' ? 1 : 0,
        block: child,
    };
}
