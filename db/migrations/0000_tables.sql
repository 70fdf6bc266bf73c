CREATE TABLE "audit_events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"actor_id" uuid,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"facts" jsonb NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "connections" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"site" text NOT NULL,
	"account" text NOT NULL,
	"sealed_credentials" text NOT NULL,
	"hint" text NOT NULL,
	"state" text DEFAULT 'needs_attention' NOT NULL,
	"state_reason" text,
	"permissions" jsonb,
	"tested_at" timestamp (3) with time zone,
	"directory_refreshed_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "connections_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"program_id" uuid NOT NULL,
	"contract_agreement_id" text NOT NULL,
	"tenant_id" text NOT NULL,
	"source_customer_id" text NOT NULL,
	"name" text NOT NULL,
	"registration_number" text,
	"website" text,
	"tenant_domain" text,
	"active" boolean NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "customers_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "customers_tenant" UNIQUE("org_id","program_id","tenant_id")
);
--> statement-breakpoint
CREATE TABLE "subscriptions" (
	"org_id" uuid NOT NULL,
	"program_id" uuid NOT NULL,
	"subscription_id" text NOT NULL,
	"customer_id" uuid NOT NULL,
	"source_product_id" text NOT NULL,
	"product_name" text NOT NULL,
	"active" boolean NOT NULL,
	"usage_based" boolean NOT NULL,
	"billed_annually" boolean NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "subscriptions_org_id_program_id_subscription_id_pk" PRIMARY KEY("org_id","program_id","subscription_id")
);
--> statement-breakpoint
CREATE TABLE "psa_agreements" (
	"org_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"psa_id" text NOT NULL,
	"psa_company_id" text NOT NULL,
	"name" text NOT NULL,
	"status" text NOT NULL,
	"start_date" date,
	"end_date" date,
	"next_invoice_date" date,
	"billed" text,
	"prorates" boolean NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "psa_agreements_org_id_connection_id_psa_id_pk" PRIMARY KEY("org_id","connection_id","psa_id")
);
--> statement-breakpoint
CREATE TABLE "psa_companies" (
	"org_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"psa_id" text NOT NULL,
	"identifier" text NOT NULL,
	"name" text NOT NULL,
	"website" text,
	"tax_identifier" text,
	"inactive" boolean NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "psa_companies_org_id_connection_id_psa_id_pk" PRIMARY KEY("org_id","connection_id","psa_id")
);
--> statement-breakpoint
CREATE TABLE "intents" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"connection_id" uuid NOT NULL,
	"program_sync_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"natural_key" text NOT NULL,
	"period" date NOT NULL,
	"sequence" integer NOT NULL,
	"operation" text NOT NULL,
	"psa_agreement_id" text,
	"target_id" text,
	"before" jsonb,
	"desired" jsonb NOT NULL,
	"body_hash" text NOT NULL,
	"epoch" integer NOT NULL,
	"state" text DEFAULT 'planned' NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"settled_at" timestamp (3) with time zone,
	"answer" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "intents_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "invoice_lines" (
	"org_id" uuid NOT NULL,
	"invoice_id" uuid NOT NULL,
	"line_number" integer NOT NULL,
	"subscription_id" text,
	"offer_name" text NOT NULL,
	"charge_start" date NOT NULL,
	"charge_end" date NOT NULL,
	"quantity" numeric NOT NULL,
	"unit_cost" numeric NOT NULL,
	"unit_price" numeric NOT NULL,
	"billable_ratio" numeric NOT NULL,
	"cost_amount" numeric NOT NULL,
	"price_amount" numeric NOT NULL,
	CONSTRAINT "invoice_lines_org_id_invoice_id_line_number_pk" PRIMARY KEY("org_id","invoice_id","line_number")
);
--> statement-breakpoint
CREATE TABLE "invoices" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"program_id" uuid NOT NULL,
	"contract_agreement_id" text NOT NULL,
	"source_invoice_id" text NOT NULL,
	"content_hash" text NOT NULL,
	"period_start" date NOT NULL,
	"period_end" date NOT NULL,
	"currency" text NOT NULL,
	"stated_total" numeric,
	"lines_total" numeric NOT NULL,
	"line_count" integer NOT NULL,
	"state" text DEFAULT 'current' NOT NULL,
	"fetched_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "invoices_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "invoices_content" UNIQUE("org_id","program_id","source_invoice_id","content_hash")
);
--> statement-breakpoint
CREATE TABLE "acknowledgements" (
	"org_id" uuid NOT NULL,
	"program_sync_id" uuid NOT NULL,
	"facts_hash" text NOT NULL,
	"acknowledged_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "acknowledgements_org_id_program_sync_id_facts_hash_pk" PRIMARY KEY("org_id","program_sync_id","facts_hash")
);
--> statement-breakpoint
CREATE TABLE "exclusions" (
	"org_id" uuid NOT NULL,
	"program_sync_id" uuid NOT NULL,
	"key" text NOT NULL,
	"reason" text NOT NULL,
	"expires_on" date,
	"excluded_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "exclusions_org_id_program_sync_id_key_pk" PRIMARY KEY("org_id","program_sync_id","key")
);
--> statement-breakpoint
CREATE TABLE "issues" (
	"org_id" uuid NOT NULL,
	"item_month" date NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"run_id" uuid NOT NULL,
	"item_id" uuid,
	"code" text NOT NULL,
	"severity" text NOT NULL,
	"facts" jsonb NOT NULL,
	"facts_hash" text NOT NULL,
	"acknowledged" boolean DEFAULT false NOT NULL,
	"raw_answer" text,
	"reference" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "issues_org_id_item_month_id_pk" PRIMARY KEY("org_id","item_month","id")
) PARTITION BY RANGE ("item_month");
--> statement-breakpoint
CREATE TABLE "mails" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"purpose" text NOT NULL,
	"cause_id" uuid NOT NULL,
	"recipients" text[] NOT NULL,
	"facts" jsonb NOT NULL,
	"sealed_token" text,
	"frozen" jsonb,
	"state" text DEFAULT 'due' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"provider_id" text,
	"last_error" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mails_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "mappings" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"program_sync_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"psa_company_id" text NOT NULL,
	"psa_agreement_id" text NOT NULL,
	"pricing_strategy" text DEFAULT 'cost_and_retail' NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"begin_from" date NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_by" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mappings_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "mappings_customer" UNIQUE("org_id","program_sync_id","customer_id")
);
--> statement-breakpoint
CREATE TABLE "members" (
	"org_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "members_org_id_user_id_pk" PRIMARY KEY("org_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "organisations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"bell" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "agreement_lines" (
	"org_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"psa_agreement_id" text NOT NULL,
	"psa_line_id" text NOT NULL,
	"key" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "agreement_lines_org_id_connection_id_psa_agreement_id_psa_line_id_pk" PRIMARY KEY("org_id","connection_id","psa_agreement_id","psa_line_id")
);
--> statement-breakpoint
CREATE TABLE "positions" (
	"org_id" uuid NOT NULL,
	"program_sync_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"customer_id" uuid,
	"confirmed_through" date,
	"confirmed" jsonb,
	"open" boolean DEFAULT false NOT NULL,
	"outstanding" text,
	"unacknowledged" boolean DEFAULT false NOT NULL,
	"run_id" uuid,
	"item_id" uuid,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "positions_org_id_program_sync_id_kind_key_pk" PRIMARY KEY("org_id","program_sync_id","kind","key")
);
--> statement-breakpoint
CREATE TABLE "product_links" (
	"org_id" uuid NOT NULL,
	"program_sync_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"psa_item_id" text NOT NULL,
	"origin" text NOT NULL,
	"synced_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "product_links_org_id_program_sync_id_product_id_pk" PRIMARY KEY("org_id","program_sync_id","product_id")
);
--> statement-breakpoint
CREATE TABLE "products" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"program_id" uuid NOT NULL,
	"source_product_id" text NOT NULL,
	"sku" text,
	"name" text NOT NULL,
	"unit_cost" numeric NOT NULL,
	"unit_price" numeric NOT NULL,
	"trial" boolean NOT NULL,
	"listed" boolean NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "products_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "products_source" UNIQUE("org_id","program_id","source_product_id")
);
--> statement-breakpoint
CREATE TABLE "program_syncs" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"program_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"customers_enabled" boolean DEFAULT true NOT NULL,
	"products_enabled" boolean DEFAULT true NOT NULL,
	"product_mode" text DEFAULT 'in_use' NOT NULL,
	"notify_addresses" text[] DEFAULT '{}' NOT NULL,
	"schedule_hour" integer DEFAULT 6 NOT NULL,
	"stale_after_days" integer DEFAULT 35 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "program_syncs_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "program_syncs_slug" UNIQUE("org_id","slug"),
	CONSTRAINT "program_syncs_pair" UNIQUE("org_id","program_id","connection_id")
);
--> statement-breakpoint
CREATE TABLE "contract_agreements" (
	"org_id" uuid NOT NULL,
	"program_id" uuid NOT NULL,
	"contract_agreement_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "contract_agreements_org_id_program_id_contract_agreement_id_pk" PRIMARY KEY("org_id","program_id","contract_agreement_id")
);
--> statement-breakpoint
CREATE TABLE "programs" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"source_id" uuid NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "programs_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "programs_name" UNIQUE("org_id","source_id","name")
);
--> statement-breakpoint
CREATE TABLE "run_tie_outs" (
	"org_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"invoice_id" uuid NOT NULL,
	"source_invoice_id" text NOT NULL,
	"currency" text NOT NULL,
	"period_start" date NOT NULL,
	"period_end" date NOT NULL,
	"total" numeric NOT NULL,
	"applied" numeric NOT NULL,
	"planned" numeric NOT NULL,
	"unchanged" numeric NOT NULL,
	"held" numeric NOT NULL,
	"skipped" numeric NOT NULL,
	"failed" numeric NOT NULL,
	"line_count" integer NOT NULL,
	"total_missing" boolean DEFAULT false NOT NULL,
	CONSTRAINT "run_tie_outs_org_id_run_id_invoice_id_pk" PRIMARY KEY("org_id","run_id","invoice_id")
);
--> statement-breakpoint
CREATE TABLE "schedule_slots" (
	"org_id" uuid NOT NULL,
	"program_sync_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"slot" date NOT NULL,
	"run_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "schedule_slots_org_id_program_sync_id_kind_slot_pk" PRIMARY KEY("org_id","program_sync_id","kind","slot")
);
--> statement-breakpoint
CREATE TABLE "sources" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"sealed_credentials" text NOT NULL,
	"hint" text NOT NULL,
	"state" text DEFAULT 'healthy' NOT NULL,
	"state_reason" text,
	"checked_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sources_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "sync_items" (
	"org_id" uuid NOT NULL,
	"item_month" date NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"run_id" uuid NOT NULL,
	"key" text NOT NULL,
	"subject" text NOT NULL,
	"subscription_id" text,
	"product_id" uuid,
	"customer_id" uuid,
	"customer_name" text,
	"title" text NOT NULL,
	"agreement_id" text,
	"agreement_name" text,
	"outcome" text NOT NULL,
	"reason" text,
	"before" jsonb,
	"after" jsonb,
	"cost_amount" numeric,
	"price_amount" numeric,
	"currency" text,
	"line_count" integer DEFAULT 0 NOT NULL,
	"price_difference" numeric,
	"cost_difference" numeric,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sync_items_org_id_item_month_id_pk" PRIMARY KEY("org_id","item_month","id")
) PARTITION BY RANGE ("item_month");
--> statement-breakpoint
CREATE TABLE "run_scopes" (
	"org_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"key" text NOT NULL,
	CONSTRAINT "run_scopes_org_id_run_id_key_pk" PRIMARY KEY("org_id","run_id","key")
);
--> statement-breakpoint
CREATE TABLE "sync_runs" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"program_sync_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"mode" text NOT NULL,
	"trigger" text NOT NULL,
	"requested_by" uuid,
	"retry_of" uuid,
	"status" text DEFAULT 'queued' NOT NULL,
	"epoch" integer DEFAULT 0 NOT NULL,
	"worker" text,
	"lease_until" timestamp (3) with time zone,
	"queued_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"resumes_at" timestamp (3) with time zone,
	"wait_reason" text,
	"item_month" date DEFAULT date_trunc('month', now())::date NOT NULL,
	"period_start" date,
	"period_end" date,
	"attempts" integer DEFAULT 0 NOT NULL,
	"progress_done" integer DEFAULT 0 NOT NULL,
	"progress_total" integer,
	"counts" jsonb,
	CONSTRAINT "sync_runs_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "sync_status" (
	"org_id" uuid NOT NULL,
	"program_sync_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"last_run_id" uuid,
	"last_run_status" text,
	"last_started_at" timestamp (3) with time zone,
	"last_finished_at" timestamp (3) with time zone,
	"counts" jsonb,
	"last_successful_at" timestamp (3) with time zone,
	"failed" integer DEFAULT 0 NOT NULL,
	"held" integer DEFAULT 0 NOT NULL,
	"unknown" integer DEFAULT 0 NOT NULL,
	"warnings" integer DEFAULT 0 NOT NULL,
	"not_mapped" integer DEFAULT 0 NOT NULL,
	"failing_since" timestamp (3) with time zone,
	"failing_causes" text,
	"failure_mailed_at" timestamp (3) with time zone,
	"reviewed_causes" text,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sync_status_org_id_program_sync_id_kind_pk" PRIMARY KEY("org_id","program_sync_id","kind")
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"requested_by" uuid,
	"failure" jsonb,
	"finished_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tasks_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_tokens" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"name" text,
	"email_verified_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_org_id_organisations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_org_id_organisations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_org_id_program_id_programs_org_id_id_fk" FOREIGN KEY ("org_id","program_id") REFERENCES "public"."programs"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_org_id_customer_id_customers_org_id_id_fk" FOREIGN KEY ("org_id","customer_id") REFERENCES "public"."customers"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "psa_agreements" ADD CONSTRAINT "psa_agreements_org_id_connection_id_connections_org_id_id_fk" FOREIGN KEY ("org_id","connection_id") REFERENCES "public"."connections"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "psa_companies" ADD CONSTRAINT "psa_companies_org_id_connection_id_connections_org_id_id_fk" FOREIGN KEY ("org_id","connection_id") REFERENCES "public"."connections"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intents" ADD CONSTRAINT "intents_org_id_connection_id_connections_org_id_id_fk" FOREIGN KEY ("org_id","connection_id") REFERENCES "public"."connections"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_lines" ADD CONSTRAINT "invoice_lines_org_id_invoice_id_invoices_org_id_id_fk" FOREIGN KEY ("org_id","invoice_id") REFERENCES "public"."invoices"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_org_id_program_id_programs_org_id_id_fk" FOREIGN KEY ("org_id","program_id") REFERENCES "public"."programs"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_org_id_organisations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mappings" ADD CONSTRAINT "mappings_org_id_program_sync_id_program_syncs_org_id_id_fk" FOREIGN KEY ("org_id","program_sync_id") REFERENCES "public"."program_syncs"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mappings" ADD CONSTRAINT "mappings_org_id_customer_id_customers_org_id_id_fk" FOREIGN KEY ("org_id","customer_id") REFERENCES "public"."customers"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_org_id_organisations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "positions" ADD CONSTRAINT "positions_org_id_program_sync_id_program_syncs_org_id_id_fk" FOREIGN KEY ("org_id","program_sync_id") REFERENCES "public"."program_syncs"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "product_links" ADD CONSTRAINT "product_links_org_id_program_sync_id_program_syncs_org_id_id_fk" FOREIGN KEY ("org_id","program_sync_id") REFERENCES "public"."program_syncs"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "product_links" ADD CONSTRAINT "product_links_org_id_product_id_products_org_id_id_fk" FOREIGN KEY ("org_id","product_id") REFERENCES "public"."products"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_org_id_program_id_programs_org_id_id_fk" FOREIGN KEY ("org_id","program_id") REFERENCES "public"."programs"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "program_syncs" ADD CONSTRAINT "program_syncs_org_id_program_id_programs_org_id_id_fk" FOREIGN KEY ("org_id","program_id") REFERENCES "public"."programs"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "program_syncs" ADD CONSTRAINT "program_syncs_org_id_connection_id_connections_org_id_id_fk" FOREIGN KEY ("org_id","connection_id") REFERENCES "public"."connections"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contract_agreements" ADD CONSTRAINT "contract_agreements_org_id_program_id_programs_org_id_id_fk" FOREIGN KEY ("org_id","program_id") REFERENCES "public"."programs"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "programs" ADD CONSTRAINT "programs_org_id_source_id_sources_org_id_id_fk" FOREIGN KEY ("org_id","source_id") REFERENCES "public"."sources"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_tie_outs" ADD CONSTRAINT "run_tie_outs_org_id_run_id_sync_runs_org_id_id_fk" FOREIGN KEY ("org_id","run_id") REFERENCES "public"."sync_runs"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedule_slots" ADD CONSTRAINT "schedule_slots_org_id_program_sync_id_program_syncs_org_id_id_fk" FOREIGN KEY ("org_id","program_sync_id") REFERENCES "public"."program_syncs"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_org_id_organisations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_scopes" ADD CONSTRAINT "run_scopes_org_id_run_id_sync_runs_org_id_id_fk" FOREIGN KEY ("org_id","run_id") REFERENCES "public"."sync_runs"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_org_id_program_sync_id_program_syncs_org_id_id_fk" FOREIGN KEY ("org_id","program_sync_id") REFERENCES "public"."program_syncs"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_org_id_connection_id_connections_org_id_id_fk" FOREIGN KEY ("org_id","connection_id") REFERENCES "public"."connections"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_status" ADD CONSTRAINT "sync_status_org_id_program_sync_id_program_syncs_org_id_id_fk" FOREIGN KEY ("org_id","program_sync_id") REFERENCES "public"."program_syncs"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_org_id_organisations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_events_org" ON "audit_events" USING btree ("org_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "customers_name" ON "customers" USING btree ("org_id","program_id","name","id");--> statement-breakpoint
CREATE INDEX "subscriptions_customer" ON "subscriptions" USING btree ("org_id","customer_id");--> statement-breakpoint
CREATE INDEX "psa_agreements_company" ON "psa_agreements" USING btree ("org_id","connection_id","psa_company_id");--> statement-breakpoint
CREATE INDEX "psa_companies_name" ON "psa_companies" USING btree ("org_id","connection_id","name","psa_id");--> statement-breakpoint
CREATE UNIQUE INDEX "intents_one_open" ON "intents" USING btree ("org_id","connection_id","natural_key","period","operation") WHERE state in ('planned', 'sent', 'unknown');--> statement-breakpoint
CREATE INDEX "intents_open" ON "intents" USING btree ("org_id","connection_id") WHERE state in ('planned', 'sent', 'unknown');--> statement-breakpoint
CREATE INDEX "intents_item" ON "intents" USING btree ("org_id","run_id","item_id");--> statement-breakpoint
CREATE INDEX "invoice_lines_subscription" ON "invoice_lines" USING btree ("org_id","subscription_id","invoice_id");--> statement-breakpoint
CREATE INDEX "invoices_period" ON "invoices" USING btree ("org_id","program_id","period_start");--> statement-breakpoint
CREATE INDEX "issues_run" ON "issues" USING btree ("org_id","run_id","code");--> statement-breakpoint
CREATE INDEX "issues_item" ON "issues" USING btree ("org_id","item_id");--> statement-breakpoint
CREATE UNIQUE INDEX "mails_once" ON "mails" USING btree ("org_id","cause_id","purpose");--> statement-breakpoint
CREATE INDEX "mails_due" ON "mails" USING btree ("due_at") WHERE state = 'due';--> statement-breakpoint
CREATE INDEX "members_user" ON "members" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "outbox_org" ON "outbox" USING btree ("org_id");--> statement-breakpoint
CREATE INDEX "agreement_lines_key" ON "agreement_lines" USING btree ("org_id","connection_id","key");--> statement-breakpoint
CREATE INDEX "positions_outstanding" ON "positions" USING btree ("org_id","program_sync_id","kind") WHERE outstanding is not null or unacknowledged;--> statement-breakpoint
CREATE INDEX "products_name" ON "products" USING btree ("org_id","program_id","name","id");--> statement-breakpoint
CREATE INDEX "sync_items_run" ON "sync_items" USING btree ("org_id","run_id","outcome","customer_name","title","id");--> statement-breakpoint
CREATE UNIQUE INDEX "sync_items_once" ON "sync_items" USING btree ("org_id","item_month","run_id","key");--> statement-breakpoint
CREATE INDEX "sync_items_key" ON "sync_items" USING btree ("org_id","key","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "sync_runs_one_active" ON "sync_runs" USING btree ("org_id","connection_id") WHERE status = 'running';--> statement-breakpoint
CREATE UNIQUE INDEX "sync_runs_one_queued" ON "sync_runs" USING btree ("org_id","program_sync_id","kind","mode") WHERE status = 'queued' and retry_of is null and epoch = 0;--> statement-breakpoint
CREATE INDEX "sync_runs_history" ON "sync_runs" USING btree ("org_id","queued_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "sync_runs_by_sync" ON "sync_runs" USING btree ("org_id","program_sync_id","kind","queued_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "sync_runs_open" ON "sync_runs" USING btree ("queued_at") WHERE status in ('queued', 'running');--> statement-breakpoint
CREATE UNIQUE INDEX "tasks_one_queued" ON "tasks" USING btree ("org_id","kind","subject_id") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "tasks_latest" ON "tasks" USING btree ("org_id","subject_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "tasks_due" ON "tasks" USING btree ("due_at") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");