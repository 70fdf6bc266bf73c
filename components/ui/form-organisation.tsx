"use client";

import { createContext, type ReactNode, useContext } from "react";
import { organisationField } from "@/lib/forms/organisation-field";

const Organisation = createContext<string | null>(null);

/** Around the pages of an organisation: each form in it says with its button of which one its page was. */
export function FormOrganisation({ orgId, children }: { orgId: string; children: ReactNode }) {
  return <Organisation value={orgId}>{children}</Organisation>;
}

/** Stands in every submit button, and so in every form. Pages of no organisation send nothing. */
export function OrganisationField() {
  const orgId = useContext(Organisation);
  return orgId === null ? null : <input type="hidden" name={organisationField} value={orgId} />;
}
