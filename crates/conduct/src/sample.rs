//! The sample programme: our plan, plainly fictional people and one drill that is ready to start, so that a first look
//! needs no preparation. It says that it is a sample on every page, and counts for nothing outside itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use exercise::{Actor, Brief, Order, Origin, Standing};
use ledger::Person;
use programme::ProgrammeNamed;
use terms::{ExerciseId, PersonId};
use wire::Problem;

use crate::calls_plan::{import_plan_into, plan_used};
use crate::clock::Clock;
use crate::desk::{Places, mint, unopened};
use crate::keep::Keep;
use crate::library::Library;
use crate::problem::{fault, unreadable};

/// The drill that stands ready.
const DRILL: &str = "suspicious-login";

/// People of the sample: name, unit. They exist in this sample only.
const PEOPLE: [(&str, &str); 10] = [
    ("Rhona Okafor", "Cybersecurity"),
    ("Lien Chen", "Cybersecurity"),
    ("Amaro Duarte", "IT"),
    ("Tilda Brandt", "IT"),
    ("Jonas Weiss", "Communications"),
    ("Petra Novak", "Legal"),
    ("Selma Marsh", "Privacy"),
    ("Ilias Petrou", "Terminal operations"),
    ("Maud Arends", "Finance"),
    ("Viggo Halloran", "Executive"),
];

/// Who plays what in it: role, name, standing.
const PARTS: [(&str, &str, Standing); 5] = [
    ("ic", "Rhona Okafor", Standing::Primary),
    ("ic", "Viggo Halloran", Standing::Alternate),
    ("soc", "Lien Chen", Standing::Primary),
    ("it-ops", "Amaro Duarte", Standing::Primary),
    ("service-desk", "Tilda Brandt", Standing::Primary),
];

/// Opens the sample programme; makes it where there is none yet.
pub(crate) fn programme(
    places: &Places,
    library: &Library,
    clock: &Arc<Clock>,
) -> Result<Keep, Problem> {
    let path = places.own.join("sample.rockdrill");
    if path.exists() {
        return Keep::open(&path, Arc::clone(clock)).map_err(unopened);
    }
    // It gets its name only once it is whole, so that a start that was cut off leaves no half of it.
    let draft = places.own.join("sample.rockdrill.new");
    let _old = std::fs::remove_file(&draft);
    let named = ProgrammeNamed {
        name: "Sample: Harbour Logistics".to_owned(),
        sample: true,
    };
    let mut keep = Keep::create(&draft, named, Arc::clone(clock)).map_err(unopened)?;
    fill(&mut keep, places, library, clock)?;
    drop(keep);
    std::fs::rename(&draft, &path).map_err(|error| crate::problem::unwritable(&path, &error))?;
    Keep::open(&path, Arc::clone(clock)).map_err(unopened)
}

fn fill(keep: &mut Keep, places: &Places, library: &Library, clock: &Clock) -> Result<(), Problem> {
    let plan_path = places
        .shipped
        .join("plan")
        .join("incident-response-plan.md");
    let plan = import_plan_into(keep, &plan_path, &mint(clock.now()))?;
    let mut people: BTreeMap<&str, PersonId> = BTreeMap::new();
    for (name, unit) in PEOPLE {
        let id = PersonId::from(mint(clock.now()));
        let person = Person {
            id: id.clone(),
            name: name.to_owned(),
            contact: String::new(),
        };
        keep.keep_person(person, unit.to_owned())
            .map_err(|failed| fault(&failed))?;
        people.insert(name, id);
    }
    let found = library
        .get(DRILL)
        .map_err(|error| unreadable(&places.shipped.join(DRILL), &error))?;
    let scenario = keep
        .put_blob("text/yaml", found.text.as_bytes())
        .map_err(|failed| fault(&failed))?;
    let brief = Brief {
        origin: Origin::Demo,
        scenario,
        plan: plan_used(keep, &plan),
        variables: Default::default(),
        handouts: Default::default(),
        seed: None,
        given: Default::default(),
    };
    let id = ExerciseId::from(mint(clock.now()));
    let mut drill = keep.brief(id, brief).map_err(unopened)?;
    let mut out = Vec::new();
    for (role, name, standing) in PARTS {
        let person = people.get(name).cloned();
        let order = Order::Assign {
            role: role.into(),
            person,
            standing,
        };
        // The roles are those of the drill itself, so nothing is refused.
        let assigned = drill
            .exercise
            .carry_out(Actor::Desk, &order, clock.now(), &mut out);
        debug_assert!(assigned.is_ok(), "{role}: {assigned:?}");
    }
    crate::conductor::keep(&keep.ledger, &mut drill, out).map_err(|failed| fault(&failed))?;
    keep.note(&drill.id, &drill.records);
    Ok(())
}
