// The desk's only door to the world: one typed call, one stream of news, the native file dialogs. Nothing else in the
// pages may touch @tauri-apps, fetch or WebSocket. How a problem reads on screen is in words/problems.ts.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { open, save } from "@tauri-apps/plugin-dialog";
import type { DeskCall } from "./generated/DeskCall";
import type { DeskNews } from "./generated/DeskNews";
import type { DeskOrder } from "./generated/DeskOrder";
import type { DeskReply } from "./generated/DeskReply";
import type { Problem } from "./generated/Problem";
import { REPLIES, type Args, type CallName, type OrderReply, type ViewOf } from "./replies";

/** What the page is told without asking: by the desk, or by the window system when files are dropped on it. */
export type News = DeskNews | { told: "dropped"; view: string[] };

/** A kind of file in an open or save dialog. */
export interface FileKind {
  name: string;
  extensions: string[];
}

/** What stands behind the door: the desktop program, or fixtures while a screen is being built. */
export interface Door {
  call(call: DeskCall): Promise<DeskReply>;
  hear(listener: (news: News) => void): Promise<() => void>;
  chooseFile(title: string, kinds: FileKind[]): Promise<string | null>;
  chooseFolder(title: string): Promise<string | null>;
  chooseTarget(title: string, name: string, kinds: FileKind[]): Promise<string | null>;
}

const program: Door = {
  call: (call) => invoke<DeskReply>("desk_call", { call }),
  async hear(listener) {
    const quiet = await Promise.all([
      listen<DeskNews>("desk", (event) => listener(event.payload)),
      // The window system tells the page itself which files were dropped, with their paths.
      listen<{ paths: string[] }>("tauri://drag-drop", (event) =>
        listener({ told: "dropped", view: event.payload.paths }),
      ),
    ]);
    return () => quiet.forEach((stop) => stop());
  },
  chooseFile: (title, kinds) => open({ title, filters: kinds, multiple: false, directory: false }),
  chooseFolder: (title) => open({ title, multiple: false, directory: true }),
  chooseTarget: (title, name, kinds) => save({ title, defaultPath: name, filters: kinds }),
};

let door = program;

/** Puts something else behind the door; for tests and for looking at screens in a browser. */
export function useDoor(other: Door): void {
  door = other;
}

/** Asks, and gives the view of the reply. Rejects with a Problem and with nothing else. */
export async function call<K extends CallName>(
  name: K,
  ...args: Args<K> extends undefined ? [] : [Args<K>]
): Promise<ViewOf<K>> {
  const reply = await ask(name, args[0]);
  return ("view" in reply ? reply.view : null) as ViewOf<K>;
}

/** Gives an order to a drill; the reply says which screen the phase afterwards belongs to. */
export async function order(exercise: string, given: DeskOrder): Promise<OrderReply> {
  return (await ask("order", { exercise, order: given })) as OrderReply;
}

/** Hears what the page is told without asking. */
export function hear(listener: (news: News) => void): Promise<() => void> {
  return door.hear(listener);
}

/** Asks for a file to read; null where the person thought better of it. */
export function chooseFile(title: string, kinds: FileKind[]): Promise<string | null> {
  return door.chooseFile(title, kinds);
}

/** Asks where to write a file; null where the person thought better of it. */
export function chooseTarget(
  title: string,
  name: string,
  kinds: FileKind[],
): Promise<string | null> {
  return door.chooseTarget(title, name, kinds);
}

/** Asks for a folder; null where the person thought better of it. */
export function chooseFolder(title: string): Promise<string | null> {
  return door.chooseFolder(title);
}

/** True for what a call rejects with. */
export function isProblem(what: unknown): what is Problem {
  return typeof what === "object" && what !== null && "code" in what && "says" in what;
}

async function ask(name: CallName, args: unknown): Promise<DeskReply> {
  const given = (args === undefined ? { call: name } : { call: name, args }) as DeskCall;
  let reply: DeskReply;
  try {
    reply = await door.call(given);
  } catch (why) {
    throw isProblem(why) ? why : broken(String(why));
  }
  const wanted: readonly string[] = REPLIES[name];
  if (!wanted.includes(reply.reply)) throw broken(`${name} was answered by ${reply.reply}`);
  return reply;
}

function broken(detail: string): Problem {
  return { code: "broken", says: "", hint: null, detail };
}
