import { settingsInput } from "@/app/(portal)/programs/settings-input";
import { readForm } from "@/lib/forms/form-input";

const sent = {
  programSyncId: "0b2c1f6e-97a0-4f5a-9d3c-0f5f4d9a1b11",
  version: "3",
  customersEnabled: "yes",
  productsEnabled: "no",
  productMode: "in_use",
  azureEnabled: "yes",
  annualEnabled: "no",
  handEdits: "ask",
  guardQuantity: "",
  guardMoney: "",
  guardPercent: "50",
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
        azureEnabled: true,
        annualEnabled: false,
        guardQuantity: null,
        guardMoney: null,
        guardPercent: 50,
        notifyAddresses: ["anna@harbour.example", "ben@harbour.example"],
        scheduleHour: 6,
        staleAfterDays: 35,
      },
    });
  });

  it("keep a limit as it was written, to the cent", () => {
    expect(read({ guardMoney: " 500.50 ", guardQuantity: "20" })).toMatchObject({
      input: { guardMoney: "500.50", guardQuantity: 20 },
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
    ["handEdits", "ignore", "This is not a value that fits here."],
    ["guardQuantity", "0", "At least 1."],
    ["guardQuantity", "2.5", "A whole number, or nothing."],
    ["guardPercent", "half", "A whole number, or nothing."],
    ["guardMoney", "0.00", "More than nothing, or leave it empty."],
    ["guardMoney", "1,000", "An amount such as 500 or 500.00, or nothing."],
    ["guardMoney", "-5", "An amount such as 500 or 500.00, or nothing."],
  ])("refuse %s %s", (name, value, words) => {
    expect(read({ [name]: value })).toEqual({ fieldErrors: { [name]: words } });
  });
});
