// What the emulator costs where it is driven from JavaScript: tests, the page, the command line.
import { createHmac } from "node:crypto";

export const name = "emulator";

const START = Date.UTC(2026, 10, 24, 4, 0, 0);
const encode = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

export async function run({ time }) {
  const { createEmulator, testAccessKey } = await import("cdn-refresh-tasks/emulator");
  let nonce = 0;
  const asker = (scenario, params) => {
    const emulator = createEmulator({ scenario, now: () => START, world: { listPerSecond: 1e9 } });
    return () => {
      const all = {
        ...{ Action: "DescribeRefreshTasks", Version: "2018-05-10", Format: "JSON", AccessKeyId: testAccessKey.id, SignatureMethod: "HMAC-SHA1" },
        ...{ SignatureVersion: "1.0", SignatureNonce: String((nonce += 1)), Timestamp: "2026-11-24T04:00:00Z", PageSize: "100", ...params },
      };
      const query = Object.keys(all).sort().map((name) => `${encode(name)}=${encode(all[name])}`).join("&");
      const signature = createHmac("sha1", `${testAccessKey.secret}&`).update(`GET&%2F&${encode(query)}`).digest("base64");
      const answer = emulator.handle({ method: "GET", url: `/?${query}&Signature=${encode(signature)}`, headers: {} });
      if (answer.status !== 200) throw new Error(new TextDecoder().decode(answer.body));
      return answer;
    };
  };
  const calls = {
    "first page of 100, release (3,400 rows)": asker("release", {}),
    "last page of 100, large account (300,000 rows)": asker("large-account", { PageNumber: "3000" }),
    "the same, one domain and type": asker("large-account", { PageNumber: "3", ObjectType: "file", DomainName: "www.example.com" }),
  };
  const measured = await time(calls);
  return Object.fromEntries(Object.entries(measured).map(([call, nanoseconds]) => [call, { "µs a call, signing included": Math.round(nanoseconds / 1000) }]));
}
