import { badCondition } from "../problem";

export type Token =
  | { kind: "name"; text: string }
  | { kind: "word"; text: string }
  | { kind: "operator"; text: "=" | "!=" | "<" | "<=" | ">" | ">=" }
  | { kind: "text" | "date"; text: string }
  | { kind: "number"; value: number }
  | { kind: "(" | ")" | "," };

const words = new Set(["and", "or", "not", "in", "like", "contains", "true", "false", "null"]);

/** In the order in which they are tried; each anchored at the place where the last token ended. */
const patterns: readonly [RegExp, (match: RegExpExecArray) => Token | null][] = [
  [/\s+/y, () => null],
  [/[(),]/y, ([mark]) => ({ kind: mark === "(" ? "(" : mark === ")" ? ")" : "," })],
  [/<=|>=|!=/y, ([text]) => ({ kind: "operator", text: text === "<=" ? "<=" : text === ">=" ? ">=" : "!=" })],
  [/[=<>]/y, ([text]) => ({ kind: "operator", text: text === "=" ? "=" : text === "<" ? "<" : ">" })],
  [/"((?:[^"\\]|\\.)*)"/y, (match) => ({ kind: "text", text: plainText(match[1] ?? "") })],
  [/'((?:[^'\\]|\\.)*)'/y, (match) => ({ kind: "text", text: plainText(match[1] ?? "") })],
  [/\[([^\]]*)\]/y, (match) => ({ kind: "date", text: (match[1] ?? "").trim() })],
  [/-?\d+(?:\.\d+)?(?![\w/])/y, ([text]) => ({ kind: "number", value: Number(text) })],
  [/[A-Za-z_][\w]*(?:\/[\w]+)*/y, ([text]) => nameOrWord(text)],
];

function plainText(quoted: string): string {
  return quoted.replace(/\\(["'\\])/g, "$1");
}

function nameOrWord(text: string): Token {
  const lower = text.toLowerCase();
  return words.has(lower) ? { kind: "word", text: lower } : { kind: "name", text };
}

/** Splits a condition; throws the 400 of a condition that cannot be read. */
export function tokenise(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const before = at;
    for (const [pattern, make] of patterns) {
      pattern.lastIndex = at;
      const match = pattern.exec(source);
      if (!match) continue;
      const token = make(match);
      if (token) tokens.push(token);
      at = pattern.lastIndex;
      break;
    }
    if (at === before) throw badCondition(`Syntax error at position ${at} of the condition.`);
  }
  return tokens;
}
