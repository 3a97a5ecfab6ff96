//! A network with another computer on it, made inside this one: a namespace of Linux and a cable into it. What comes from there
//! comes from another device, as a phone in the room does. Only for tests; needs `ip` and the right to make such a thing, and
//! says so where it has neither.

use anyhow::{Context as _, ensure};
use std::net::Ipv4Addr;
use std::process::{Command, Stdio};

/// A computer beside this one. Dropping it takes it away.
pub struct Elsewhere {
    name: String,
    /// This computer's address on the cable.
    pub here: Ipv4Addr,
    /// The other one's.
    pub there: Ipv4Addr,
}

impl Elsewhere {
    /// Makes one; none where that may not be done here, which is said.
    #[allow(clippy::print_stdout, reason = "a skipped test must say so")]
    pub fn make() -> Option<Self> {
        // A network of its own for each process, out of those that are kept for measurements.
        let number = std::process::id();
        let third = (number % 250) as u8;
        let elsewhere = Self {
            name: format!("room{number}"),
            here: Ipv4Addr::new(198, 18, third, 1),
            there: Ipv4Addr::new(198, 18, third, 2),
        };
        match elsewhere.lay_cable() {
            Ok(()) => Some(elsewhere),
            Err(why) => {
                println!("skipped: no other computer can be made here: {why:#}");
                None
            }
        }
    }

    /// The name of this computer's end of the cable.
    pub fn cable(&self) -> String {
        format!("{}h", self.name)
    }

    /// A command that runs on the other computer.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.name, program]);
        command
    }

    fn lay_cable(&self) -> anyhow::Result<()> {
        let (name, near, far) = (&self.name, self.cable(), format!("{}p", self.name));
        let (here, there) = (format!("{}/24", self.here), format!("{}/24", self.there));
        ip(&["netns", "add", name])?;
        ip(&[
            "link", "add", &near, "type", "veth", "peer", "name", &far, "netns", name,
        ])?;
        ip(&["addr", "add", &here, "dev", &near])?;
        ip(&["link", "set", &near, "up"])?;
        ip(&["-n", name, "addr", "add", &there, "dev", &far])?;
        ip(&["-n", name, "link", "set", &far, "up"])?;
        ip(&["-n", name, "link", "set", "lo", "up"])
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        // The cable goes with the computer at its end.
        let _gone = ip(&["netns", "del", &self.name]);
    }
}

fn ip(words: &[&str]) -> anyhow::Result<()> {
    let ran = Command::new("ip")
        .args(words)
        .stdin(Stdio::null())
        .output()
        .context("ip is not installed")?;
    let said = String::from_utf8_lossy(&ran.stderr);
    ensure!(ran.status.success(), "{}", said.trim());
    Ok(())
}
