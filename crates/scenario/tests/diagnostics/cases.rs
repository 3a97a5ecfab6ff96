//! The table: what is changed in the example, to what, and what has to be found.

/// A case: what is replaced by what, and what must be found.
pub(super) type Case = (&'static str, &'static str, &'static str);

pub(super) const CASES: &[Case] = &[
    // YAML itself.
    ("", "", ""),
    (
        "title: The lost laptop of {{company}}",
        "title: Lost: a laptop",
        "3:12 syntax",
    ),
    (
        "title: The lost laptop of {{company}}",
        "title: {{company}} is lost",
        "3:9 key-not-text, 3:20 syntax",
    ),
    (
        "title: The lost laptop of {{company}}",
        "title: {{company}}",
        "3:8 wrong-type, 3:9 key-not-text",
    ),
    (
        "title: The lost laptop of {{company}}",
        "title: 'Kim's laptop'",
        "3:13 syntax",
    ),
    (
        "tags: [privacy, loss]",
        "tags: [privacy, loss",
        "10:7 syntax",
    ),
    (
        "    title: Incident Commander",
        "   title: Incident Commander",
        "29:4 syntax",
    ),
    (
        "    title: Incident Commander",
        "\ttitle: Incident Commander",
        "29:1 tab-indentation",
    ),
    ("story:\n", "story: &s\n", "14:8 anchor"),
    ("owner: Kim Larsen", "owner: *s", "20:10 anchor"),
    ("owner: Kim Larsen", "owner: !!str Kim", "20:10 tag"),
    (
        "owner: Kim Larsen",
        "owner: Kim\u{7}",
        "20:13 control-character",
    ),
    (
        "owner: Kim Larsen",
        "owner: \"Kim\\a\"",
        "20:10 control-character",
    ),
    (
        "owner: Kim Larsen",
        "owner: Kim\n  owner: Kim",
        "21:3 duplicate-key",
    ),
    (
        "\nvariables:",
        "\n---\nvariables:",
        "18:1 several-documents",
    ),
    // What fields may hold.
    ("format: 1", "format: 2", "1:9 format-version"),
    ("format: 1", "format: one", "1:9 wrong-type"),
    ("id: lost-laptop\n", "", "1:1 missing-field"),
    ("duration: 20m", "duraton: 20m", "7:1 unknown-field"),
    ("difficulty: starter", "colour: red", "8:1 unknown-field"),
    (
        "difficulty: starter",
        "difficulty: startr",
        "8:13 unknown-value",
    ),
    ("tags: [privacy, loss]", "tags: privacy", "9:7 wrong-type"),
    ("tags: [privacy, loss]", "tags:", "9:5 wrong-type"),
    ("tags: [privacy, loss]", "tags: [2027]", "9:8 wrong-type"),
    ("ratio: 6", "ratio: 0", "16:10 out-of-range"),
    (
        "ratio: 6",
        "ratio: 6\n  zone: Europe/Berlim",
        "17:9 unknown-zone",
    ),
    (
        "deadlines:\n  - id: authority",
        "regimes:\n  - pack: gdpr-3\ndeadlines:\n  - id: authority",
        "165:11 unknown-pack",
    ),
    (
        "deadlines:\n  - id: authority",
        "regimes:\n  - pack: gdpr-33\n    submitted_by: [{ stage: notice, action: judge-breach }]\ndeadlines:\n  - id: authority",
        "166:29 unknown-stage",
    ),
    (
        "deadlines:\n  - id: authority",
        "regimes:\n  - pack: gdpr-33\n    triggers: [{ event: payment, when: { delivered: call } }]\ndeadlines:\n  - id: authority",
        "166:25 event-not-counted",
    ),
    (
        "deadlines:\n  - id: authority",
        "exposure:\n  noticed: { delivered: cal }\n  contained: { flag: never-set }\n  spread:\n    - { reaches: All, at: T+00:30, unless: { flag: lock-ordered } }\ndeadlines:\n  - id: authority",
        "165:25 unknown-reference, 166:14 unreachable-condition, 166:22 flag-never-set, 168:27 after-end",
    ),
    (
        "    white_cell: The disk is encrypted, but the session was open.",
        "    account: { role: it, system: 'Console, password: hunter2', lasts: 0s }\n    white_cell: The disk is encrypted, but the session was open.",
        "74:22 unknown-reference, 74:34 secret, 74:71 out-of-range",
    ),
    (
        "    white_cell: The disk is encrypted, but the session was open.",
        "    call_up: { roles: [privacy-lead], means: Phone, within: 5m, quorum: { number: 2, roles: [incident-commander] } }\n    white_cell: The disk is encrypted, but the session was open.",
        "74:83 quorum-too-large, 74:94 quorum-not-called",
    ),
    (
        "sets: [lock-ordered]",
        "sets: [lock-ordered]\n        steps: [{ restored: payroll }, { approved: contents }]",
        "82:29 unknown-reference, 82:52 step-without-cause",
    ),
    ("duration: 20m", "duration: 20 minutes", "7:11 bad-span"),
    (
        "trigger: { at: T+00:00 }",
        "trigger: { at: 00:00 }",
        "68:20 bad-offset",
    ),
    (
        "trigger: { at: T+00:00 }",
        "trigger: { at: T+00:00, when: { flag: lock-ordered } }",
        "68:14 one-choice",
    ),
    (
        "trigger: { at: T+00:00 }",
        "trigger: at",
        "68:14 wrong-type",
    ),
    (
        "trigger: { at: T+00:00 }",
        "trigger: { by_hand: true }",
        "68:16 wrong-type",
    ),
    (
        "trigger: { at: T+00:00 }",
        "trigger: [at]",
        "68:14 wrong-type",
    ),
    (
        "- elapsed: T+00:10",
        "- elapses: T+00:10",
        "103:13 unknown-field",
    ),
    (
        "start: 2027-03-05T16:40",
        "start: 2027-02-30T16:40",
        "15:10 bad-date",
    ),
    (
        "story_jump: 2027-03-06T08:00",
        "story_jump: tomorrow",
        "136:17 bad-date",
    ),
    ("id: lost-laptop", "id: Lost Laptop", "2:5 bad-id"),
    (
        "  company: Harbour",
        "  this: Harbour\n  company: Harbour",
        "19:3 bad-id",
    ),
    (
        "techniques: [T1078]",
        "techniques: [T1078, 1486, T1566.2]",
        "13:23 wrong-type, 13:29 bad-technique",
    ),
    (
        "    contingency_for: [judge-breach]",
        "    contingency_for: [judge-breach]\n    attachments: [a/b.md, ../c.md, /etc/d, 'C:\\e', a//f]",
        "136:27 bad-path, 136:36 bad-path, 136:44 bad-path, 136:52 bad-path",
    ),
    // Names.
    (
        "  - id: privacy-lead\n",
        "  - id: incident-commander\n",
        "33:9 duplicate-id, 117:10 unknown-reference, 133:10 unknown-reference, 158:11 unknown-reference, 171:11 unknown-reference",
    ),
    (
        "      - id: wait\n",
        "      - id: lock\n",
        "85:13 duplicate-id, 149:15 unknown-reference",
    ),
    (
        "to: [incident-commander]\n    body: |",
        "to: [incident-comander]\n    body: |",
        "71:10 unknown-reference",
    ),
    (
        "default: lock-failed",
        "default: call",
        "62:14 default-not-in-group",
    ),
    (
        "default: lock-failed",
        "default: lock-faild",
        "62:14 unknown-reference",
    ),
    (
        "{ inject: locked, delay: 2m }",
        "{ inject: loked, delay: 2m }",
        "83:23 unknown-reference",
    ),
    (
        "authority: [incident-commander]",
        "authority: [ceo]",
        "84:21 unknown-reference",
    ),
    (
        "option: notify }",
        "option: tell }",
        "170:52 unknown-reference",
    ),
    (
        "acceptable: [lock]",
        "acceptable: [lick]",
        "148:18 unknown-reference",
    ),
    (
        "    inject: call\n    role",
        "    role",
        "139:9 action-without-inject, 147:18 option-without-inject, 148:15 option-without-inject",
    ),
    (
        "objective: contain\n",
        "objective: contian\n",
        "40:9 objective-untested, 146:16 unknown-reference",
    ),
    (
        "    module: report\n",
        "    module: reprot\n",
        "67:13 unknown-reference",
    ),
    (
        "met_by: judge-breach",
        "met_by: judge",
        "172:13 unknown-reference",
    ),
    (
        "[judge-breach]",
        "[judge-braech]",
        "135:23 unknown-reference",
    ),
    (
        "    group: lock-result\n    channel: siem\n    from: Device management\n    to: [incident-commander]\n    body: Device LT-0417 confirmed",
        "    group: lock\n    channel: siem\n    from: Device management\n    to: [incident-commander]\n    body: Device LT-0417 confirmed",
        "60:9 small-group, 92:12 unknown-reference",
    ),
    (
        "{ inject: call, delay: 6m }",
        "{ inject: contents }",
        "114:33 circular-trigger, 170:13 unreachable-deadline",
    ),
    (
        "        all:\n          - elapsed: T+00:10\n          - not: { flag: lock-ordered }",
        "        all: []",
        "102:14 empty-list",
    ),
    // Templates.
    (
        "{{owner}}, Sales",
        "{{ownr}}, Sales",
        "70:12 unknown-variable",
    ),
    (
        "The last backup shows the {{asset.customer-list.name}}",
        "The last backup shows the {{asset.customer-list.size}}",
        "120:33 unknown-variable",
    ),
    (
        "{{owner}}, Sales",
        "{{#each owner}}x{{/each}}",
        "70:12 template-syntax, 70:28 template-syntax",
    ),
    ("{{owner}}, Sales", "{{owner", "70:12 template-syntax"),
    ("{{owner}}, Sales", "{{> owner}}", "70:12 template-syntax"),
    (
        "plan_role: Privacy Lead",
        "plan_role: Privacy Lead of {{company}}",
        "36:32 template-not-here",
    ),
    (
        "  company: Harbour",
        "  city: Aarhus\n  company: Harbour",
        "19:3 unused-variable",
    ),
    // Lint.
    ("    objectives: [notify]\n", "", ""),
    ("    objective: notify\n", "", ""),
    ("    objective: contain\n", "", "40:9 objective-untested"),
    (
        "\nobjectives:",
        "  - id: scribe\n    title: Scribe\n\nobjectives:",
        "38:9 idle-role",
    ),
    ("sets: [lock-ordered]", "sets: []", "104:26 flag-never-set"),
    (
        "- not: { flag: lock-ordered }",
        "- flag: lock-orderd",
        "104:19 flag-never-set",
    ),
    (
        "trigger: { after: { inject: call, delay: 6m } }",
        "trigger: { when: { flag: nobody } }",
        "114:14 unreachable-inject, 114:30 flag-never-set, 170:13 unreachable-deadline",
    ),
    (
        "- elapsed: T+00:10\n",
        "- elapsed: T+00:30\n",
        "102:9 contradictory-trigger",
    ),
    (
        "- elapsed: T+00:10\n",
        "- flag: lock-ordered\n",
        "102:9 contradictory-trigger",
    ),
    (
        "- elapsed: T+00:10\n",
        "- delivered: lock-failed\n",
        "102:9 contradictory-trigger",
    ),
    (
        "- elapsed: T+00:10\n",
        "- met: order-lock\n          - missed: order-lock\n",
        "102:9 contradictory-trigger",
    ),
    (
        "- elapsed: T+00:10\n",
        "- any: [{ elapsed: T+00:30 }, { flag: lock-ordered }]\n",
        "102:9 contradictory-trigger",
    ),
    ("- elapsed: T+00:10\n", "- delivered: locked\n", ""),
    (
        "trigger: { at: T+00:00 }",
        "trigger: { at: T+00:25 }",
        "68:20 after-end",
    ),
    ("by: T+00:12", "by: T+12:00", "61:9 after-end"),
    (
        "harmful: [wait]",
        "harmful: [wait, lock]",
        "149:21 option-both",
    ),
    (
        "story_jump: 2027-03-06T08:00",
        "story_jump: 2027-03-04T08:00",
        "136:17 story-goes-back",
    ),
];
