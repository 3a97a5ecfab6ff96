//! The writer's lock: a small file beside the programme, locked by the operating system, which lets go
//! of it however the process ends. SQLite's own locks cannot serve: they are let go after every commit.
//! Safety does not hang on this lock, only good manners: two writers that got past it would still be
//! kept apart by SQLite's transactions and by the numbers of the records.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Held for as long as the programme is open for writing; the file goes away with it.
pub struct WriterLock {
    file: File,
    path: PathBuf,
}

impl WriterLock {
    /// The lock, or nothing where another writer holds it.
    pub fn take(programme: &Path) -> io::Result<Option<Self>> {
        let mut path = programme.as_os_str().to_owned();
        path.push(".lock");
        let path = PathBuf::from(path);
        loop {
            let file = File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(&path)?;
            match file.try_lock() {
                // The holder before us may have removed the file after we opened it: then what we
                // have locked is no longer what the next one will find.
                Ok(()) if !path.exists() => continue,
                Ok(()) => return Ok(Some(Self { file, path })),
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        // Removed while still held; an empty file left behind would do no harm either. Unlocked in so many
        // words, because a process that is being started just now may hold a copy of the open file.
        let _ = fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}
