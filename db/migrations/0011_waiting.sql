CREATE TABLE "notes" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"program_sync_id" uuid NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"written_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "notes_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
ALTER TABLE "positions" ADD COLUMN "waits" text GENERATED ALWAYS AS (case when outstanding = 'held' then 'held' when outstanding is not null then 'failed' when unacknowledged then 'warning' end) STORED;--> statement-breakpoint
ALTER TABLE "positions" ADD COLUMN "cause" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "positions" ADD COLUMN "place" text collate "C" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "positions" ADD COLUMN "waiting_since" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "notes" ADD CONSTRAINT "notes_org_id_program_sync_id_program_syncs_org_id_id_fk" FOREIGN KEY ("org_id","program_sync_id") REFERENCES "public"."program_syncs"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notes_subject" ON "notes" USING btree ("org_id","program_sync_id","subject","created_at");--> statement-breakpoint
CREATE INDEX "audit_events_time" ON "audit_events" USING btree ("org_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "positions_waiting" ON "positions" USING btree ("org_id","waits","program_sync_id","kind","cause","place","key") WHERE waits is not null;--> statement-breakpoint
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE notes FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_organisation ON notes TO prism_portal, prism_worker USING (org_id = app.org_id()) WITH CHECK (org_id = app.org_id());
--> statement-breakpoint
DO $$ BEGIN
  EXECUTE format('CREATE POLICY owner ON notes TO %I USING (true) WITH CHECK (true)', current_user);
END $$;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON notes TO prism_portal;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON notes TO prism_worker;
--> statement-breakpoint
-- What is there already: what waits, why and since when, as far as its run tells.
UPDATE positions p SET place = i.place, waiting_since = i.created_at, cause = coalesce((
  SELECT s.code FROM issues s
  WHERE s.org_id = i.org_id AND s.item_month = i.item_month AND s.run_id = i.run_id AND s.item_id = i.id
  ORDER BY array_position(array['error', 'held', 'warning'], s.severity), s.acknowledged, s.code LIMIT 1
), '')
FROM sync_items i WHERE p.waits IS NOT NULL AND i.org_id = p.org_id AND i.run_id = p.run_id AND i.id = p.item_id;
