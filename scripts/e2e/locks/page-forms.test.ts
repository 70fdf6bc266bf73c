import { appRoutes, routeOf } from "./app-routes";
import { formsOf, linksOf } from "./page-forms";

test("a form is sent as a browser without script would send it", () => {
  const html = `<form method="GET"><input name="q"/></form>
    <form action="" encType="multipart/form-data" method="POST">
      <input type="hidden" name="$ACTION_REF_1"/><input type="hidden" name="$ACTION_1:0" value="{&quot;id&quot;:&quot;60ab&quot;,&quot;bound&quot;:&quot;$@1&quot;}"/>
      <input name="runId" value="a&amp;b"/><input type="checkbox" name="off"/><input type="checkbox" name="on" checked=""/>
      <select name="kind"><option value="">None</option><option value="x" selected="">X</option></select>
      <select name="first"><option value="">None</option><option value="y">Y</option></select>
      <textarea name="why">as &lt;asked&gt;</textarea>
      <button name="do" value="yes">Yes</button><button name="do" value="no">No</button>
    </form>`;
  expect(formsOf("/p", html)).toEqual([
    {
      page: "/p",
      actions: ["60ab"],
      fields: [
        ["$ACTION_REF_1", ""],
        ["$ACTION_1:0", '{"id":"60ab","bound":"$@1"}'],
        ["runId", "a&b"],
        ["on", "on"],
        ["kind", "x"],
        ["first", "y"],
        ["why", "as <asked>"],
        ["do", "yes"],
      ],
    },
  ]);
});

test("links are those of the portal", () => {
  const html = '<a class="x" href="/runs?a=1&amp;b=2#c">One</a><a href="https://other.example/">Other</a>';
  expect(linksOf(html, "http://portal.example/history")).toEqual(["/runs?a=1&b=2"]);
});

test("a path belongs to the route with the fewest open parts", () => {
  const routes = ["/connections/[connectionId]", "/connections/new", "/api/auth/[...nextauth]"];
  expect(routeOf(routes, "/connections/new")).toBe("/connections/new");
  expect(routeOf(routes, "/connections/1")).toBe("/connections/[connectionId]");
  expect(routeOf(routes, "/api/auth/callback/email")).toBe("/api/auth/[...nextauth]");
  expect(routeOf(routes, "/elsewhere")).toBeUndefined();
});

test("the portal's own routes are found", () => {
  expect(appRoutes()).toEqual(expect.arrayContaining(["/", "/runs/[runId]/items.csv", "/sign-in"]));
});
