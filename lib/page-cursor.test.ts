import { encodeCursor, readCursor } from "@/lib/page-cursor";

describe("a cursor", () => {
  it("comes back as it was, whatever the name holds", () => {
    const key = ["0", "-12.50", "O’Brien & Söhne/=+?", "0b2c1f6e-97a0-4f5a-9d3c-0f5f4d9a1b11"];
    const word = encodeCursor(key);
    expect(word).toMatch(/^[\w-]+$/);
    expect(readCursor({ after: word })).toEqual({ direction: "after", key });
    expect(readCursor({ before: word })).toEqual({ direction: "before", key });
  });

  it.each(["", "x", encodeCursor([]), Buffer.from("{}").toString("base64url"), "%%%"])(
    "that makes no sense (%s) is the start of the list",
    (word) => {
      expect(readCursor({ after: word })).toBeNull();
    },
  );

  it("is none on the first page", () => {
    expect(readCursor({})).toBeNull();
  });
});
