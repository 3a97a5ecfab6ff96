import type { RuleForm } from "./RuleForm";

export type TeamCall = { "team": "functions", person: string, functions: Array<string>, } | { "team": "appoint", role: string, person: string, post: string, by: string, since: string, until: string, } | { "team": "end", role: string, person: string, on: string, } | { "team": "rule", rule: RuleForm, because: string, };
