// What was said at a seat counts once and is never lost: not by a lost answer, not by a reload.
import { expect, test } from "vitest";
import type { SeatCall } from "./generated/SeatCall";
import type { SeatAnswer } from "./generated/SeatAnswer";
import { memory, SeatKeep } from "./seatkeep";
import { Outbox, type Waiting } from "./seatsend";
import { chance, LossyDrill, Time } from "./seatsimulated";

const ask = (says: string): SeatCall => ({ call: "ask", args: { role: "soc", says } });

function made(seed: number) {
  const time = new Time();
  const drill = new LossyDrill(time, chance(seed));
  const kept: { waiting: Waiting[] } = { waiting: [] };
  const answered: [string, boolean][] = [];
  const posted: SeatCall[] = [];
  let answer: ((call: SeatCall) => SeatAnswer) | null = null;
  let minted = 0;
  const open = () =>
    new Outbox(
      {
        post: async (call, key) => {
          posted.push(call);
          const plain = await drill.post(key);
          return answer ? answer(call) : plain;
        },
        after: (span_ms, then) => time.after(span_ms, then),
        random: drill.random,
        now_ms: () => time.now_ms,
        mint: () => `key${(minted += 1)}`,
        keep: (waiting) => void (kept.waiting = structuredClone(waiting)),
      },
      { changed: () => undefined, unanswered: () => undefined, answered: (what, _, awaited) => answered.push([what.key, awaited]) },
      kept.waiting,
    );
  return { time, drill, kept, answered, posted, open, answerBy: (by: typeof answer) => void (answer = by) };
}

test("the same key is sent until it is answered, and counts once", async () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const { time, drill, open, kept } = made(seed);
    Object.assign(drill, { lose_question: 0.3, lose_answer: 0.3 });
    const outbox = open();
    const said = [1, 2, 3, 4, 5].map((at) => outbox.say(ask(`question ${at}`)));
    await time.pass(300_000);
    await Promise.all(said);
    expect([...drill.recorded.keys()], `seed ${seed}: each once, in the order in which they were said`).toEqual(["key1", "key2", "key3", "key4", "key5"]);
    expect(kept.waiting, "nothing waits any more").toEqual([]);
  }
});

test("what waits outlives the page", async () => {
  const { time, drill, open, kept, answered } = made(1);
  drill.lose_answer = 1;
  const first = open();
  void first.say(ask("May we?"), { "ask/soc": "May we?" });
  await time.pass(2_000);
  first.close();
  expect(kept.waiting.map((one) => one.fields)).toEqual([{ "ask/soc": "May we?" }]);
  drill.lose_answer = 0;
  open();
  await time.pass(2_000);
  expect(drill.recorded.size, "the drill had it before; the second time counts no more").toBe(1);
  expect(answered, "nobody waits for the answer, so the page hears of it").toEqual([["key1", false]]);
});

test("a refusal goes to whoever asked, and the next goes out", async () => {
  const { time, open, answerBy } = made(1);
  answerBy((call) =>
    call.call === "ask" && call.args.says === "late"
      ? { problem: { code: "refused", says: "The drill is over.", hint: null, detail: null } }
      : { ok: { reply: "done", view: { seq: 9 } } },
  );
  const outbox = open();
  const late = outbox.say(ask("late")).catch((problem: unknown) => problem);
  const next = outbox.say(ask("next"));
  await time.pass(1_000);
  expect(await late).toMatchObject({ code: "refused" });
  expect(await next).toEqual({ reply: "done", view: { seq: 9 } });
});

test("too much at once is tried again later, under the same key", async () => {
  const { time, open, answerBy, drill } = made(1);
  answerBy(() => (drill.posted < 4 ? { problem: { code: "too-much", says: "", hint: null, detail: null } } : { ok: { reply: "done", view: { seq: 1 } } }));
  const said = open().say(ask("once"));
  await time.pass(30_000);
  expect(await said).toMatchObject({ reply: "done" });
  expect(drill.recorded.size).toBe(1);
});

test("what was sent into a dead connection goes out again as soon as there is a new one, and counts once", async () => {
  const { time, drill, open, posted } = made(1);
  const outbox = open();
  drill.delay_ms = 10_000;
  const said = outbox.say(ask("once"));
  await time.pass(1_000);
  drill.delay_ms = 20;
  outbox.nudge();
  await time.pass(100);
  expect(await said, "it does not wait for the dead one").toMatchObject({ reply: "done" });
  await time.pass(20_000);
  expect([posted.length, drill.recorded.size]).toEqual([2, 1]);
});

test("a decision tells how long ago it was begun, also when it goes out late", async () => {
  const { time, drill, posted, open } = made(1);
  drill.reachable = false;
  const decide: SeatCall = {
    call: "decide",
    args: { role: "soc", inject: "a", option: null, text: "isolate", rationale: "", authorised_by: null, first_key_ms_ago: 0 },
  };
  time.now_ms = 50_000;
  void open().say(decide, {}, 48_000);
  await time.pass(9_000);
  const ago = posted.map((call) => (call.call === "decide" ? call.args.first_key_ms_ago : -1));
  expect(ago[0]).toBe(2_000);
  expect(ago.length).toBeGreaterThan(2);
  expect(ago, "it grows while the answer is out").toEqual([...ago].sort((a, b) => a - b));
});

test("drafts are kept for one seat and no other", () => {
  const shelf = memory();
  const first = new SeatKeep(shelf, "s1");
  first.set("draft/decide/a", "isolate");
  first.set("draft/ask", "");
  expect([...first.all("draft/")], "an empty field is nothing to keep").toEqual([["decide/a", "isolate"]]);
  expect(new SeatKeep(shelf, "s1").get("draft/decide/a"), "it comes back with the page").toBe("isolate");
  expect(new SeatKeep(shelf, "s2").get("draft/decide/a")).toBe(null);
  expect(shelf.length, "another seat at the same device clears the first one's text away").toBe(0);
});

test("a browser that keeps nothing is no obstacle", () => {
  const deny = () => {
    throw new Error("denied");
  };
  const keep = new SeatKeep({ getItem: deny, setItem: deny, removeItem: deny, key: deny, length: 1 }, "s1");
  keep.set("draft/a", "text");
  expect([keep.get("draft/a"), keep.all("draft/").size]).toEqual([null, 0]);
});
