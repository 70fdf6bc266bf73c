DROP INDEX "audit_events_org";--> statement-breakpoint
DROP INDEX "sync_items_key";--> statement-breakpoint
DROP INDEX "sync_runs_history";--> statement-breakpoint
DROP INDEX "sync_runs_by_sync";--> statement-breakpoint
DROP INDEX "tasks_latest";--> statement-breakpoint
CREATE INDEX "audit_events_org" ON "audit_events" USING btree ("org_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "sync_items_key" ON "sync_items" USING btree ("org_id","key","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "sync_runs_history" ON "sync_runs" USING btree ("org_id","queued_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "sync_runs_by_sync" ON "sync_runs" USING btree ("org_id","program_sync_id","kind","queued_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "tasks_latest" ON "tasks" USING btree ("org_id","subject_id","created_at" DESC NULLS FIRST);