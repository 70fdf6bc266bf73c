import type { ReactNode } from "react";
import { aboutLine } from "@/app/(portal)/runs/[runId]/about-line";
import { ActionForm } from "@/app/(portal)/runs/[runId]/action-forms";
import {
  adoptExistingLine,
  decide,
  endExistingLines,
  linkToItem,
} from "@/app/(portal)/runs/[runId]/decisions/actions";
import { FieldForm } from "@/app/(portal)/runs/[runId]/decisions/field-form";
import { Disclosure } from "@/components/ui/details";
import { LinkButton } from "@/components/ui/link-button";
import type { RunIssueRow, RunItemRow } from "@/db/queries/portal/list-run-items";
import type { DecisionChoice } from "@/db/schema";
import { cameFrom } from "@/lib/came-from";
import { type IssueAction, issueActionLabel } from "@/lib/issues/actions";
import { links } from "@/lib/links";
import { wordsOfPsa } from "@/lib/psa-names";

type Question = { runId: string; programSlug: string; psa: string; item: QuestionItem; issue: RunIssueRow };
type QuestionItem = Pick<
  RunItemRow,
  "id" | "title" | "customerName" | "customerId" | "productId" | "agreementId"
>;

/** Actions that record a decision as it is, without a further word. */
const plainChoices: Partial<Record<IssueAction, DecisionChoice>> = {
  approve: "approve",
  reject: "reject",
  set_back: "approve",
  keep_edit: "keep",
  keep_line: "keep",
  keep_both: "keep",
  own_service: "own_service",
};

/** The form for one action by which a person decides of a held line; null: the action is not such a one. */
export function decisionNode(action: IssueAction, question: Question): ReactNode {
  const { runId, programSlug, psa, item, issue } = question;
  const fields = { runId, itemId: item.id, issueId: issue.id };
  const about = aboutLine(item);
  const label = issueActionLabel(action, psa);
  const record = wordsOfPsa(psa).item;
  const productPage =
    item.productId && links.product(programSlug, item.productId, { from: cameFrom(runId, item.id) });
  if (issue.severity === "held" && action === "approve" && item.customerId === null) {
    return (
      <LinkButton key={action} href={links.approveForCustomer(runId, item.id)} size="small">
        Approve for a customer…
      </LinkButton>
    );
  }
  if (action === "own_service" && issue.facts.refused) return null;
  const choice = issue.severity === "held" ? plainChoices[action] : undefined;
  if (choice) {
    return (
      <ActionForm key={action} action={decide} fields={{ ...fields, choice }} label={label} about={about} />
    );
  }
  switch (action) {
    case "confirm_end":
      return issue.severity === "held" ? (
        <ConfirmEnd
          key={action}
          fields={fields}
          label={label}
          about={about}
          psa={psa}
          lastDay={issue.facts.date}
        />
      ) : null;
    case "adopt_line":
      // A line of ours on another agreement is ours already: it is ended or kept.
      return issue.facts.lineId && isOnItsAgreement(question) ? (
        <ActionForm
          key={action}
          action={adoptExistingLine}
          fields={{ ...fields, lineId: issue.facts.lineId }}
          label={label}
          about={about}
        />
      ) : null;
    case "end_line":
      return issue.facts.lineId ? (
        <EndForm key={action} fields={fields} open={`${label}…`} about={about} psa={psa} />
      ) : null;
    case "choose_line":
      return (
        <ChooseLine
          key={action}
          fields={fields}
          label={label}
          about={about}
          ids={idsOf(issue.facts.lineIds)}
        />
      );
    case "adopt_item":
      return (
        <ChooseItem
          key={action}
          fields={fields}
          label={label}
          about={about}
          ids={idsOf(issue.facts.itemIds)}
          record={record}
          compareAt={productPage}
        />
      );
    case "link_product":
      // A product that no price list has named is nothing that could be linked.
      return productPage ? (
        <LinkButton key={action} href={productPage} size="small">
          {label}
        </LinkButton>
      ) : null;
    default:
      return null;
  }
}

function isOnItsAgreement({ item, issue }: Question): boolean {
  return !issue.facts.agreementId || issue.facts.agreementId === item.agreementId;
}

function idsOf(list: string | undefined): string[] {
  return (list ?? "").split(", ").filter(Boolean);
}

type FormProps = { fields: Record<string, string>; about: string };

type ConfirmEndProps = FormProps & { label: string; psa: string; lastDay: string | undefined };

function ConfirmEnd({ fields, label, about, psa, lastDay }: ConfirmEndProps) {
  return (
    <FieldForm
      action={decide}
      fields={{ ...fields, choice: "confirm_end" }}
      type="date"
      name="date"
      label="Last billed day"
      hint={`From the day after, ${psa} bills nothing for it. Days that are invoiced already stay as they are.`}
      {...(lastDay && { defaultValue: lastDay })}
      required
      open={`${label}…`}
      about={about}
      submit={label}
    />
  );
}

function EndForm({ fields, open, about, psa }: FormProps & { open: string; psa: string }) {
  return (
    <FieldForm
      action={endExistingLines}
      fields={fields}
      type="date"
      name="lastDay"
      label="Last billed day (optional)"
      hint={`Left empty, it ends on the last day that ${psa} has invoiced, and a line of ours takes over the day after.`}
      open={open}
      about={about}
      submit="End that line"
    />
  );
}

type ChooseProps = FormProps & { label: string; ids: string[] };

function ChooseLine({ fields, label, about, ids }: ChooseProps) {
  if (ids.length === 0) return null;
  return (
    <Disclosure label={`${label}…`} about={about} size="small">
      <p className="mb-2">The others end on the last day that is invoiced.</p>
      <div className="flex flex-wrap gap-2">
        {ids.map((id) => (
          <ActionForm
            key={id}
            action={endExistingLines}
            fields={{ ...fields, keptLineId: id, lastDay: "" }}
            label={`Keep line ${id}`}
          />
        ))}
      </div>
    </Disclosure>
  );
}

type ChooseItemProps = ChooseProps & {
  record: string;
  /** The page that tells the items' names; null: there is none. */
  compareAt: string | null;
};

function ChooseItem({ fields, label, about, ids, record, compareAt }: ChooseItemProps) {
  if (ids.length === 0) return null;
  return (
    <Disclosure label={`${label}…`} about={about} size="small">
      <p className="mb-2">The product is linked to it from now on; its cost and price follow PRISM.</p>
      <div className="flex flex-wrap gap-2">
        {ids.map((id) => (
          <ActionForm
            key={id}
            action={linkToItem}
            fields={{ ...fields, psaItemId: id }}
            label={`Use ${record} ${id}`}
          />
        ))}
        {compareAt ? (
          <LinkButton href={compareAt} size="small">
            Compare them
          </LinkButton>
        ) : null}
      </div>
    </Disclosure>
  );
}
