// The display's only door to the world: a live connection that tells how things stand. Nothing is ever said from here.
import type { Ears, Socket } from "./seatline";

/** What stands behind the door: the drill's computer, or fixtures while a screen is being built. */
export interface DisplayDoor {
  dial(ears: Ears): Socket;
}

let door: DisplayDoor = {
  dial(ears) {
    const where = new URL("/display/live", location.href);
    where.protocol = where.protocol.replace("http", "ws");
    const socket = new WebSocket(where);
    socket.onmessage = (event) => ears.heard(String(event.data));
    socket.onclose = () => ears.closed();
    return socket;
  },
};

/** Puts something else behind the door; for looking at screens. */
export function useDisplayDoor(other: DisplayDoor): void {
  door = other;
}

export function displayDoor(): DisplayDoor {
  return door;
}
