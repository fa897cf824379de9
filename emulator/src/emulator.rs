//! An emulator from plain options, and its two doors: HTTP exchanges and the operations below them.

use crate::account::{AccessKey, Account};
use crate::chance::Chance;
use crate::faults::Rates;
use crate::gateway::{Gateway, Request, Response};
use crate::operations::Service;
use crate::scenario::{Scenario, populate};
use crate::truth::{Seen, TaskTruth};
use crate::world::World;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;

/// The access key of an emulator that was given none: id and secret, the pair of the signature documents' own examples.
pub const TEST_KEY: (&str, &str) = ("testid", "testsecret");

/// What an emulator is made from. Plain data; an unknown name anywhere is refused with the list of known ones.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Options {
    /// The name of a scenario; a small shop by default.
    pub scenario: Option<String>,
    /// Everything that is drawn is drawn from it.
    pub seed: u64,
    /// Secrets by access key id; [`TEST_KEY`] by default.
    pub access_keys: Option<BTreeMap<String, String>>,
    /// Security tokens of temporary keys, by access key id.
    pub security_tokens: BTreeMap<String, SecurityToken>,
    /// Access key ids whose user has no permission: every call is answered with Forbidden.RAM.
    pub forbidden: Vec<String>,
    /// Rates of faults by name, over those of the scenario.
    pub faults: BTreeMap<String, f64>,
    /// Switches, over those of the scenario.
    pub world: serde_json::Map<String, serde_json::Value>,
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Options {
            scenario,
            seed,
            faults,
            world,
            ..
        } = self;
        f.debug_struct("Options")
            .field("scenario", scenario)
            .field("seed", seed)
            .field("faults", faults)
            .field("world", world)
            .finish_non_exhaustive()
    }
}

/// The token of a temporary key.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SecurityToken {
    /// The token.
    pub token: String,
    /// When it expires, in milliseconds since the epoch by the service's clock.
    pub expires_at: Option<i64>,
}

/// The service, emulated.
#[derive(Debug, Clone)]
pub struct Emulator {
    service: Service,
    gateway: Gateway,
}

impl Emulator {
    /// An emulator whose scenario starts at `now`, the caller's clock in milliseconds since the epoch. Errors say what is unknown and what is known.
    pub fn new(options: &Options, now: i64) -> Result<Emulator, String> {
        let scenario = Scenario::named(options.scenario.as_deref())?;
        let mut switches = scenario.world.clone();
        switches.extend(options.world.clone());
        // By way of text: reading from text is all that the rest needs, so there is one reader less in the wasm.
        let switches = serde_json::Value::from(switches).to_string();
        let world: World = serde_json::from_str(&switches).map_err(|error| format!("world: {error}"))?;
        let mut faults = scenario.faults.clone();
        faults.extend(options.faults.clone());
        let rates = Rates::read(&faults)?;
        let mut emulator = Emulator::with_world(world, rates, options.seed, Account::new(options.keys()?));
        emulator.service.fate = scenario.submitted.fate();
        populate(&mut emulator.service, &scenario.tasks, now)?;
        Ok(emulator)
    }

    /// An emulator without tasks, in a given world.
    pub fn with_world(world: World, rates: Rates, seed: u64, account: Account) -> Emulator {
        Emulator {
            service: Service::new(world, seed, account),
            gateway: Gateway::new(rates, Chance::new(seed).stream(3)),
        }
    }

    /// One HTTP exchange, as data. `now` is the caller's clock in milliseconds since the epoch.
    pub fn handle(&mut self, request: &Request, now: i64) -> Response {
        self.gateway.exchange(&mut self.service, request, now)
    }

    /// The same without HTTP and signature: quotas, faults, delays, answers in JSON and the log are all there. For simulations.
    pub fn unsigned(&mut self, action: &str, params: &[(&str, &str)], now: i64) -> Response {
        self.gateway.unsigned(&mut self.service, action, params, now)
    }

    /// The operations below HTTP.
    pub fn service(&mut self) -> &mut Service {
        &mut self.service
    }

    /// Every task with its whole fate.
    pub fn tasks(&self, now: i64) -> impl Iterator<Item = TaskTruth<'_>> {
        self.service.truth(now)
    }

    /// Every exchange so far.
    pub fn requests(&self) -> &[Seen] {
        self.gateway.log.seen()
    }
}

impl Options {
    /// Reads options from JSON.
    pub fn read(json: &str) -> Result<Options, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    fn keys(&self) -> Result<BTreeMap<String, AccessKey>, String> {
        let default = || [(TEST_KEY.0.to_owned(), TEST_KEY.1.to_owned())].into();
        let secrets: BTreeMap<String, String> = self.access_keys.clone().unwrap_or_else(default);
        let mut keys: BTreeMap<String, AccessKey> = secrets
            .into_iter()
            .map(|(id, secret)| {
                (
                    id,
                    AccessKey {
                        secret,
                        ..AccessKey::default()
                    },
                )
            })
            .collect();
        for (id, SecurityToken { token, expires_at }) in &self.security_tokens {
            let key = keys
                .get_mut(id)
                .ok_or_else(|| format!("security token of `{id}`, which is not among the access keys"))?;
            key.token = Some((token.clone(), *expires_at));
        }
        for id in &self.forbidden {
            let key = keys
                .get_mut(id)
                .ok_or_else(|| format!("`{id}` is forbidden, but not among the access keys"))?;
            key.forbidden = true;
        }
        Ok(keys)
    }
}
