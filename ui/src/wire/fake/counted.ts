// What the drill keeps count of, for looking at the desk without one. Every state of a row stands here once.
import type { CountedStep } from "../generated/CountedStep";
import type { CountedView } from "../generated/CountedView";

const step = (seq: number, minutes: number, story: string, role_title: string): CountedStep => ({ seq, elapsed_ms: minutes * 60_000, story, role_title, note: "" });

export const COUNTED: CountedView = {
  accounts: [
    {
      inject: "vendor", role_title: "IT Lead", system: "Backup console", why: "The supplier restores from tape.", lasts_ms: 4 * 3_600_000, state: "overdue",
      approved: step(31, 9, "Friday 17:40", "Incident Commander"), declined: null, provisioned: step(32, 10, "Friday 17:45", "IT Lead"), removed: null,
      expires: "Friday 21:45", expires_elapsed_ms: 30 * 60_000, open: ["removed"], amiss: "",
    },
    {
      inject: "forensics", role_title: "SOC Analyst", system: "Firewall of the head office", why: "To take an image of the memory.", lasts_ms: 2 * 3_600_000, state: "requested",
      approved: null, declined: null, provisioned: null, removed: null, expires: "", expires_elapsed_ms: null, open: ["approved", "declined", "provisioned"], amiss: "",
    },
  ],
  call_ups: [
    {
      inject: "call-up", title: "The team is called", means: "Telephone tree", since_ms: 0, quorum: 3, quorum_roles: ["Incident Commander"], there: 2,
      target_ms: 15 * 60_000, to_quorum_ms: null,
      calls: [
        { role: "ic", title: "Incident Commander", state: "arrived", answered_ms: 60_000, arrived_ms: 6 * 60_000, open: ["released"], last: 12 },
        { role: "soc", title: "SOC Analyst", state: "arrived", answered_ms: 90_000, arrived_ms: 9 * 60_000, open: ["released"], last: 14 },
        { role: "comms", title: "Communications", state: "answered", answered_ms: 120_000, arrived_ms: null, open: ["arrived", "released"], last: 15 },
        { role: "legal", title: "Legal", state: "called", answered_ms: null, arrived_ms: null, open: ["answered", "arrived"], last: null },
      ],
      others: [{ role: "hr", title: "Human Resources" }],
    },
  ],
  services: [
    { service: "payroll", name: "Payroll", unit: "Finance", priority: 2, listed: true, without: "Nobody is paid on Monday.", restored: step(40, 22, "Friday 19:10", "IT Lead"), nth: 1 },
    { service: "orders", name: "Order entry", unit: "Sales", priority: 1, listed: false, without: "No order can be taken.", restored: null, nth: null },
  ],
  spread: [
    { reaches: "The file server", means: "Contracts can be read.", at_ms: 8 * 60_000, state: "reached" },
    { reaches: "The mail server", means: "Nobody can write to customers.", at_ms: 20 * 60_000, state: "saved" },
    { reaches: "The backups", means: "Nothing can be restored.", at_ms: 55 * 60_000, state: "held" },
    { reaches: "The second site", means: "Both sites stand still.", at_ms: 70 * 60_000, state: "ahead" },
  ],
};
