//! Calls about the seats' door of a drill, and about practising. Not here: what a seat may call (`seats`).

use wire::{DeskCall, DeskReply, Problem, ProblemCode};

use crate::desk::{Desk, Open};
use crate::problem::problem;

impl Desk {
    pub(crate) async fn door_call(
        &self,
        open: &mut Open,
        call: DeskCall,
    ) -> Result<DeskReply, Problem> {
        let _ = (open, call, self.open_door.is_some());
        Err(problem(ProblemCode::NoDoor, "This door cannot be opened."))
    }
}
