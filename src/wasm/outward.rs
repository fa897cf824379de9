use super::json::to_json;
use serde::Serialize;
use wasm_bindgen::JsValue;

/// A plain JavaScript object: maps become objects, absent becomes null, numbers stay numbers.
pub(super) fn object(value: &impl Serialize) -> JsValue {
    // The serializer writes JSON only, so parsing it cannot fail.
    js_sys::JSON::parse(&to_json(value)).unwrap_or(JsValue::NULL)
}
