import type { SandboxResponse } from "../http/service";
import { escapeHtml } from "../mail/pages";
import type { OutsideWorld } from "../outside-world";
import { controlRoutes } from "./routes";

const style = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 0 auto; padding: 1rem; }
dt { font: .9375rem ui-monospace, monospace; margin-top: .75rem; overflow-wrap: anywhere; }
dd { margin: 0 0 0 1rem; opacity: .8; overflow-wrap: anywhere; }
`;

/** What can be asked of the control interface, for a person. */
export function controlPage(world: OutsideWorld): SandboxResponse {
  const rows = controlRoutes.map(({ method, path, says }) => {
    const address = `/_sandbox${path}`;
    const name =
      method === "GET" && !path.includes("{") ? `<a href="${address}">${address}</a>` : escapeHtml(address);
    return `<dt>${method} ${name}</dt><dd>${escapeHtml(says)}</dd>`;
  });
  const body = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sandbox control</title><style>${style}</style></head>
<body><main><h1>Sandbox control</h1>
<p>Scenario <b>${world.scenario}</b>, newest usage month ${world.newestUsageMonth}. Bodies and answers are JSON;
docs/sandbox.md explains them with examples.</p><dl>${rows.join("\n")}</dl></main></body></html>`;
  return { status: 200, headers: { "content-type": "text/html; charset=utf-8" }, body };
}
