import type { z } from "zod";
import { type Answered, readJson, unreadable } from "./json";

const blank = /^[ \t\r\n]*$/;

/**
 * The items of an answer that is one JSON array, in batches of `size`, without ever holding the whole text. Throws
 * ApiError `unreadable` for an item that is not as expected, and when the array does not end: what was given before
 * is then not the whole list.
 */
export async function* readJsonItems<Schema extends z.ZodType>(
  schema: Schema,
  chunks: AsyncIterable<Uint8Array>,
  answered: Omit<Answered, "text" | "raw">,
  size: number,
): AsyncGenerator<z.output<Schema>[]> {
  const about = { ...answered, raw: null };
  const splitter = new ArraySplitter((words) => unreadable({ ...about, text: "" }, words));
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const decode = (chunk?: Uint8Array) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw unreadable({ ...about, text: "" }, "The answer is no text in UTF-8.");
    }
  };
  let batch: z.output<Schema>[] = [];
  for await (const chunk of chunks) {
    for (const text of splitter.push(decode(chunk))) batch.push(readJson(schema, { ...about, text }));
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  decode();
  splitter.end();
  if (batch.length > 0) yield batch;
}

/** Cuts the text of an array into the texts of its items; what an item is made of is for the parser to say. */
class ArraySplitter {
  private state: "before" | "inside" | "after" = "before";
  private item = "";
  private count = 0;
  private depth = 0;
  private quoted = false;
  private escaped = false;

  constructor(private readonly wrong: (words: string) => Error) {}

  /** The items that this piece of text ends. */
  push(text: string): string[] {
    const items: string[] = [];
    let start = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (this.state !== "inside") {
        if (this.outside(code, text)) start = at + 1;
        continue;
      }
      if (this.isWithin(code)) continue;
      // A comma or a bracket between items.
      this.item += text.slice(start, at);
      start = at + 1;
      const closes = code === closeSquare;
      if (!(closes && this.count === 0 && blank.test(this.item))) {
        items.push(this.item);
        this.count += 1;
      }
      this.item = "";
      if (closes) this.state = "after";
    }
    if (this.state === "inside") this.item += text.slice(start);
    return items;
  }

  /** Throws unless the array has ended. */
  end(): void {
    if (this.state !== "after") throw this.wrong("The answer is cut short or is no JSON.");
  }

  /** True where the array begins. Throws for anything but space around it. */
  private outside(code: number, text: string): boolean {
    if (code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d) return false;
    if (this.state === "before" && code === openSquare) {
      this.state = "inside";
      return true;
    }
    const page = text.trimStart().startsWith("<");
    throw this.wrong(page ? "A web page came instead of data." : "The answer is no list.");
  }

  /** False for what stands between items. */
  private isWithin(code: number): boolean {
    if (this.quoted) {
      if (this.escaped) this.escaped = false;
      else if (code === backslash) this.escaped = true;
      else if (code === quote) this.quoted = false;
      return true;
    }
    if (code === quote) this.quoted = true;
    else if (code === openCurly || code === openSquare) this.depth += 1;
    else if (this.depth > 0 && (code === closeCurly || code === closeSquare)) this.depth -= 1;
    else if (this.depth === 0 && (code === comma || code === closeSquare)) return false;
    return true;
  }
}

const quote = 0x22;
const comma = 0x2c;
const openSquare = 0x5b;
const backslash = 0x5c;
const closeSquare = 0x5d;
const openCurly = 0x7b;
const closeCurly = 0x7d;
