//! What ObjectType and Status share: a value that is one of a few words, exactly.

use super::plain::{meant, plain};
use crate::contract::nearest::nearest;
use crate::contract::rule::{Finding, Verdict};
use crate::contract::{Case, Given, Mode, Param, Value};

/// The word that was probably meant, among those that may be sent in this mode.
fn offer(finding: Box<Finding>, param: Param, given: &Given<'_>, case: &Case<'_>) -> Box<Finding> {
    let allowed = param
        .words()
        .iter()
        .filter(|choice| case.mode == Mode::Lenient || !choice.disputed)
        .map(|choice| choice.value);
    match meant(given).and_then(|word| nearest(&word, allowed)) {
        Some(word) => finding.or_use(param, Value::Text(word.to_owned())),
        None => finding,
    }
}

/// Text, and nothing around it.
pub(super) fn malformed(param: Param, given: &Given<'_>, case: &Case<'_>) -> Verdict {
    match plain(param, given) {
        Ok(_) => Ok(()),
        Err(finding) => Err(offer(finding, param, given, case)),
    }
}

/// A word of no document.
pub(super) fn unknown(param: Param, given: &Given<'_>, case: &Case<'_>) -> Verdict {
    let word = plain(param, given)?;
    if param.words().iter().any(|choice| choice.value == word) {
        return Ok(());
    }
    Err(offer(Finding::of(word), param, given, case))
}

/// A word that some official document has and the newest reference has not.
pub(super) fn disputed(param: Param, given: &Given<'_>, case: &Case<'_>) -> Verdict {
    let word = plain(param, given)?;
    if param
        .words()
        .iter()
        .any(|choice| choice.value == word && choice.disputed)
    {
        return Err(offer(Finding::of(word), param, given, case).or_remove(param));
    }
    Ok(())
}
