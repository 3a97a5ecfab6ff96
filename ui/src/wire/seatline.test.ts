// However bad the network, a seat ends with exactly its records, in order, each once.
import { expect, test } from "vitest";
import type { SeatFrame } from "./generated/SeatFrame";
import { ANSWER_MS, SeatLine, SILENCE_MS, type LineState } from "./seatline";
import { chance, LossyDrill, Time } from "./seatsimulated";

interface Seat {
  line: SeatLine;
  known: number[];
  states: LineState[];
  views: () => number;
}

/** A seat that folds as the page does: what is known already is let pass. */
function seat(drill: LossyDrill): Seat {
  const known: number[] = [];
  const states: LineState[] = [];
  let views = 0;
  const line = new SeatLine(drill, {
    since: () => known.at(-1) ?? 0,
    frame: (frame, anew) => {
      if (anew) known.length = 0;
      if (frame.view) views += 1;
      if (frame.item && frame.seq > (known.at(-1) ?? 0)) known.push(frame.seq);
    },
    state: (state) => states.push(state),
  });
  line.start();
  return { line, known, states, views: () => views };
}

function made(seed = 1): { time: Time; drill: LossyDrill } {
  const time = new Time();
  return { time, drill: new LossyDrill(time, chance(seed)) };
}

const item = (seq: number): SeatFrame => ({ seq, item: { kind: "struck", is: { record: 0 } } });

test("a seat comes back by itself and goes on where it was", async () => {
  const { time, drill } = made();
  const { known, states } = seat(drill);
  await time.pass(100);
  drill.tell(item(3));
  drill.reachable = false;
  drill.cutAll();
  expect(states.at(-1), "a lost connection shows at once").toBe("lost");
  drill.tell(item(7));
  drill.tell(item(8));
  await time.pass(30_000);
  drill.reachable = true;
  await time.pass(10_000);
  expect(known).toEqual([3, 7, 8]);
  expect(states.at(-1)).toBe("live");
  expect(drill.dialled.at(-1), "only what was missed is asked for").toBe(3);
});

test("a connection that is open in name only is found out", async () => {
  const { time, drill } = made();
  const { known } = seat(drill);
  await time.pass(100);
  drill.freeze();
  drill.tell(item(4));
  expect(known).toEqual([]);
  await time.pass(SILENCE_MS + 200);
  expect(known).toEqual([4]);
});

test("trying a silent connection does not show as a loss where it stands", async () => {
  const { time, drill } = made();
  const { states, views } = seat(drill);
  await time.pass(4 * SILENCE_MS);
  expect(states, "the second connection takes the place of the first without a word").toEqual(["live"]);
  expect(views()).toBeGreaterThan(3);
});

test("a network that swallows everything shows as lost", async () => {
  const { time, drill } = made();
  const { states } = seat(drill);
  await time.pass(100);
  drill.freeze();
  drill.delay_ms = 10 * ANSWER_MS;
  await time.pass(SILENCE_MS + ANSWER_MS + 100);
  expect(states.at(-1)).toBe("lost");
});

test("a device that was sent out is told so and does not knock for ever", async () => {
  const { time, drill } = made();
  const { states } = seat(drill);
  await time.pass(100);
  drill.has_seat = false;
  drill.cutAll();
  await time.pass(60_000);
  expect(states.at(-1)).toBe("out");
  expect(drill.dialled.length, "one try after the loss, then it has its answer").toBe(2);
});

test("another seat is told everything from the start", async () => {
  const { time, drill } = made();
  const { line, known } = seat(drill);
  await time.pass(100);
  drill.tell(item(3));
  drill.items.unshift(item(2));
  line.anew();
  await time.pass(100);
  expect(known, "what the new role has had before is there, in order").toEqual([2, 3]);
});

test("a room does not come back in one moment", async () => {
  const times = new Set<number>();
  for (let seed = 1; seed <= 40; seed += 1) {
    const { time, drill } = made(seed * 7919);
    seat(drill);
    await time.pass(100);
    drill.cutAll();
    const before = drill.dialled.length;
    while (drill.dialled.length === before) await time.pass(10);
    times.add(time.now_ms);
  }
  expect(times.size, "the waits are drawn by lot").toBeGreaterThan(10);
});

test("on any lossy network every seat ends with its records, in order, once", async () => {
  for (let seed = 1; seed <= 120; seed += 1) {
    const { time, drill } = made(seed);
    const random = chance(seed * 31);
    drill.cut = random() * 0.2;
    drill.dead = random() * 0.1;
    const { known } = seat(drill);
    let seq = 0;
    for (let step = 0; step < 60; step += 1) {
      await time.pass(random() * 4_000);
      seq += 1 + Math.floor(random() * 3);
      drill.tell(item(seq));
      if (random() < 0.05) drill.freeze();
      if (random() < 0.05) drill.cutAll();
      drill.reachable = random() > 0.1;
      drill.delay_ms = random() * 900;
    }
    Object.assign(drill, { cut: 0, dead: 0, reachable: true });
    await time.pass(3 * SILENCE_MS);
    expect(known, `seed ${seed}`).toEqual(drill.items.map((frame) => frame.seq));
  }
});
