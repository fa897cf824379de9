//! The boundary to JavaScript: the only place that knows wasm-bindgen. Options, headers and the truth cross as JSON text, bodies as bytes.
#![allow(unreachable_pub, reason = "wasm-bindgen exports what is pub, whatever the module")]

use crate::emulator::{Emulator, Options};
use crate::faults::Fault;
use crate::gateway::{Cut, Request};
use crate::scenario::scenarios;
use crate::truth::{Seen, TaskTruth};
use crate::world::World;
use js_sys::{Array, Uint8Array};
use serde::Serialize;
use serde_json::json;
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

    /// One exchange: headers in as a JSON list of pairs; out come status, headers, body, delay in milliseconds, and how the connection is cut.
    pub fn handle(&mut self, method: &str, url: &str, headers: &str, body: Vec<u8>, now: i64) -> Array {
        let request = Request {
            method: method.to_owned(),
            url: url.to_owned(),
            // The facade made it; a list that cannot be read is no headers.
            headers: serde_json::from_str(headers).unwrap_or_default(),
            body,
        };
        let response = self.0.handle(&request, now);
        let cut = match response.cut {
            None => JsValue::UNDEFINED,
            Some(Cut::Reset) => "reset".into(),
            Some(Cut::Truncate) => "truncate".into(),
        };
        [
            JsValue::from(response.status),
            text(&response.headers).into(),
            Uint8Array::from(response.body.as_slice()).into(),
            response.delay_ms.into(),
            cut,
        ]
        .into_iter()
        .collect()
    }

    /// Every task and every exchange, as JSON text.
    pub fn truth(&self, now: i64) -> String {
        text(&Truth {
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

/// JSON text. Only keys that are not strings could fail, and none of our structures has any.
fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The embedded scenarios with their sentences, the faults by name, and the default world, as JSON text.
#[wasm_bindgen]
pub fn known() -> String {
    let scenarios: Vec<_> = scenarios()
        .map(|(name, about)| json!({ "name": name, "about": { "en": about.en, "zh": about.zh } }))
        .collect();
    let faults: Vec<_> = Fault::ALL.iter().map(|fault| fault.name()).collect();
    json!({ "scenarios": scenarios, "faults": faults, "world": World::default() }).to_string()
}
