import { z } from "zod";
import { formFields, readForm, typedValues } from "@/lib/forms/form-input";

function form(...fields: [string, string][]): FormData {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
}

describe("a form's fields", () => {
  it("leave out what Next adds, and keep lists as lists", () => {
    const sent = form(["$ACTION_REF_1", ""], ["$ACTION_KEY", "k"], ["name", "a"], ["ids[]", "1"]);
    expect(formFields(sent)).toEqual({ name: "a", ids: ["1"] });
  });

  it("take the last of several values, as with a checkbox after its hidden field", () => {
    expect(formFields(form(["enabled", "no"], ["enabled", "yes"]))).toEqual({ enabled: "yes" });
  });

  it("are shown again without secrets", () => {
    const sent = form(["site", "api.example"], ["privateKey", "s3cret"], ["ids[]", "1"]);
    expect(typedValues(sent, ["privateKey"])).toEqual({ site: "api.example" });
  });
});

describe("reading a form", () => {
  const schema = z.object({ name: z.string().min(1), kind: z.enum(["a", "b"]), note: z.string().optional() });

  it("gives what the schema made of it", () => {
    expect(readForm(schema, form(["name", "x"], ["kind", "a"]))).toEqual({ input: { name: "x", kind: "a" } });
  });

  it("says in plain words what is missing or wrong, the first thing of each field", () => {
    expect(readForm(schema, form(["name", ""], ["kind", "c"]))).toEqual({
      fieldErrors: { name: "Fill this in.", kind: "This is not a value that fits here." },
    });
    expect(readForm(schema, form())).toEqual({
      fieldErrors: { name: "Fill this in.", kind: "Fill this in." },
    });
  });

  it("prefers the words of the schema", () => {
    const own = z.object({ name: z.string().min(3, "At least three letters.") });
    expect(readForm(own, form(["name", "x"]))).toEqual({ fieldErrors: { name: "At least three letters." } });
  });

  it("refuses a text that the database cannot hold, by its field", () => {
    const unfit = { fieldErrors: { name: "This has a character that cannot be kept." } };
    expect(readForm(schema, form(["name", "a\0b"], ["kind", "a"]))).toEqual(unfit);
    const list = z.object({ name: z.array(z.string()) });
    expect(readForm(list, form(["name[]", "a"], ["name[]", "\0"]))).toEqual(unfit);
  });

  it("refuses a field that the schema does not name", () => {
    expect(readForm(schema, form(["name", "x"], ["kind", "a"], ["orgId", "other"]))).toHaveProperty(
      "fieldErrors",
    );
  });
});
