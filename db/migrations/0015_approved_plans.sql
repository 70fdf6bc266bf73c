CREATE TABLE "plan_approvals" (
	"org_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"key" text NOT NULL,
	"customer_id" uuid,
	"plan" text NOT NULL,
	"approved_by" uuid NOT NULL,
	"applied_in" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "plan_approvals_org_id_run_id_key_pk" PRIMARY KEY("org_id","run_id","key")
);
--> statement-breakpoint
ALTER TABLE "sync_items" ADD COLUMN "plan" text;--> statement-breakpoint
ALTER TABLE "sync_items" ADD COLUMN "cost_change" numeric;--> statement-breakpoint
ALTER TABLE "sync_items" ADD COLUMN "price_change" numeric;--> statement-breakpoint
ALTER TABLE "run_scopes" ADD COLUMN "approved_plan" text;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "plan_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "plans_anew" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "plan_approvals" ADD CONSTRAINT "plan_approvals_org_id_run_id_sync_runs_org_id_id_fk" FOREIGN KEY ("org_id","run_id") REFERENCES "public"."sync_runs"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "plan_approvals_customer" ON "plan_approvals" USING btree ("org_id","run_id","customer_id");--> statement-breakpoint
ALTER TABLE plan_approvals ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE plan_approvals FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_organisation ON plan_approvals TO prism_portal, prism_worker
  USING (org_id = app.org_id()) WITH CHECK (org_id = app.org_id());
--> statement-breakpoint
CREATE POLICY owner ON plan_approvals TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON plan_approvals TO prism_portal;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON plan_approvals TO prism_worker;
