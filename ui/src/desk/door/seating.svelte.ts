// The seats' door of one drill, as the desk last heard of it, and the calls that change it. Nothing is shown before it is so.
import { call } from "../../wire/door";
import type { DoorView } from "../../wire/generated/DoorView";
import { DOOR } from "../../words/door";
import { WORDS } from "../../words/desk";
import { shell } from "../shell.svelte";

export class Seating {
  constructor(readonly exercise: string) {}

  get view(): DoorView | null {
    const door = shell.door;
    return door?.exercise === this.exercise ? door : null;
  }

  look = () => this.#ask(() => call("door", { exercise: this.exercise }));
  close = () => this.#ask(() => call("close_door", { exercise: this.exercise }));
  renew = () => this.#ask(() => call("renew_code", { exercise: this.exercise }));
  sendOut = (seat: string) => this.#ask(() => call("send_out", { exercise: this.exercise, seat }));
  revoke = (invitation: string) => this.#ask(() => call("revoke_invitation", { exercise: this.exercise, invitation }));
  blank = (blank: boolean) => this.#ask(() => call("blank_display", { exercise: this.exercise, blank }));
  /** The window is opened by the program, which alone may open one. */
  show = () => shell.work(WORDS.working, () => call("show_display", { exercise: this.exercise }));
  tie = (seat: string, person: string) => this.#ask(() => call("tie_seat", { exercise: this.exercise, seat, person }));

  open(address: string, protection: string, certificate: string | null, key: string | null) {
    const asked = { exercise: this.exercise, address, port: 0, protection, certificate, key };
    return this.#ask(() => call("open_door", asked), DOOR.opening);
  }

  invite(person: string, kind: string, roles: string[]) {
    return this.#ask(() => call("invite_to_seat", { exercise: this.exercise, person, kind, roles }));
  }

  async #ask(asks: () => Promise<DoorView>, says: string = WORDS.working): Promise<DoorView | null> {
    const view = await shell.work(says, asks);
    if (view) shell.door = view;
    return view;
  }
}
