// A provider that knows schemas and nothing else: enough for `terraform validate` and for tests with mock_provider.
//
// It speaks plugin protocol 6 (gRPC over HTTP/2) without any dependency. Every check finds the configuration valid, as
// Terraform itself checks it against the schema; nothing can be planned or created outside a mock.
//
//   node stub.mjs schema.json

import { createServer, constants } from 'node:http2';
import { readFileSync } from 'node:fs';

const MAGIC = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';

if (process.env.TF_PLUGIN_MAGIC_COOKIE !== MAGIC) {
    console.error('This is a Terraform plugin: Terraform starts it.');
    process.exit(1);
}

// Protocol buffers: https://protobuf.dev/programming-guides/encoding
const varint = (n) => {
    const bytes = [];
    for (; n > 127; n >>>= 7) bytes.push((n & 127) | 128);
    return Buffer.from([...bytes, n]);
};
const number = (field, value) => (value ? Buffer.concat([varint(field << 3), varint(Number(value))]) : Buffer.alloc(0));
const bytes = (field, value) => {
    const content = Buffer.from(value);
    return Buffer.concat([varint((field << 3) | 2), varint(content.length), content]);
};
const NESTING = { single: 1, list: 2, set: 3, map: 4 };

const attribute = (a) =>
    Buffer.concat([
        bytes(1, a.name),
        bytes(2, JSON.stringify(a.type)),
        number(4, a.required),
        number(5, a.optional),
        number(6, a.computed),
    ]);
const block = (b) =>
    Buffer.concat([
        ...b.attributes.map((a) => bytes(2, attribute(a))),
        ...b.blocks.map((n) =>
            bytes(
                3,
                Buffer.concat([
                    bytes(1, n.name),
                    bytes(2, block(n.block)),
                    number(3, NESTING[n.nesting]),
                    number(4, n.min),
                    number(5, n.max),
                ]),
            ),
        ),
    ]);
const schema = (b) => bytes(2, block(b));
const entries = (field, blocks) =>
    Object.entries(blocks).map(([name, b]) => bytes(field, Buffer.concat([bytes(1, name), bytes(2, schema(b))])));

function answers(file) {
    const { provider, resources, data } = JSON.parse(readFileSync(file, 'utf8'));
    const all = Buffer.concat([bytes(1, schema(provider)), ...entries(2, resources), ...entries(3, data)]);
    return new Map([['/tfplugin6.Provider/GetProviderSchema', all]]);
}

const known = answers(process.argv[2]);
const server = createServer();
server.on('stream', (stream, headers) => {
    const path = headers[constants.HTTP2_HEADER_PATH];
    // The plugin's own side channels are optional.
    const known_service = path.startsWith('/tfplugin6.Provider/') || path === '/plugin.GRPCController/Shutdown';
    stream.on('error', () => {});
    stream.resume();
    stream.respond(
        { ':status': 200, 'content-type': 'application/grpc+proto' },
        { waitForTrailers: true },
    );
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': known_service ? '0' : '12' }));
    if (!known_service) return stream.end();
    const message = known.get(path) ?? Buffer.alloc(0);
    const frame = Buffer.alloc(5);
    frame.writeUInt32BE(message.length, 1);
    stream.end(Buffer.concat([frame, message]));
    // Terraform waits for the process to end.
    if (path.endsWith('/Shutdown')) stream.on('close', () => process.exit(0));
});
server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`1|6|tcp|127.0.0.1:${server.address().port}|grpc|\n`);
});
