// Opens the projector's page. The secret is taken out of the address, because everybody in the room reads it; the cookie
// has it by now. While the screen is being built, `?fake` puts fixtures behind the door; a production bundle has none.
import { mount } from "svelte";
import "./display.css";
import Display from "./Display.svelte";

async function begin(): Promise<void> {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const theme = () => (document.documentElement.dataset.theme = dark.matches ? "dark" : "light");
  theme();
  dark.addEventListener("change", theme);
  const asked = new URLSearchParams(location.search);
  if (import.meta.env.DEV && asked.has("fake")) {
    const { openFakeDisplay } = await import("../wire/fake/display");
    openFakeDisplay(asked.get("fake") ?? "");
  } else {
    history.replaceState(null, "", location.pathname);
  }
  const place = document.getElementById("display");
  if (place === null) throw new Error("display.html has no place for the display");
  mount(Display, { target: place });
}

void begin();
