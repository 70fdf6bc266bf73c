import { openCallCounts } from "./call-counts";
import { metricsText } from "./metrics-text";

const worker = { isWell: true, memoryBytes: 1_000, uptimeSeconds: 7, quotaUsed: 0.25 };

test("figures are written as Prometheus reads them", () => {
  const counts = openCallCounts();
  const call = { service: "Autotask", method: "GET", path: "/x", ms: 1 };
  for (const status of [200, 204, 429, null]) counts.count({ ...call, status });
  const text = metricsText(
    [
      { name: "runs_open", label: "queued", value: 2 },
      { name: "mail_waits_seconds", label: "", value: 12.5 },
    ],
    counts.read(),
    worker,
  );
  expect(text.split("\n")).toEqual(
    expect.arrayContaining([
      "# TYPE prism_connect_runs_open gauge",
      'prism_connect_runs_open{status="queued"} 2',
      "prism_connect_mail_waits_seconds 12.5",
      "# TYPE prism_connect_calls_total counter",
      'prism_connect_calls_total{service="Autotask",answer="2xx"} 2',
      'prism_connect_calls_total{service="Autotask",answer="4xx"} 1',
      'prism_connect_calls_total{service="Autotask",answer="none"} 1',
      "prism_connect_autotask_quota_used_ratio 0.25",
      "prism_connect_worker_well 1",
    ]),
  );
  for (const line of text.trimEnd().split("\n")) {
    expect(line).toMatch(
      /^(# (HELP|TYPE) prism_connect_\w+ .+|prism_connect_\w+(\{(\w+="[^"\\]*",?)+\})? -?[\d.]+)$/,
    );
  }
});

test("a quota that nobody has read is not told", () => {
  expect(metricsText([], [], { ...worker, quotaUsed: null })).not.toContain("quota");
});

test("what nobody has described is not told, and no label breaks out of its quotes", () => {
  const figures = [
    { name: "customers", label: "Contoso", value: 1 },
    { name: "runs_open", label: 'a"} 1\nb', value: 1 },
  ];
  const text = metricsText(figures, [], worker);
  expect(text).not.toContain("Contoso");
  expect(text).toContain('prism_connect_runs_open{status="a_} 1_b"} 1');
});
