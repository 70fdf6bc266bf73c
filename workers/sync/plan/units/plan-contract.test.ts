import { aBill, aStep } from "../testing/build";
import { aContractInput, aMember, aService, aStander, describeServices } from "../testing/build-contract";
import { planContract } from "./plan-contract";
import type { ContractInput, PlannedMember } from "./types";

const october = (...rows: Parameters<typeof aBill>[1]) => [aBill("2026-10", rows)];
const at31 = { unitPrice: "31", unitCost: "20" };

/** On service-1 with what the last plan confirmed, open since January. */
function stored(key: string, quantity: string, fields: Partial<PlannedMember> = {}): PlannedMember {
  const confirmed = quantity === "0" ? [] : [aStep("2026-01-01", null, quantity)];
  return aMember(key, { storedServiceIds: ["service-1"], confirmed, ...fields });
}

describe("adjustments, with September posted", () => {
  type Case = [what: string, input: Partial<ContractInput>, adjustments: string[]];
  const ten = aService("service-1", [["2026-01-01", 10]]);
  const five = aService("service-1", [["2026-01-01", 5]]);

  test.each<Case>([
    ["first time", { members: [aMember("a")] }, ["new 2026-10-01 +10 price 30 cost 20"]],
    ["nothing changed", { services: [ten], members: [stored("a", "10")] }, []],
    [
      "another quantity from the first",
      { services: [ten], members: [stored("a", "10", { bills: october([1, 31, "12"]) })] },
      ["service-1 2026-10-01 +2"],
    ],
    [
      "a seat added on the 15th",
      { services: [ten], members: [stored("a", "10", { bills: october([1, 14, "10"], [15, 31, "12"]) })] },
      ["service-1 2026-10-15 +2"],
    ],
    [
      "a seat added on the 15th and taken away on the 20th",
      {
        services: [ten],
        members: [stored("a", "10", { bills: october([1, 14, "10"], [15, 19, "12"], [20, 31, "10"]) })],
      },
      ["service-1 2026-10-15 +2", "service-1 2026-10-20 -2"],
    ],
    [
      "a price change is an adjustment without units",
      {
        services: [ten],
        members: [stored("a", "10", { bills: october([1, 9, "10"], [10, 31, "10", at31]) })],
      },
      ["service-1 2026-10-10 +0 price 31"],
    ],
    [
      "price and quantity on one day are one adjustment",
      { services: [ten], members: [stored("a", "10", { bills: october([1, 31, "11", at31]) })] },
      ["service-1 2026-10-01 +1 price 31"],
    ],
    [
      "a leaver",
      {
        services: [ten],
        members: [stored("a", "10", { bills: october([1, 19, "10"]), subscriptionActive: false })],
      },
      ["service-1 2026-10-20 -10"],
    ],
    [
      "a joiner shares the service",
      { services: [ten], members: [stored("a", "10"), aMember("b", { bills: october([15, 31, "3"]) })] },
      ["service-1 2026-10-15 +3"],
    ],
    [
      "two of one product change together, once a date",
      {
        services: [ten],
        members: [
          stored("a", "6", { bills: october([1, 14, "6"], [15, 31, "8"]) }),
          stored("b", "4", { bills: october([1, 14, "4"], [15, 31, "5"]) }),
        ],
      },
      ["service-1 2026-10-15 +3"],
    ],
    [
      "one leaves as the other joins: the sum stays",
      {
        services: [ten],
        members: [
          stored("a", "6", { bills: october([1, 31, "5"]) }),
          stored("b", "4", { bills: october([1, 31, "5"]) }),
        ],
      },
      [],
    ],
    [
      "another price is a service of its own",
      { services: [ten], members: [stored("a", "10"), aMember("b", { bills: october([1, 31, "3", at31]) })] },
      ["another 2026-10-01 +3 price 31 cost 20"],
    ],
    [
      "one of two has a new price and leaves; the other keeps the service",
      {
        services: [ten],
        members: [
          stored("a", "6", { bills: october([1, 31, "6", at31]) }),
          stored("b", "4", { bills: october([1, 31, "4"]) }),
        ],
      },
      ["service-1 2026-10-01 -6", "another 2026-10-01 +6 price 31 cost 20"],
    ],
    [
      "both have a new price: the service has it",
      {
        services: [ten],
        members: [
          stored("a", "6", { bills: october([1, 31, "6", at31]) }),
          stored("b", "4", { bills: october([1, 31, "4", at31]) }),
        ],
      },
      ["service-1 2026-10-01 +0 price 31"],
    ],
    [
      "prices that hold on different days share a service",
      {
        services: [ten],
        members: [
          stored("a", "10", { bills: october([1, 14, "10"]), subscriptionActive: false }),
          aMember("b", { bills: october([15, 31, "10", at31]) }),
        ],
      },
      ["service-1 2026-10-15 +0 price 31"],
    ],
    [
      "what only stands stays in the sum",
      {
        services: [ten],
        members: [
          stored("a", "6", { bills: october([1, 31, "7"]) }),
          aStander("b", { storedServiceIds: ["service-1"], confirmed: [aStep("2026-01-01", null, "4")] }),
        ],
      },
      ["service-1 2026-10-01 +1"],
    ],
    [
      "what only stands and is to end leaves the sum",
      {
        services: [ten],
        members: [
          stored("a", "6", { bills: october([1, 31, "6"]) }),
          aStander("b", {
            storedServiceIds: ["service-1"],
            confirmed: [aStep("2026-01-01", null, "4")],
            endsOn: "2026-10-14",
          }),
        ],
      },
      ["service-1 2026-10-15 -4"],
    ],
    [
      "an end before what is posted takes the first day that is not",
      {
        services: [five],
        members: [
          aStander("b", {
            storedServiceIds: ["service-1"],
            confirmed: [aStep("2026-01-01", null, "5")],
            endsOn: "2026-08-14",
          }),
        ],
      },
      ["service-1 2026-10-01 -5"],
    ],
    [
      "who is held counts as confirmed",
      {
        services: [ten],
        members: [
          stored("a", "6", { bills: october([1, 31, "7"]) }),
          stored("b", "4", { bills: october([1, 10, "9"], [10, 31, "8"]) }),
        ],
      },
      ["service-1 2026-10-01 +1"],
    ],
    [
      "an edit that only stands is nobody's to set back",
      {
        services: [aService("service-1", [["2026-01-01", 9]])],
        members: [
          aStander("b", { storedServiceIds: ["service-1"], confirmed: [aStep("2026-01-01", null, "5")] }),
        ],
      },
      [],
    ],
    [
      "increases go first where a day would fall below zero",
      {
        services: [
          aService("service-1", [
            ["2026-01-01", 10],
            ["2026-11-01", 2],
          ]),
        ],
        members: [stored("a", "10", { confirmed: null, bills: october([1, 31, "5"]) })],
      },
      ["service-1 2026-11-01 +8", "service-1 2026-10-01 -5"],
    ],
    [
      "a service that bills nothing is used again, with its price",
      {
        services: [aService("service-1", [["2026-01-01", 0]])],
        members: [aMember("a", { bills: october([1, 31, "2", at31]) })],
      },
      ["service-1 2026-10-01 +2 price 31 cost 20"],
    ],
    [
      "days without units tell no price, whatever the newest has (found by the properties)",
      {
        services: [
          aService("service-1", [
            ["2026-01-01", 0, at31],
            ["2026-12-01", 0],
          ]),
        ],
        members: [aMember("a")],
      },
      ["service-1 2026-10-01 +10 price 30 cost 20"],
    ],
    [
      "of a fraction that is refused no part is taken for its share (found by the properties)",
      {
        services: [aService("service-1", [["2026-01-01", 3]])],
        members: [
          stored("a", "0", { confirmed: null, bills: october([1, 31, "0"]) }),
          stored("b", "0", { confirmed: null, bills: october([1, 31, "2.5"]) }),
        ],
      },
      ["service-1 2026-10-01 -1"],
    ],
    [
      "who asks for nothing sets nobody else's units (found by the properties)",
      {
        services: [aService("service-1", [["2026-01-01", 0]]), aService("other-1", [["2026-01-01", 2]])],
        members: [
          aMember("a", { bills: october([1, 31, "0"]) }),
          stored("b", "1", { bills: october([1, 31, "5"]) }),
        ],
      },
      [],
    ],
    [
      "what a person took away is not put back beside a strange service (found by the properties)",
      {
        services: [aService("service-1", [["2026-01-01", 0]]), aService("other-1", [["2026-01-01", 2]])],
        members: [
          aStander("a", {
            storedServiceIds: ["service-1"],
            confirmed: [aStep("2026-01-01", null, "3")],
            endsOn: "2026-09-30",
          }),
          stored("b", "1", { bills: october([1, 31, "2"]) }),
        ],
      },
      [],
    ],
    [
      "an increase on a date that was adjusted goes to another service",
      {
        services: [ten],
        members: [stored("a", "10", { bills: october([1, 31, "12"]) })],
        adjustedOn: new Map([["service-1", new Set(["2026-10-01"])]]),
      },
      ["another 2026-10-01 +2 price 30 cost 20"],
    ],
    [
      "a quantity only leaves the price to the PSA",
      { services: [], members: [aMember("a", { strategy: "quantity_only" })] },
      ["new 2026-10-01 +10"],
    ],
  ])("%s", (_, input, adjustments) => {
    expect(describeServices(planContract(aContractInput(input)))).toEqual(adjustments);
  });
});
