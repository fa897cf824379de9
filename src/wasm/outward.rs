use serde::Serialize;
use wasm_bindgen::JsValue;

/// A plain JavaScript object: maps become objects, absent becomes null, numbers stay numbers.
pub(super) fn object(value: &impl Serialize) -> JsValue {
    // Only keys that are not strings could fail, and none of our structures has any.
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .unwrap_or(JsValue::NULL)
}
