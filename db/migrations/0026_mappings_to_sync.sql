ALTER TABLE "mappings" ADD COLUMN "synced_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "mappings_to_sync" ON "mappings" USING btree ("org_id","program_sync_id") WHERE enabled and (synced_at is null or synced_at < updated_at);--> statement-breakpoint
-- What was mapped before the last sync began was taken up by it.
UPDATE "mappings" SET "synced_at" = "updated_at" WHERE EXISTS (
  SELECT FROM "sync_runs" r
  WHERE r."org_id" = "mappings"."org_id" AND r."program_sync_id" = "mappings"."program_sync_id" AND r."kind" = 'customers'
    AND r."mode" = 'live' AND r."retry_of" IS NULL AND r."finished_at" IS NOT NULL AND r."started_at" >= "mappings"."updated_at");
