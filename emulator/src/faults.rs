//! What goes wrong on purpose: faults by name, each with the share of calls it strikes, drawn from the seed.

use crate::chance::Chance;
use std::collections::BTreeMap;

macro_rules! faults {
    ($($(#[$doc:meta])* $fault:ident = $name:literal;)+) => {
        /// A fault.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Fault { $($(#[$doc])* $fault),+ }

        impl Fault {
            /// Every fault.
            pub const ALL: &'static [Fault] = &[$(Fault::$fault),+];

            /// The name of the fault in options and in the truth.
            pub const fn name(self) -> &'static str {
                match self { $(Fault::$fault => $name),+ }
            }
        }
    };
}

faults! {
    /// The answer comes late: 0.2 to 3 s.
    Delay = "delay";
    /// The answer comes after two minutes.
    Hang = "hang";
    /// The connection is reset; the call took effect.
    Reset = "reset";
    /// The connection ends in the middle of the body.
    CutOff = "cut-off";
    /// Half of the body comes as if it were all.
    TruncatedBody = "truncated-body";
    /// Nothing but a status.
    EmptyBody = "empty-body";
    /// A load balancer's page, HTTP 502.
    Html502 = "html-502";
    /// An XML answer, whatever was asked for.
    Xml = "xml";
    /// An error body with HTTP 200.
    Error200 = "error-200";
    /// 500 InternalError.
    InternalError = "internal-error";
    /// 503 ServiceUnavailable.
    ServiceUnavailable = "service-unavailable";
    /// 403 Forbidden.RAM.
    Forbidden = "forbidden";
    /// 403 OperationDenied.
    OperationDenied = "operation-denied";
    /// One call is throttled, in any of the forms that occur.
    Throttling = "throttling";
    /// Every call is throttled for 2 to 10 s.
    ThrottlingStorm = "throttling-storm";
    /// An empty `Tasks` as `null`, `{}`, `[]`, `""`, `{"CDNTask":null}`, or not at all.
    ShapeEmptyTasks = "shape-empty-tasks";
    /// A single task as an object instead of a list of one.
    ShapeSingleObject = "shape-single-object";
    /// Counts as decimal strings.
    ShapeCountsAsText = "shape-counts-as-text";
    /// TaskId as a number.
    ShapeIdAsNumber = "shape-id-as-number";
    /// Members that no document names.
    ShapeExtraFields = "shape-extra-fields";
    /// A running task with a status that no document names.
    ShapeUnknownStatus = "shape-unknown-status";
    /// Progress without its percent sign.
    ShapeBareProgress = "shape-bare-progress";
    /// CreationTime as `yyyy-MM-dd HH:mm:ss`.
    ShapeTimeWithSpace = "shape-time-with-space";
    /// A description on a task that did not fail, as in the official sample.
    ShapeDescription = "shape-description";
    /// Members in another order.
    ShapeShuffled = "shape-shuffled";
    /// Every character of every string escaped.
    ShapeEscaped = "shape-escaped";
    /// White space between all tokens.
    ShapeIndented = "shape-indented";
    /// A byte order mark before the body.
    ShapeBom = "shape-bom";
}

/// How often each fault strikes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rates(Vec<(Fault, f64)>);

impl Rates {
    /// Reads rates by name: a share of calls from 0 to 1. An unknown name is refused with the list of known ones.
    pub fn read(rates: &BTreeMap<String, f64>) -> Result<Rates, String> {
        let mut read = Vec::new();
        for (name, rate) in rates {
            let Some(fault) = Fault::ALL.iter().find(|fault| fault.name() == name) else {
                let known: Vec<String> = Fault::ALL.iter().map(|fault| format!("`{}`", fault.name())).collect();
                return Err(format!("unknown fault `{name}`, expected one of {}", known.join(", ")));
            };
            if !(0.0..=1.0).contains(rate) {
                return Err(format!(
                    "the rate of fault `{name}` is a share of calls from 0 to 1, found `{rate}`"
                ));
            }
            read.push((*fault, *rate));
        }
        read.sort_by_key(|(fault, _)| *fault);
        Ok(Rates(read))
    }

    /// The faults that strike call `call`.
    pub fn draw(&self, chance: Chance, call: u64) -> Drawn {
        let mut drawn = Drawn(0);
        for (fault, rate) in &self.0 {
            if chance.stream(*fault as u64).hits(call, *rate) {
                drawn.0 |= bit(*fault);
            }
        }
        drawn
    }
}

/// The faults that strike one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawn(u64);

impl Drawn {
    /// Whether `fault` is among them.
    pub const fn has(self, fault: Fault) -> bool {
        self.0 & bit(fault) != 0
    }

    /// Their names.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Fault::ALL
            .iter()
            .filter(move |fault| self.has(**fault))
            .map(|fault| fault.name())
    }
}

const fn bit(fault: Fault) -> u64 {
    1 << (fault as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_met_and_each_fault_is_drawn_for_itself() {
        let rates = Rates::read(&[("reset".to_owned(), 0.1), ("delay".to_owned(), 0.5)].into()).unwrap();
        let drawn: Vec<Drawn> = (0..20_000).map(|call| rates.draw(Chance::new(3), call)).collect();
        let count = |hit: &dyn Fn(&Drawn) -> bool| drawn.iter().filter(|drawn| hit(drawn)).count();
        assert!((1800..2200).contains(&count(&|drawn| drawn.has(Fault::Reset))));
        assert!((800..1200).contains(&count(&|drawn| drawn.has(Fault::Reset) && drawn.has(Fault::Delay))));
        assert_eq!(count(&|drawn| drawn.has(Fault::Html502)), 0);
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        let unknown = Rates::read(&[("html502".to_owned(), 0.1)].into()).unwrap_err();
        assert!(
            unknown.contains("`html502`") && unknown.contains("`html-502`"),
            "{unknown}"
        );
        for rate in [-0.1, 1.1, f64::NAN] {
            assert!(Rates::read(&[("reset".to_owned(), rate)].into()).is_err());
        }
    }
}
