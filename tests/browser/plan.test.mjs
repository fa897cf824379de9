// Planning in people's words: the question, the three-day line, the prices, the windows, and every call one click from its signing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LOOKS, axe, example, find, focused, openConsole, screenshot, settled, textOf, useBrowser } from "./harness.mjs";

useBrowser();

const PLAN = "refresh-plan >>> ";
const NOW = Date.UTC(2026, 10, 24, 5, 0, 0);
/** The question and its plan are two elements of one kind on this page. */
const all = (page, selector) => page.evaluate((wanted) => [...document.querySelectorAll("refresh-plan")].flatMap(({ shadowRoot }) => [...shadowRoot.querySelectorAll(wanted)]).map((element) => element.textContent.replace(/\s+/g, " ").trim()), selector);
const signed = (page) => page.evaluate(() => ({ ...document.querySelector("refresh-signing").request }));
const click = async (page, selector) => {
  await (await find(page, PLAN + selector)).evaluate((button) => button.click());
  await settled(page);
};

test("the last 2 hours: one window to send, its price with the reason, and one click to its signing", async () => {
  const { page, close } = await openConsole({ now: NOW });
  await example(page, "recent");
  assert.deepEqual(await all(page, ".windows td code"), ["2026-11-24T02:59:59Z", "2026-11-24T05:00:00Z"]);
  assert.match(await textOf(page, `${PLAN}.routes .chosen`), /One list of the account.*chosen.*1 call or more.*whole account/);
  assert.match(await textOf(page, `${PLAN}figcaption`), /UTC/, "the zone is shown");
  await click(page, ".calls button");
  assert.deepEqual(await signed(page), { PageNumber: 1, PageSize: 100, StartTime: "2026-11-24T02:59:59Z", EndTime: "2026-11-24T05:00:00Z" });
  assert.equal(await focused(page), "section#sign");
  assert.match(await textOf(page, "refresh-signing >>> [data-id=string-to-sign] pre"), /ACS3-HMAC-SHA256/);
  assert.equal(await page.evaluate(() => document.querySelector("refresh-query-form").checked.ok), true, "the form takes it as it is");
  await close();
});

test("the days on the line never run into one another, whatever the hour", async () => {
  const { page, close } = await openConsole();
  const seen = new Set();
  for (let hour = 0; hour < 24; hour += 3) {
    await page.evaluate((stopped) => (Date.now = () => stopped), Math.floor(NOW / 86_400_000) * 86_400_000 + hour * 3_600_000 + 1_200_000);
    await example(page, "recent");
    const labels = await page.evaluate(() => {
      const found = [...document.querySelectorAll("refresh-plan")].flatMap(({ shadowRoot }) => [...shadowRoot.querySelectorAll(".track .tick span")]);
      return found.map((label) => [label.getBoundingClientRect().left, label.getBoundingClientRect().right, label.textContent]).sort(([one], [other]) => one - other);
    });
    assert.ok(labels.length >= 3, `${hour}: ${JSON.stringify(labels)}`);
    for (let at = 1; at < labels.length; at += 1) assert.ok(labels[at][0] >= labels[at - 1][1], `${hour}: ${JSON.stringify(labels)}`);
    seen.add(JSON.stringify(labels));
  }
  assert.equal(seen.size, 8, "each hour was drawn");
  await close();
});

test("what the submitting call answered is pasted as it is: its ids are taken", async () => {
  const { page, close } = await openConsole({ now: NOW });
  const ids = await find(page, `${PLAN}#plan-taskIds`);
  await ids.evaluate((field) => {
    field.value = '{"RequestId":"E0C2EF95-B1EC","RefreshTaskId":"15423123921,15423123922"}\n{"RequestId":"1","PushTaskId":"15423123923"}';
    field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
  });
  await settled(page);
  assert.equal(await ids.evaluate((field) => field.value), "15423123921,15423123922\n15423123923");
  assert.deepEqual(await page.evaluate(() => document.querySelector("refresh-plan").asked.query), { taskIds: ["15423123921", "15423123922", "15423123923"] });
  await close();
});

test("25 ids are three calls, the last of which can be prepared", async () => {
  const { page, close } = await openConsole({ now: NOW });
  await example(page, "theseIds");
  assert.equal((await all(page, ".calls li")).length, 3);
  assert.deepEqual(await all(page, ".windows tr"), []);
  await click(page, ".calls li:last-child button");
  assert.equal((await signed(page)).TaskId.split(",").length, 5);
  assert.equal(await page.evaluate(() => document.querySelector("refresh-query-form").operation), "DescribeRefreshTaskById");
  await close();
});

test("all failed of three domains: what is filtered here is said at the field, every candidate says why", async () => {
  const { page, close } = await openConsole({ now: NOW });
  await example(page, "failedOfDomains");
  const field = await find(page, `${PLAN}[data-param=domainNames]`);
  assert.match(await field.evaluate((element) => element.textContent), /filtered here/);
  const routes = await all(page, ".routes li");
  assert.equal(routes.length, 2);
  assert.match(routes.find((text) => text.startsWith("One list per domain")), /cannot be proven whole.*not safe/);
  await close();
});

test("a week: what cannot be reached is drawn, listed and part of the text alternative", async () => {
  const { page, close } = await openConsole({ now: NOW });
  await example(page, "week");
  const listed = await all(page, ".unreachable li");
  assert.equal(listed.length, 2);
  const alternative = await (await find(page, `${PLAN}.track`)).evaluate((element) => element.getAttribute("aria-label"));
  for (const line of listed) assert.ok(alternative.includes(line), line);
  assert.match(listed[0], /older than/);
  assert.match(listed[1], /not happened/);
  // Drawn where it lies: before the windows, and after them.
  const [past, future, asked, now] = await page.evaluate(() => {
    const { shadowRoot } = document.querySelector("refresh-plan[show=plan]");
    return [".out.before", ".out:not(.before)", ".bar.window", ".tick.now"].map((selector) => {
      const { left, right } = shadowRoot.querySelector(selector).getBoundingClientRect();
      return { left, right };
    });
  });
  assert.ok(past.right <= asked.left + 1 && asked.right <= future.left + 2, JSON.stringify({ past, asked, future }));
  assert.ok(Math.abs(asked.right - now.left) < 3);
  await close();
});

test("many windows are drawn as one and listed in parts that can be turned; every call stays within reach", async () => {
  const { page, close } = await openConsole({ now: NOW });
  await page.evaluate(() => Object.assign(document.querySelector("refresh-console"), { given: { query: {}, options: { windowSeconds: 60 }, last: null } }));
  await settled(page);
  const { windows, calls } = await page.evaluate(() => {
    const { planned } = document.querySelector("refresh-plan");
    return { windows: planned.windows.length, calls: planned.calls.length };
  });
  assert.ok(windows > 4000, String(windows));
  assert.equal((await all(page, ".bar.window")).length, 1);
  assert.match((await all(page, ".key.window"))[0], new RegExp(windows.toLocaleString("en")));
  assert.ok((await all(page, ".windows tbody tr")).length <= 10);
  assert.match((await all(page, ".pager [role=status]"))[0], new RegExp(`of ${windows.toLocaleString("en")}$`));
  await click(page, ".pager:last-child .later");
  assert.match((await all(page, ".calls .number"))[0], /^11$/);
  const jump = await find(page, `${PLAN}.pager:last-child input`);
  await jump.evaluate((element) => element.select());
  await jump.type(String(calls));
  await page.keyboard.press("Enter");
  await settled(page);
  assert.equal((await all(page, ".calls .number")).at(-1), String(calls));
  const last = await page.evaluate(() => document.querySelector("refresh-plan").planned.windows.at(-1).request);
  await click(page, ".calls li:last-child button");
  assert.deepEqual(await signed(page), { PageNumber: 1, PageSize: 100, ...last });
  await close();
});

test("what is wrong stands at its field; a fix is one click; local times are read in the reader's zone", async () => {
  const { page, close } = await openConsole({ now: NOW });
  await example(page, "unclear");
  for (const [param, code] of [["taskIds", "InvalidTaskId.Malformed"], ["domainNames", "ReadAs"], ["from", "InvalidStartTime.Malformed"]]) {
    await find(page, `${PLAN}[data-param=${param}] [data-code="${code}"]`);
  }
  const ids = await find(page, `${PLAN}#plan-taskIds`);
  const told = await ids.evaluate((element) => ({ invalid: element.ariaInvalid, said: element.getAttribute("aria-describedby").split(" ").map((id) => element.getRootNode().getElementById(id)?.textContent).join(" ") }));
  assert.equal(told.invalid, "true");
  assert.match(told.said, /digits only/);
  assert.equal(await page.$(`${PLAN}.calls`), null, "nothing is offered while the question cannot be answered");
  await click(page, "[data-param=from] .fix");
  assert.equal(await focused(page), "input#plan-from");
  const from = await (await find(page, `${PLAN}#plan-from`)).evaluate((element) => [element.value, new Date(element.value).toISOString()]);
  assert.equal(from[1], "2026-11-24T10:00:00.000Z");
  await ids.evaluate((element) => element.select());
  await ids.type("15423123921, 15423123922\n15423123923");
  await click(page, "[name=when]");
  assert.deepEqual(await page.evaluate(() => document.querySelector("refresh-plan").planned.diagnostics.filter(({ severity }) => severity === "error")), []);
  assert.match((await all(page, ".calls .pairs"))[0], /15423123921,15423123922,15423123923/);
  await close();
});

test("a forced route is obeyed or refused at its field, also one that came by a property, and can be taken back", async () => {
  const { page, close } = await openConsole({ now: NOW });
  await page.evaluate(() => Object.assign(document.querySelector("refresh-plan"), { query: { objectTypes: ["preload"] }, options: { route: "by-path" } }));
  await settled(page);
  await find(page, `${PLAN}[data-param=route] [data-code=RouteNotPossible]`);
  assert.equal(await (await find(page, `${PLAN}details.more`)).evaluate((element) => element.open), true, "what is wrong is never folded away");
  await (await find(page, `${PLAN}#plan-route`)).select("");
  await settled(page);
  assert.equal(await page.$(`${PLAN}[data-param=route] .finding`), null);
  await (await find(page, `${PLAN}#plan-route`)).select("fan-out");
  await settled(page);
  assert.match((await all(page, ".routes .chosen"))[0], /^One list per domain and type/);
  await close();
});

test("by keyboard alone: a span, a state, the first call", async () => {
  const { page, close } = await openConsole({ now: NOW });
  await (await find(page, `${PLAN}[name=when]`)).focus();
  await page.keyboard.press("ArrowDown");
  await settled(page);
  assert.equal(await page.evaluate(() => document.querySelector("refresh-plan").planned.windows[0].start), "2026-11-24T04:45:00Z");
  await (await find(page, `${PLAN}[data-param=statuses] button`)).focus();
  await page.keyboard.press(" ");
  await settled(page);
  assert.equal(await (await find(page, `${PLAN}[data-param=statuses] button`)).evaluate((button) => button.ariaPressed), "true");
  await (await find(page, `${PLAN}.calls button`)).focus();
  await page.keyboard.press("Enter");
  await settled(page);
  assert.equal(await focused(page), "section#sign");
  await close();
});

for (const [locale, theme, width] of LOOKS) {
  test(`clean for axe, nothing sticks out: ${locale}, ${theme}, ${width} px`, async () => {
    const { page, close } = await openConsole({ locale, theme, width, now: NOW, reducedMotion: true });
    for (const name of ["recent", "week", "busy", "failedOfDomains", "unclear"]) {
      await example(page, name);
      await settled(page, 150);
      // The whole page once; then what follows from a question.
      assert.deepEqual(await axe(page, name === "recent" ? undefined : ["#ask", "#plan", "#run", "#learn"]), [], name);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `${name} sticks out`);
      for (const id of ["ask", "plan"]) await screenshot(await find(page, `section#${id}`), `${id}-${name}-${locale}-${theme}-${width}`);
    }
    if (width === 1440) await screenshot(page, `plan-page-${locale}`, { full: true });
    await close();
  });
}
