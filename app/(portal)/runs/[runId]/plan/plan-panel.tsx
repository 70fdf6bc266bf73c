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

/** What a preview comes to in all, what of it is approved, and the button that has it written. */
export function PlanPanel({ view }: { view: RunView }) {
  const { plan } = view;
  const { lines, approved, waiting, asking } = countPlanLines(plan?.totals ?? []);
  if (!plan || lines + asking === 0) return null;
  return (
    <div className="mb-8">
      <Section
        title="Approve and write"
        note={`You can approve every change, a customer’s or one line, here and in the list below. What is written is just what you see: a line for which ${view.psa} or the invoice has changed by then waits instead.`}
      >
        <Card>
          <p className="text-lg">
            <b className="font-semibold">{countOf(lines, "line")}</b> would change
            {planMoney(plan.totals).map((words) => (
              <span key={words}> · {words}</span>
            ))}
          </p>
          <p className="text-soft">
            {approved === 0
              ? "None is approved."
              : `${countOf(approved, "line")} approved, ${waiting} to be written.`}
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
      Approved lines can be written until{" "}
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
            label="Also write lines that have to be planned anew"
            hint={`They are written as they are planned then, and named. Unticked, they wait for you with the new plan.`}
          />
          <SubmitButton variant="primary" pendingLabel="Queueing…">
            Write {countOf(waiting, "approved line")} to {view.psa}
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
              ? `This preview is too old: ${countOf(waiting, "approved line")} will not be written.`
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
