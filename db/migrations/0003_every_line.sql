CREATE TABLE "decisions" (
	"org_id" uuid NOT NULL,
	"program_sync_id" uuid NOT NULL,
	"key" text NOT NULL,
	"code" text NOT NULL,
	"facts_hash" text NOT NULL,
	"choice" text NOT NULL,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"decided_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "decisions_org_id_program_sync_id_facts_hash_pk" PRIMARY KEY("org_id","program_sync_id","facts_hash")
);
--> statement-breakpoint
CREATE TABLE "line_endings" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"program_sync_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"psa_agreement_id" text NOT NULL,
	"psa_line_id" text NOT NULL,
	"key" text NOT NULL,
	"title" text NOT NULL,
	"customer_id" uuid,
	"last_day" date,
	"state" text DEFAULT 'open' NOT NULL,
	"requested_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "line_endings_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "psa_choices" (
	"org_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"psa_id" text NOT NULL,
	"name" text NOT NULL,
	"inactive" boolean NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "psa_choices_org_id_connection_id_kind_psa_id_pk" PRIMARY KEY("org_id","connection_id","kind","psa_id")
);
--> statement-breakpoint
ALTER TABLE "agreement_lines" DROP CONSTRAINT "agreement_lines_org_id_connection_id_psa_agreement_id_psa_line_id_pk";--> statement-breakpoint
ALTER TABLE "agreement_lines" ADD CONSTRAINT "agreement_lines_org_id_connection_id_psa_agreement_id_psa_line_id_key_pk" PRIMARY KEY("org_id","connection_id","psa_agreement_id","psa_line_id","key");--> statement-breakpoint
ALTER TABLE "psa_agreements" ADD COLUMN "one_time" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "mappings" ADD COLUMN "annual_agreement_id" text;--> statement-breakpoint
ALTER TABLE "program_syncs" ADD COLUMN "azure_enabled" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "program_syncs" ADD COLUMN "annual_enabled" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "program_syncs" ADD COLUMN "hand_edits" text DEFAULT 'overwrite' NOT NULL;--> statement-breakpoint
ALTER TABLE "program_syncs" ADD COLUMN "guard_quantity" integer;--> statement-breakpoint
ALTER TABLE "program_syncs" ADD COLUMN "guard_money" numeric;--> statement-breakpoint
ALTER TABLE "program_syncs" ADD COLUMN "guard_percent" integer;--> statement-breakpoint
ALTER TABLE "program_syncs" ADD COLUMN "extend_contracts" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "program_syncs" ADD COLUMN "service_billing_code_id" text;--> statement-breakpoint
ALTER TABLE "program_syncs" ADD COLUMN "charge_billing_code_id" text;--> statement-breakpoint
ALTER TABLE "program_syncs" ADD COLUMN "vendor_id" text;--> statement-breakpoint
ALTER TABLE "program_syncs" ADD COLUMN "price_contract_agreement_id" text;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_org_id_program_sync_id_program_syncs_org_id_id_fk" FOREIGN KEY ("org_id","program_sync_id") REFERENCES "public"."program_syncs"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "line_endings" ADD CONSTRAINT "line_endings_org_id_program_sync_id_program_syncs_org_id_id_fk" FOREIGN KEY ("org_id","program_sync_id") REFERENCES "public"."program_syncs"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "line_endings" ADD CONSTRAINT "line_endings_org_id_connection_id_connections_org_id_id_fk" FOREIGN KEY ("org_id","connection_id") REFERENCES "public"."connections"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "psa_choices" ADD CONSTRAINT "psa_choices_org_id_connection_id_connections_org_id_id_fk" FOREIGN KEY ("org_id","connection_id") REFERENCES "public"."connections"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "decisions_key" ON "decisions" USING btree ("org_id","program_sync_id","key");--> statement-breakpoint
CREATE INDEX "line_endings_open" ON "line_endings" USING btree ("org_id","program_sync_id") WHERE state = 'open';--> statement-breakpoint
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['decisions', 'line_endings', 'psa_choices'] LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_organisation ON public.%I TO prism_portal, prism_worker USING (org_id = app.org_id()) WITH CHECK (org_id = app.org_id())', t);
    EXECUTE format('CREATE POLICY owner ON public.%I TO %I USING (true) WITH CHECK (true)', t, current_user);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON public.%I TO prism_portal, prism_worker', t);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT DELETE ON decisions, line_endings TO prism_portal;
--> statement-breakpoint
GRANT DELETE ON psa_choices TO prism_worker;
