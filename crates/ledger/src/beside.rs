//! What stands beside the chain on purpose: people's names, which can be erased while the records that
//! carry their ids hold, and the heartbeat of a running drill. Everything else is a fold of records.

use rusqlite::{OptionalExtension, params};
use terms::{Elapsed, PersonId, Stamp};

use crate::fault::Fault;
use crate::open::Ledger;

/// A person whom records name by id alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The id that records carry.
    pub id: PersonId,
    /// The name to show.
    pub name: String,
    /// How to reach them; may be empty.
    pub contact: String,
}

/// How far an unfinished drill had come when it was last heard of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heartbeat {
    /// The wall clock then.
    pub at: Stamp,
    /// The exercise clock then.
    pub elapsed: Elapsed,
}

impl Ledger {
    /// Keeps a person's name and contact, or what is now known of one kept before.
    pub fn put_person(&mut self, person: &Person) -> Result<(), Fault> {
        self.writable()?;
        let mut upsert = self.connection.prepare_cached(
            "INSERT INTO person (id, name, contact) VALUES (?1, ?2, ?3) \
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, contact = excluded.contact",
        )?;
        upsert.execute(params![person.id.as_str(), person.name, person.contact])?;
        Ok(())
    }

    /// Everybody whose name is kept, sorted by id.
    pub fn people(&self) -> Result<Vec<Person>, Fault> {
        let mut select = self
            .connection
            .prepare_cached("SELECT id, name, contact FROM person ORDER BY id")?;
        let people = select.query_map([], |row| {
            let id: String = row.get(0)?;
            Ok(Person {
                id: id.into(),
                name: row.get(1)?,
                contact: row.get(2)?,
            })
        })?;
        Ok(people.collect::<Result<_, _>>()?)
    }

    /// Erases a person's name and contact, also from the unused bytes of the file; the records that carry
    /// the id stay and hold. Says whether there was such a person. Backups made before keep the name.
    pub fn erase_person(&mut self, id: &PersonId) -> Result<bool, Fault> {
        self.writable()?;
        let erased = self
            .connection
            .prepare_cached("DELETE FROM person WHERE id = ?1")?
            .execute([id.as_str()])?;
        // The log still holds the page as it was before.
        self.fold_log()?;
        Ok(erased > 0)
    }

    /// Notes how far a running drill has come, in place of what was noted before.
    pub fn put_heartbeat(&mut self, stream: &str, beat: Heartbeat) -> Result<(), Fault> {
        self.writable()?;
        let mut upsert = self.connection.prepare_cached(
            "INSERT INTO heartbeat (stream, at_ms, elapsed_ms) VALUES (?1, ?2, ?3) \
             ON CONFLICT (stream) DO UPDATE \
             SET at_ms = excluded.at_ms, elapsed_ms = excluded.elapsed_ms",
        )?;
        upsert.execute(params![stream, beat.at.0, beat.elapsed.0])?;
        Ok(())
    }

    /// The last heartbeat of a drill, where it had one.
    pub fn heartbeat(&self, stream: &str) -> Result<Option<Heartbeat>, Fault> {
        let mut select = self
            .connection
            .prepare_cached("SELECT at_ms, elapsed_ms FROM heartbeat WHERE stream = ?1")?;
        let beat = select.query_row([stream], |row| {
            Ok(Heartbeat {
                at: Stamp(row.get(0)?),
                elapsed: Elapsed(row.get(1)?),
            })
        });
        Ok(beat.optional()?)
    }
}
