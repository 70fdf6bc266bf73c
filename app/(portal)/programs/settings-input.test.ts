import { settingsInput } from "@/app/(portal)/programs/settings-input";
import { readForm } from "@/lib/forms/form-input";

const sent = {
  programSyncId: "0b2c1f6e-97a0-4f5a-9d3c-0f5f4d9a1b11",
  version: "3",
  customersEnabled: "yes",
  productsEnabled: "no",
  productMode: "in_use",
  notifyAddresses: "Anna@Harbour.example\n\n ben@harbour.example, anna@harbour.example;",
  scheduleHour: "6",
  staleAfterDays: "35",
};

function read(change: Partial<typeof sent> = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...sent, ...change })) form.set(name, value);
  return readForm(settingsInput, form);
}

describe("a program's settings", () => {
  it("are read with each address once, in lower case", () => {
    expect(read()).toEqual({
      input: {
        ...sent,
        version: 3,
        customersEnabled: true,
        productsEnabled: false,
        notifyAddresses: ["anna@harbour.example", "ben@harbour.example"],
        scheduleHour: 6,
        staleAfterDays: 35,
      },
    });
  });

  it("may name nobody to tell", () => {
    expect(read({ notifyAddresses: " \n" })).toMatchObject({ input: { notifyAddresses: [] } });
  });

  it("name each address that is wrong", () => {
    expect(read({ notifyAddresses: "anna@harbour.example\nben(at)harbour\ncarl@" })).toEqual({
      fieldErrors: { notifyAddresses: "“ben(at)harbour”, “carl@” are not e-mail addresses." },
    });
  });

  it.each([
    ["staleAfterDays", "0", "At least one day."],
    ["staleAfterDays", "many", "A number of days."],
    ["staleAfterDays", "1.5", "Whole days."],
    ["scheduleHour", "24", "This is too long or too large."],
    ["productMode", "some", "This is not a value that fits here."],
  ])("refuse %s %s", (name, value, words) => {
    expect(read({ [name]: value })).toEqual({ fieldErrors: { [name]: words } });
  });
});
