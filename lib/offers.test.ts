import { readOffers } from "@/lib/offers";

const offer = { id: "7", label: "Banksia", note: "id 7", href: "/programs/a/customers/b?company=7" };

test("offers are read, and what is none is left out: another shape, another origin", () => {
  expect(readOffers([offer, { ...offer, href: "//elsewhere.example" }, { ...offer, note: 7 }, null])).toEqual(
    [offer],
  );
});

test("an answer that is no list offers nothing", () => {
  expect(readOffers({ offers: [offer] })).toEqual([]);
  expect(readOffers(null)).toEqual([]);
});
