DROP INDEX "positions_subscription";--> statement-breakpoint
ALTER TABLE "positions" ADD COLUMN "subscription_id" text GENERATED ALWAYS AS (split_part(key, ':', 1)) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "positions_subscription" ON "positions" USING btree ("org_id","program_sync_id","subscription_id");