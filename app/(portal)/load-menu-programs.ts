import { cache } from "react";
import { portalDatabase } from "@/db/portal";
import { listMenuPrograms } from "@/db/queries/portal/menu-programs";

/** Asked for once per request, by the menu and by a page that offers the same choice. */
export const loadMenuPrograms = cache((orgId: string) => listMenuPrograms(portalDatabase(), { orgId }));
