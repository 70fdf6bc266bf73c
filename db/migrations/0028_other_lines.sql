CREATE TABLE "other_lines" (
	"org_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"psa_agreement_id" text NOT NULL,
	"psa_line_id" text NOT NULL,
	"psa_item_id" text NOT NULL,
	"name" text NOT NULL,
	"reference" text,
	"first_day" date,
	"quantity" numeric NOT NULL,
	"unit_cost" numeric NOT NULL,
	"unit_price" numeric NOT NULL,
	"currency" text,
	"cycle_months" integer,
	"rank" integer NOT NULL,
	"twin" jsonb,
	"read_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "other_lines_org_id_connection_id_psa_agreement_id_psa_line_id_pk" PRIMARY KEY("org_id","connection_id","psa_agreement_id","psa_line_id")
);
--> statement-breakpoint
ALTER TABLE "other_lines" ADD CONSTRAINT "other_lines_org_id_connection_id_connections_org_id_id_fk" FOREIGN KEY ("org_id","connection_id") REFERENCES "public"."connections"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "other_lines_likeliest" ON "other_lines" USING btree ("org_id","connection_id","rank","psa_agreement_id","psa_line_id");--> statement-breakpoint
ALTER TABLE other_lines ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE other_lines FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_organisation ON other_lines TO prism_portal, prism_worker
  USING (org_id = app.org_id()) WITH CHECK (org_id = app.org_id());
--> statement-breakpoint
CREATE POLICY owner ON other_lines TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT, UPDATE ON other_lines TO prism_portal;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON other_lines TO prism_worker;
