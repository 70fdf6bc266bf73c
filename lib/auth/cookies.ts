const base = { httpOnly: true, sameSite: "lax", path: "/" } as const;

/**
 * Names and options of our cookies. Over https they carry the prefix `__Host-`, with which a browser takes them only
 * from this very host and for all of its paths.
 */
export function cookieRules(portalUrl: string) {
  const secure = new URL(portalUrl).protocol === "https:";
  const rule = (name: string) => ({
    name: `${secure ? "__Host-" : ""}prism-${name}`,
    options: { ...base, secure },
  });
  return {
    sessionToken: rule("session"),
    notice: rule("notice"),
    entra: rule("entra"),
    csrfToken: rule("csrf"),
    callbackUrl: rule("callback"),
  };
}
