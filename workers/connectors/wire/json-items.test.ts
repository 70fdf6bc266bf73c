import fc from "fast-check";
import { z } from "zod";
import { ApiError } from "@/lib/errors";
import { readJsonItems } from "./json-items";

const answered = { service: "prism", call: "GET /list", status: 200 };

async function* pieces(text: string, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function read(text: string, sizes: readonly number[] = [7], batch = 3) {
  const batches = [];
  const item = z.object({ a: z.unknown() });
  for await (const items of readJsonItems(item, pieces(text, sizes), answered, batch)) batches.push(items);
  return batches;
}

test("gives what the whole text says, however it is cut", async () => {
  const items = fc.array(
    fc.record({
      a: fc.oneof(fc.string({ unit: "binary" }), fc.array(fc.constantFrom("]", "}", ",", '"', "\\"))),
    }),
  );
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(items, sizes, fc.constantFrom(undefined, 2), async (list, cuts, space) => {
      const text = JSON.stringify(list, null, space);
      expect((await read(text, cuts)).flat()).toEqual(JSON.parse(text));
    }),
  );
});

test("gives batches as soon as they are full", async () => {
  const batches = await read('[{"a":"1"},{"a":"2"},{"a":"3"},{"a":"4"}]', [11], 2);
  expect(batches.map((items) => items.length)).toEqual([2, 2]);
});

test.each([
  ["nothing at all", "", "cut short"],
  ["an array that does not end", '[{"a":"1"}', "cut short"],
  ["an item that does not end", '[{"a":"1"', "cut short"],
  ["an object", '{"a":"1"}', "no list"],
  ["a web page", "<html></html>", "web page"],
  ["something after the array", '[{"a":"1"}] x', "no list"],
  ["an item that is missing", '[{"a":"1"},]', "cut short or is no JSON"],
  ["an item of another shape", '[{"a":"1"},{"b":"1"}]', "a: "],
])("%s is unreadable", async (_case, text, words) => {
  const error = await read(text).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ kind: "unreadable", words: expect.stringContaining(words) });
});

test("bytes that are no UTF-8 are unreadable", async () => {
  const chunks = (async function* () {
    yield Uint8Array.from([0x5b, 0x22, 0xff]);
  })();
  const reading = readJsonItems(z.string(), chunks, answered, 1).next();
  await expect(reading).rejects.toMatchObject({ kind: "unreadable" });
});
