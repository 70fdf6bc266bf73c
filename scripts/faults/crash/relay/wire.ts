import type { Step } from "./course";

/** A part of what a worker sends, and the step that it is the beginning of. */
export type Piece = { bytes: Buffer; step: Step | null };

/** Cuts what one connection sends into pieces. */
export type Wire = (chunk: Buffer) => Piece[];

const requestLine = /^(GET|POST|PUT|PATCH|DELETE) ([^ ?]+)/;

/** Posts that change nothing. */
const asking = /\/(query|token)\/?$/i;

/** HTTP/1.1 without pipelining: whatever begins like a request is one. */
export function httpWire(service: string): Wire {
  return (bytes) => {
    const [, method, path] = requestLine.exec(bytes.toString("latin1", 0, 2_000)) ?? [];
    if (method === undefined || path === undefined) return [{ bytes, step: null }];
    const lasting = method !== "GET" && !asking.test(path);
    return [{ bytes, step: { kind: "exchange", lasting, says: `${service} ${method} ${path}` } }];
  };
}

const writes = /^\s*(insert into|update|delete from)\s+"?(\w+)/i;
const writingFunction = /\bapp\.(take_bells)\b/i;

/**
 * PostgreSQL's protocol, version 3. A commit is a step where its transaction wrote; one that only read leaves nothing,
 * and stopping at it is stopping at its neighbours.
 */
export function postgresWire(): Wire {
  let rest: Buffer = Buffer.alloc(0);
  let isStartup = true;
  let inTransaction = false;
  let written: string[] = [];

  function stepOf(words: string): Step | null {
    if (/^begin\b/i.test(words)) {
      inTransaction = true;
      written = [];
      return null;
    }
    const found = writes.exec(words)?.[2] ?? writingFunction.exec(words)?.[1];
    if (found !== undefined && !written.includes(found)) written.push(found);
    const ends = /^(commit|rollback)\b/i.test(words);
    const isCommit = /^commit\b/i.test(words) || (!inTransaction && found !== undefined);
    const says = `commit of ${written.join(", ")}`;
    const step: Step | null = isCommit && written.length > 0 ? { kind: "commit", lasting: true, says } : null;
    if (ends || !inTransaction) {
      inTransaction = false;
      written = [];
    }
    return step;
  }

  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const pieces: Piece[] = [];
    for (;;) {
      const header = isStartup ? 0 : 1;
      if (rest.length < header + 4) return pieces;
      const length = header + rest.readInt32BE(header);
      if (rest.length < length) return pieces;
      const bytes = rest.subarray(0, length);
      rest = rest.subarray(length);
      const words = isStartup ? null : wordsOf(bytes);
      isStartup = false;
      pieces.push({ bytes, step: words === null ? null : stepOf(words) });
    }
  };
}

/** The statement of a Query or Parse message. */
function wordsOf(message: Buffer): string | null {
  const type = String.fromCharCode(message[0] ?? 0);
  if (type !== "Q" && type !== "P") return null;
  const text = message.toString("utf8", 5).split("\0");
  return (type === "Q" ? text[0] : text[1]) ?? null;
}
