//! The boundary to JavaScript: the only place that knows wasm-bindgen. Options come in as JSON text; objects go out piece by piece.
//!
//! No export answers with a reference alone: see `src/wasm/mod.rs` of the core. A `Result` crosses as numbers.
#![allow(unreachable_pub, reason = "wasm-bindgen exports what is pub, whatever the module")]

use crate::emulator::{Emulator, Options};
use crate::faults::Fault;
use crate::gateway::{Cut, Request};
use crate::scenario::scenarios;
use crate::truth::{Seen, TaskTruth};
use crate::world::World;
use serde::Serialize;
use serde_json::json;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The service, emulated; it lives in this wasm's memory until it is freed.
#[wasm_bindgen]
pub struct EmulatedService(Emulator);

#[wasm_bindgen]
impl EmulatedService {
    /// An emulator from options as JSON text; throws text that says what is unknown. `now` in milliseconds since the epoch.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, now: i64) -> Result<EmulatedService, JsValue> {
        let emulator = Options::read(options).and_then(|options| Emulator::new(&options, now));
        Ok(EmulatedService(emulator.map_err(|error| JsValue::from_str(&error))?))
    }

    /// One exchange: headers in as a JSON list of pairs; out come a line of JSON, status, headers, delay in milliseconds and how the connection
    /// is cut, and after it the body.
    pub fn handle(&mut self, method: &str, url: &str, headers: &str, body: Vec<u8>, now: i64) -> Vec<u8> {
        let request = Request {
            method: method.to_owned(),
            url: url.to_owned(),
            // The facade made it; a list that cannot be read is no headers.
            headers: serde_json::from_str(headers).unwrap_or_default(),
            body,
        };
        let response = self.0.handle(&request, now);
        let cut = response.cut.map(|cut| match cut {
            Cut::Reset => "reset",
            Cut::Truncate => "truncate",
        });
        let head = json!([response.status, response.headers, response.delay_ms, cut]);
        let mut answer = head.to_string().into_bytes();
        answer.push(b'\n');
        answer.extend_from_slice(&response.body);
        answer
    }

    /// Every task and every exchange.
    pub fn truth(&self, now: i64) -> Result<JsValue, JsValue> {
        object(&Truth {
            tasks: self.0.tasks(now).collect(),
            requests: self.0.requests(),
        })
    }
}

#[derive(Serialize)]
struct Truth<'a> {
    tasks: Vec<TaskTruth<'a>>,
    requests: &'a [Seen],
}

/// A plain object, as JSON would make it: absent becomes null, maps become objects.
fn object(value: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&Serializer::json_compatible())?)
}

/// The embedded scenarios with their sentences, the faults by name, and the default world.
#[wasm_bindgen]
pub fn known() -> Result<JsValue, JsValue> {
    let scenarios: Vec<_> = scenarios()
        .map(|(name, about)| json!({ "name": name, "about": { "en": about.en, "zh": about.zh } }))
        .collect();
    let faults: Vec<_> = Fault::ALL.iter().map(|fault| fault.name()).collect();
    object(&json!({ "scenarios": scenarios, "faults": faults, "world": World::default() }))
}
