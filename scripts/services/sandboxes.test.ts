import { readEndpoints } from "./sandboxes";

const told = {
  prism: { api: "http://127.0.0.1:1", identity: "http://127.0.0.1:1", clientId: "a", clientSecret: "b" },
  connectwise: { url: "http://127.0.0.1:2", companyId: "c", publicKey: "d", privateKey: "e", clientId: "f" },
  autotask: { url: "http://127.0.0.1:3/ATServicesRest/", userName: "g", secret: "h", integrationCode: "i" },
  mail: { url: "http://127.0.0.1:4", apiKey: "j" },
  control: "http://127.0.0.1:5/_sandbox",
};

test("the addresses are read from the one line of JSON, whatever stands around it", () => {
  expect(readEndpoints(`starting\n${JSON.stringify(told)}\nlistening`)).toEqual(told);
});

test("a line that is still being written is waited for", () => {
  expect(readEndpoints("")).toBeUndefined();
  expect(readEndpoints(JSON.stringify(told).slice(0, 80))).toBeUndefined();
});
