ALTER TABLE "users" ADD COLUMN "entra_id" text;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_entra_id_unique" UNIQUE("entra_id");--> statement-breakpoint
-- Whoever has shown to have an address sees the invitations of that address, before an organisation is entered.
CREATE POLICY own_invitations ON invitations FOR SELECT TO prism_portal USING (email = nullif(current_setting('app.email', true), ''));
