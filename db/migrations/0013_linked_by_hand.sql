CREATE TABLE "psa_items" (
	"org_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"psa_id" text NOT NULL,
	"identifier" text NOT NULL,
	"name" text NOT NULL,
	"vendor_sku" text,
	"inactive" boolean NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "psa_items_org_id_connection_id_psa_id_pk" PRIMARY KEY("org_id","connection_id","psa_id")
);
--> statement-breakpoint
ALTER TABLE "psa_items" ADD CONSTRAINT "psa_items_org_id_connection_id_connections_org_id_id_fk" FOREIGN KEY ("org_id","connection_id") REFERENCES "public"."connections"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE psa_items ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE psa_items FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_organisation ON psa_items TO prism_portal, prism_worker USING (org_id = app.org_id()) WITH CHECK (org_id = app.org_id());
--> statement-breakpoint
DO $$ BEGIN
  EXECUTE format('CREATE POLICY owner ON psa_items TO %I USING (true) WITH CHECK (true)', current_user);
END $$;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON psa_items TO prism_portal, prism_worker;
--> statement-breakpoint
GRANT DELETE ON psa_items TO prism_worker;
--> statement-breakpoint
-- A person takes back a link that a person made.
GRANT DELETE ON product_links TO prism_portal;
