//! The rules, one file per field, in the order of the form. A rule is one entry of one file: CONTRIBUTING says how to add one.

mod choices;
mod domain_name;
mod draft;
mod keys;
mod object_path;
mod object_type;
mod pages;
mod plain;
mod range;
mod resource_group_id;
mod status;
mod task_id;
mod times;

pub(crate) use domain_name::is_domain;

use super::Rule;

/// Every rule, by file. Within one field, in the order in which they are asked.
pub const ALL: &[&[Rule]] = &[
    keys::GIVEN,
    task_id::RULES,
    object_path::RULES,
    pages::RULES,
    object_type::RULES,
    domain_name::RULES,
    status::RULES,
    times::RULES,
    range::RULES,
    resource_group_id::RULES,
    keys::RULES,
    draft::RULES,
];

/// Every rule, in that order.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    ALL.iter().copied().flatten()
}
