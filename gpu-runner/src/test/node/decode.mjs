// Writes src/test/resources/decoded.json: what onnxruntime-node gives for the tiny decoder, step by step.
// npm i --ignore-scripts onnxruntime-node@1.30.0 && ORT_DISABLE_TELEMETRY=1 node decode.mjs <model.onnx> > ../resources/decoded.json
import { createRequire } from 'node:module';
const ort = createRequire(process.cwd() + '/')('onnxruntime-node');

const bytes = (text) => [...Buffer.from(text)];
const integers = (values) => new ort.Tensor('int64', BigInt64Array.from(values.map(BigInt)), [1, values.length]);
const session = await ort.InferenceSession.create(process.argv[2]);
const prompts = [
  [256, ...bytes('user\nhello'), 257, 10, 256, ...bytes('assistant\n')],
  bytes('\n'),
  [...bytes('naïve 漢字'), 262, 263],
];
const texts = [];
for (const prompt of prompts) {
  const cache = {};
  for (let layer = 0; layer < 2; layer++) {
    for (const kind of ['key', 'value']) {
      cache[`past_key_values.${layer}.${kind}`] = new ort.Tensor('float32', new Float32Array(0), [1, 1, 0, 32]);
    }
  }
  const steps = [];
  let next = prompt;
  for (let length = 0; steps.length < 6; ) {
    const result = await session.run({
      input_ids: integers(next),
      attention_mask: integers(Array(length + next.length).fill(1)),
      position_ids: integers(next.map((_, i) => length + i)),
      ...cache,
    });
    const width = result.logits.dims[2];
    const logits = [...result.logits.data.slice((next.length - 1) * width, next.length * width)];
    // Every other token is forced, so that the text is not the one that the model recites.
    const token = steps.length % 2 ? logits.indexOf(Math.max(...logits)) : (steps.length * 37) % 256;
    steps.push({ token, logits: logits.map((value) => Number(value.toFixed(6))) });
    length += next.length;
    for (const name of Object.keys(cache)) {
      cache[name] = result[name.replace('past_key_values', 'present')];
    }
    next = [token];
  }
  texts.push({ prompt, steps });
}
console.log(JSON.stringify(texts));
