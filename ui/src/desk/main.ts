// Opens the desk's page: fetches the drafts, finds its place in the document and hands over to the component. While a
// screen is being built, `?fake` puts fixtures behind the door; a production bundle does not contain them.
import { mount } from "svelte";
import "../kit/face.css";
import "../kit/base.css";
import { openDrafts } from "../kit/drafts.svelte";
import { call } from "../wire/door";
import { WORDS } from "../words/desk";
import Desk from "./Desk.svelte";
import { shell } from "./shell.svelte";

async function begin(): Promise<void> {
  // The settings say it for good a moment later; until then no white flash in a dark room.
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  if (import.meta.env.DEV && new URLSearchParams(location.search).has("fake")) {
    const { openFakeDoor } = await import("../wire/fake/door");
    openFakeDoor(new URLSearchParams(location.search).get("fake") ?? "");
  }
  const place = document.getElementById("desk");
  if (place === null) throw new Error("desk.html has no place for the desk");
  const drafts = await shell.work(WORDS.working, () => call("drafts"));
  openDrafts(drafts ?? {}, { keep: (key, text) => call("keep_draft", { key, text }) });
  mount(Desk, { target: place });
  await shell.begin();
}

void begin();
