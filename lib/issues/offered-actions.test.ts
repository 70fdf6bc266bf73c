import { issueActionLabels } from "@/lib/issues/actions";
import { issueCatalogue } from "@/lib/issues/catalogue";

const offered = new Set<string>(Object.values(issueCatalogue).flatMap((text) => [...text.actions]));

test("every action that has a label is offered by some issue, and the other way round", () => {
  expect([...offered].sort()).toEqual(Object.keys(issueActionLabels).sort());
});
