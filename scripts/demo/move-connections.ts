import { eq } from "drizzle-orm";
import { openDatabase } from "@/db/client";
import { connections } from "@/db/schema";

/** Points the demo's connection at where its stand-in listens now, when the ports of the last time are taken. */
export async function moveConnections(ownerUrl: string, from: string, to: string): Promise<void> {
  if (from === to) return;
  const { db, close } = openDatabase(ownerUrl, { maxConnections: 1 });
  try {
    await db.update(connections).set({ site: to }).where(eq(connections.site, from));
  } finally {
    await close();
  }
}
