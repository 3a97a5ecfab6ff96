
export type CalendarCall = { "calendar": "plan", planned: string | null, title: string, at: number, minutes: number, unit: string, scenario: string | null, people: Array<string>, called_off: boolean, } | { "calendar": "cadence", unit: string, months: number, because: string, };
