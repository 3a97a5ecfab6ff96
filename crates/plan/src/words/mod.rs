//! The words by which plans are recognised: synonyms of phases, kinds of section, roles. Data and
//! the comparisons over it; no document is read here. A word that is missing here is missed, not
//! guessed.

mod labels;
mod names;
mod sections;

pub(crate) use labels::{
    announces_team, is_authority, is_beside_duties, is_deputy, is_duties, is_roles_heading,
};
pub(crate) use names::{is_general, is_name, is_role, is_role_in_list, plain_key, role_key};
pub(crate) use sections::{phase_of, tags_of};
