import { badCondition } from "../problem";
import { type Token, tokenise } from "./tokens";

export type Literal =
  | { kind: "text" | "date"; value: string }
  | { kind: "number"; value: number }
  | { kind: "flag"; value: boolean }
  | { kind: "null" };

export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=" | "like" | "contains";

export type Condition =
  | { kind: "and" | "or"; left: Condition; right: Condition }
  | { kind: "not"; inner: Condition }
  | { kind: "compare"; name: string; operator: Comparison; value: Literal }
  | { kind: "in"; name: string; values: Literal[] };

/** Reads the query language of `conditions`: AND binds closer than OR; throws the 400 of a condition it cannot read. */
export function parseCondition(source: string): Condition {
  const reader = new Reader(tokenise(source));
  const condition = reader.either();
  reader.end();
  return condition;
}

class Reader {
  private at = 0;

  constructor(private readonly tokens: Token[]) {}

  either(): Condition {
    let left = this.both();
    while (this.takeWord("or")) left = { kind: "or", left, right: this.both() };
    return left;
  }

  private both(): Condition {
    let left = this.single();
    while (this.takeWord("and")) left = { kind: "and", left, right: this.single() };
    return left;
  }

  private single(): Condition {
    if (this.takeWord("not")) return { kind: "not", inner: this.single() };
    if (!this.takeMark("(")) return this.comparison();
    const inner = this.either();
    this.expectMark(")");
    return inner;
  }

  private comparison(): Condition {
    const name = this.next();
    if (name?.kind !== "name") throw badCondition("A condition must begin with the name of a field.");
    if (this.takeWord("not")) return { kind: "not", inner: this.afterName(name.text) };
    return this.afterName(name.text);
  }

  private afterName(name: string): Condition {
    const operator = this.next();
    if (operator?.kind === "word" && operator.text === "in") return { kind: "in", name, values: this.list() };
    if (operator?.kind === "word" && (operator.text === "like" || operator.text === "contains"))
      return { kind: "compare", name, operator: operator.text, value: this.literal() };
    if (operator?.kind === "operator")
      return { kind: "compare", name, operator: operator.text, value: this.literal() };
    throw badCondition(`An operator is expected after ${name}: = != < <= > >= contains like in not.`);
  }

  private list(): Literal[] {
    this.expectMark("(");
    const values = [this.literal()];
    while (this.takeMark(",")) values.push(this.literal());
    this.expectMark(")");
    return values;
  }

  private literal(): Literal {
    const token = this.next();
    if (token?.kind === "text" || token?.kind === "date") return { kind: token.kind, value: token.text };
    if (token?.kind === "number") return token;
    if (token?.kind === "word" && token.text === "null") return { kind: "null" };
    if (token?.kind === "word" && (token.text === "true" || token.text === "false"))
      return { kind: "flag", value: token.text === "true" };
    throw badCondition(
      "Expected a boolean value, not a numeric. String values should be enclosed with double or single quotes.",
    );
  }

  end(): void {
    if (this.at < this.tokens.length) throw badCondition("The condition goes on where its end is expected.");
  }

  private next(): Token | undefined {
    this.at += 1;
    return this.tokens[this.at - 1];
  }

  private takeWord(text: string): boolean {
    const token = this.tokens[this.at];
    const found = token?.kind === "word" && token.text === text;
    if (found) this.at += 1;
    return found;
  }

  private takeMark(kind: "(" | ")" | ","): boolean {
    const found = this.tokens[this.at]?.kind === kind;
    if (found) this.at += 1;
    return found;
  }

  private expectMark(kind: "(" | ")"): void {
    if (!this.takeMark(kind)) throw badCondition(`A ${kind} is missing in the condition.`);
  }
}
