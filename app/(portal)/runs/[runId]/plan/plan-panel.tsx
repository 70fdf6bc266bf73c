import { ActionForm } from "@/app/(portal)/runs/[runId]/action-forms";
import { runAgain } from "@/app/(portal)/runs/[runId]/actions";
import { approvePlan, withdrawPlan, writePlan } from "@/app/(portal)/runs/[runId]/plan/actions";
import { planMoney } from "@/app/(portal)/runs/[runId]/plan/plan-words";
import type { RunView } from "@/app/(portal)/runs/[runId]/run-view";
import { RunStatusChip } from "@/components/sync/run-status";
import { Card, Section } from "@/components/ui/card";
import { CheckboxField } from "@/components/ui/fields";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { Instant } from "@/components/ui/time";
import { countPlanLines, type Plan } from "@/db/queries/portal/plans/get-plan";
import { countOf } from "@/lib/format/number";
import { links } from "@/lib/links";
import { productChanges, productChangeWords } from "@/lib/sync/product-changes";

/** What a preview comes to in all, what of it is approved, and the button that has it written. */
export function PlanPanel({ view }: { view: RunView }) {
  const { plan } = view;
  const { lines, approved, waiting, asking } = countPlanLines(plan?.totals ?? []);
  if (!plan || lines + asking === 0) return null;
  return (
    <div className="mb-8">
      <Section title="Approve and write" note={noteOf(view)}>
        <Card>
          <p className="text-lg">
            <b className="font-semibold">{countOf(lines, unitOf(view))}</b> would change
            {view.run.kind === "customers"
              ? planMoney(plan.totals).map((words) => <span key={words}> · {words}</span>)
              : null}
          </p>
          <p className="text-soft">
            {approved === 0
              ? "None is approved."
              : `${countOf(approved, unitOf(view))} approved, ${waiting} to be written.`}
            <PlanAge view={view} plan={plan} />
          </p>
          {asking > 0 ? <Asking view={view} asking={asking} /> : null}
          {view.canApprove && !plan.tooOld ? <PlanButtons view={view} plan={plan} /> : null}
          <Applied view={view} plan={plan} />
        </Card>
      </Section>
    </div>
  );
}

function unitOf({ run }: RunView): "line" | "product" {
  return run.kind === "products" ? "product" : "line";
}

function noteOf({ run, psa }: RunView): string {
  return run.kind === "products"
    ? `You can approve every change, those of one kind or one product, here and in the list below. What is written is just what you see: a product for which ${psa} or the price list has changed by then waits instead.`
    : `You can approve every change, a customer’s or one line, here and in the list below. What is written is just what you see: a line for which ${psa} or the invoice has changed by then waits instead.`;
}

/** The list is narrowed to products of which the same becomes: these can be approved together. */
function ApproveChange({ view, fields }: { view: RunView; fields: Record<string, string> }) {
  const change = productChanges.find((one) => one === view.filter.reason);
  if (!change || view.run.kind !== "products") return null;
  return (
    <ActionForm
      action={approvePlan}
      fields={{ ...fields, change }}
      label={`Approve all “${productChangeWords(change)}”`}
      size="medium"
    />
  );
}

/** Approving all of it would say yes to what nobody has looked at: each of these has a button of its own. */
function Asking({ view, asking }: { view: RunView; asking: number }) {
  return (
    <p className="mt-2">
      {countOf(asking, "more line")} {asking === 1 ? "waits" : "wait"} for your yes, such as to an end, and{" "}
      {asking === 1 ? "is" : "are"} approved one by one.{" "}
      <TextLink href={`${links.run(view.runId, { outcome: "held" })}#lines`}>
        {asking === 1 ? "See it" : "See them"}
      </TextLink>
    </p>
  );
}

function PlanAge({ view, plan }: { view: RunView; plan: Plan }) {
  if (plan.tooOld) return null;
  return (
    <>
      {" "}
      What is approved can be written until{" "}
      <Instant at={plan.keepsUntil} timeZone={view.timeZone} now={view.now} />.
    </>
  );
}

function PlanButtons({ view, plan }: { view: RunView; plan: Plan }) {
  const { lines, approved, waiting } = countPlanLines(plan.totals);
  const fields = { runId: view.runId, version: String(plan.version) };
  return (
    <>
      <div className="mt-4 flex flex-wrap gap-2">
        {approved < lines ? (
          <ActionForm
            action={approvePlan}
            fields={fields}
            label={approved === 0 ? `Approve all ${lines}` : `Approve the other ${lines - approved}`}
            size="medium"
          />
        ) : null}
        {approved < lines ? <ApproveChange view={view} fields={fields} /> : null}
        {waiting > 0 ? (
          <ActionForm action={withdrawPlan} fields={fields} label={`Take back ${waiting}`} size="medium" />
        ) : null}
      </div>
      {waiting > 0 ? (
        <form action={writePlan} className="mt-4 border-t border-line pt-4">
          <input type="hidden" name="runId" value={fields.runId} />
          <input type="hidden" name="version" value={fields.version} />
          <CheckboxField
            name="anew"
            value="yes"
            label={`Also write ${unitOf(view)}s that have to be planned anew`}
            hint={`They are written as they are planned then, and named. Unticked, they wait for you with the new plan.`}
          />
          <SubmitButton variant="primary" pendingLabel="Queueing…">
            Write {countOf(waiting, `approved ${unitOf(view)}`)} to {view.psa}
          </SubmitButton>
        </form>
      ) : null}
    </>
  );
}

/** What has become of it so far. */
function Applied({ view, plan }: { view: RunView; plan: Plan }) {
  const { waiting } = countPlanLines(plan.totals);
  return (
    <>
      {plan.tooOld ? (
        <Notice
          tone={waiting > 0 ? "warn" : "none"}
          title={
            waiting > 0
              ? `This preview is too old: ${countOf(waiting, `approved ${unitOf(view)}`)} will not be written.`
              : "This preview is too old to be approved."
          }
          actions={
            view.canApprove ? (
              <ActionForm action={runAgain} fields={{ runId: view.runId }} label="Make a new preview" />
            ) : undefined
          }
        />
      ) : null}
      {plan.appliedIn.map(({ runId, queuedAt, status }) => (
        <p key={runId} className="mt-3 flex flex-wrap items-center gap-2">
          <RunStatusChip status={status} />
          <span>
            Given to a sync <Instant at={queuedAt} timeZone={view.timeZone} now={view.now} />.{" "}
            <TextLink href={links.run(runId)}>See that sync</TextLink>
          </span>
        </p>
      ))}
    </>
  );
}
