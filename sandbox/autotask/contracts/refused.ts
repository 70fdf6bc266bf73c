/** The ledger does not take this; `message` is what Autotask says, which it answers with status 500. */
export class Refused extends Error {
  constructor(text: string) {
    super(text);
    this.name = "Refused";
  }
}
