/** The ledger does not take this; `message` is what Autotask says, which it answers with status 500. */
export class Refused extends Error {
  constructor(text: string) {
    super(text);
    this.name = "Refused";
  }
}

/** Autotask's words where clients have seen them (the date, the duplicate's beginning, references), else inferred. */
export const refusals = {
  outsideContract:
    "ContractServiceAdjustment effectiveDate must be between the start date and end date of the Contract referenced by contractID.",
  sameDate:
    "Attempt to insert duplicate data into contract_service_period: the service has an adjustment with this effectiveDate already.",
  negativeUnits: "The adjustment would leave a negative number of units on the contract service.",
  wholeUnits: "unitChange must be a whole number.",
  alreadyPosted:
    "ContractServiceAdjustment effectiveDate must be after the last period that has been approved and posted.",
  notRecurring:
    "The Contract referenced by contractID must be of type Recurring Service: a fixed-price contract takes no contract services.",
  repeatedService: "The Service referenced by serviceID is on this Contract already.",
  endsBeforeStart: "endDate must not be before startDate.",
  endsBeforePosted: "endDate must not be before the last period that has been approved and posted.",
  billedCharge: "A ContractCharge that has been approved and posted cannot be changed.",
  unknown: (field: string, type: string) =>
    `Reference value on field: ${field} of type: ${type} does not exist or is invalid.`,
};
