// What the drill keeps count of, for looking at the desk without one. Every state of a row stands here once.
import type { CountedStep } from "../generated/CountedStep";
import type { CountedView } from "../generated/CountedView";

const step = (seq: number, minutes: number, story: string, role_title: string): CountedStep => ({ seq, elapsed_ms: minutes * 60_000, story, role_title, note: "" });

export const COUNTED: CountedView = {
  accounts: [
    {
      inject: "vendor", request: null, role_title: "IT Lead", person: "", system: "Backup console", why: "The supplier restores from tape.", lasts_ms: 4 * 3_600_000, state: "overdue",
      approved: step(31, 9, "Friday 17:40", "Incident Commander"), declined: null, provisioned: step(32, 10, "Friday 17:45", "IT Lead"), removed: null,
      expires: "Friday 21:45", expires_elapsed_ms: 30 * 60_000, open: ["removed"], amiss: "",
    },
    {
      inject: "forensics", request: null, role_title: "SOC Analyst", person: "", system: "Firewall of the head office", why: "To take an image of the memory.", lasts_ms: 2 * 3_600_000, state: "requested",
      approved: null, declined: null, provisioned: null, removed: null, expires: "", expires_elapsed_ms: null, open: ["approved", "declined", "provisioned"], amiss: "",
    },
    {
      inject: "account-1", request: 36, role_title: "Legal", person: "Noor Haddad", system: "Contract archive", why: "To find out which customers have to be told.", lasts_ms: 4 * 3_600_000, state: "requested",
      approved: null, declined: null, provisioned: null, removed: null, expires: "Friday 22:10", expires_elapsed_ms: null, open: ["approved", "declined", "provisioned"], amiss: "",
    },
  ],
  call_ups: [
    {
      inject: "call-up", title: "The team is called", means: "Telephone tree", since_ms: 0, quorum: 3, quorum_roles: ["Incident Commander"], there: 2,
      target_ms: 15 * 60_000, to_quorum_ms: null,
      calls: [
        { role: "ic", title: "Incident Commander", person: "p1", name: "Marta Okafor", standing: "primary", next: null, state: "arrived", answered_ms: 60_000, arrived_ms: 6 * 60_000, open: ["released"], last: 12 },
        { role: "soc", title: "SOC Analyst", person: "p2", name: "Jonas Lindqvist", standing: "primary", next: null, state: "arrived", answered_ms: 90_000, arrived_ms: 9 * 60_000, open: ["released"], last: 14 },
        { role: "comms", title: "Communications", person: "p3", name: "Elif Aydin", standing: "primary", next: null, state: "answered", answered_ms: 120_000, arrived_ms: null, open: ["arrived", "released"], last: 15 },
        { role: "legal", title: "Legal", person: "p4", name: "Noor Haddad", standing: "primary", next: null, state: "called", answered_ms: null, arrived_ms: null, open: ["answered", "arrived"], last: null },
        { role: "legal", title: "Legal", person: "p5", name: "Tomas Reyes", standing: "alternate", next: null, state: "answered", answered_ms: 600_000, arrived_ms: null, open: ["arrived", "released"], last: 17 },
        { role: "hr-lead", title: "Human Resources", person: "p6", name: "Anna Weiss", standing: "primary", next: { person: "p7", name: "Piet de Vries", standing: "alternate" }, state: "called", answered_ms: null, arrived_ms: null, open: ["answered", "arrived"], last: null },
      ],
      others: [{ role: "fin", title: "Finance" }],
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
