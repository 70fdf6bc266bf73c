"use server";

import { z } from "zod";
import { requestTask } from "@/db/commands/tasks/request-task";
import { hasAccess } from "@/db/queries/portal/has-access";
import { type TaskKind, taskKinds } from "@/db/schema";
import { MutationRefused, mutation } from "@/lib/mutation";

const notices: Record<TaskKind, string> = {
  test_connection: "The connection is being tested.",
  test_source: "The PRISM account is being tested.",
  refresh_directory: "The directory is being fetched.",
  refresh_customers: "The customers are being fetched.",
  read_other_lines: "The mapped agreements are being read.",
};

/** Asks the worker to test an access or to fetch something over it. Asked for twice, it is done once. */
export const startTask = mutation(
  { role: "operator", input: z.object({ kind: z.enum(taskKinds), subjectId: z.uuid() }) },
  async ({ session, tx, input }) => {
    const { orgId, userId } = session;
    if (!(await hasAccess(tx, { orgId, id: input.subjectId, kind: input.kind }))) {
      throw new MutationRefused("This access does not exist any more.");
    }
    const { taskId } = await requestTask(tx, { orgId, ...input, requestedBy: userId });
    return {
      audit: { action: "task_requested", subject: taskId, facts: { kind: input.kind, of: input.subjectId } },
      notice: {
        title: notices[input.kind],
        text: "It takes some seconds; the page shows what came of it.",
      },
    };
  },
);
