//! The boundary to JavaScript: a few exports and nothing else.

use crate::report::Report;
use crate::request::{Input, Request};
use crate::scene::Prepared;
use serde::Serialize;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use zeroize::Zeroize;

thread_local! {
    /// What the last files came to, so that typing a hostname reads, verifies and derives nothing again.
    static KEPT: RefCell<Option<Kept>> = const { RefCell::new(None) };
}

struct Kept {
    inputs: Vec<Input>,
    prepared: Prepared,
}

fn same_files(a: &[Input], b: &[Input]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.name == y.name && x.password == y.password && x.bytes == y.bytes)
}

fn wrong_shape(error: impl std::fmt::Display) -> JsError {
    JsError::new(&format!("the request has the wrong shape: {error}"))
}

fn to_js(value: &impl Serialize) -> Result<JsValue, JsError> {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_missing_as_null(true).serialize_maps_as_objects(true);
    value.serialize(&serializer).map_err(|e| JsError::new(&e.to_string()))
}

/// Inspects the files against the hostnames. Throws only when the request has the wrong shape, and says which field.
#[wasm_bindgen(unchecked_return_type = "Report")]
pub fn inspect(#[wasm_bindgen(unchecked_param_type = "Request")] request: JsValue) -> Result<JsValue, JsError> {
    let mut request: Request = serde_wasm_bindgen::from_value(request).map_err(wrong_shape)?;
    if request.now.is_none() {
        request.now = Some(js_sys::Date::now() / 1000.0);
    }
    let report = KEPT.with_borrow_mut(|kept| -> Report {
        if !kept.as_ref().is_some_and(|k| same_files(&k.inputs, &request.inputs)) {
            *kept = None;
            let prepared = crate::prepare(&request.inputs);
            *kept = Some(Kept { inputs: request.inputs.clone(), prepared });
        }
        match kept {
            Some(k) => crate::judge(&k.prepared, &request),
            None => Report::default(),
        }
    });
    to_js(&report)
}

/// Drops the files, keys and passwords that are kept between calls.
#[wasm_bindgen]
pub fn forget() {
    KEPT.with_borrow_mut(|kept| {
        if let Some(kept) = kept.take() {
            for mut input in kept.inputs {
                input.bytes.zeroize();
            }
        }
    });
}

/// All the constant data: targets, rules, kinds of notes, sources.
#[wasm_bindgen(unchecked_return_type = "Catalog")]
pub fn catalog() -> Result<JsValue, JsError> {
    to_js(&crate::catalog())
}

/// The ASN.1 tree of any bytes, with absolute offsets. Never fails: problems are nodes.
#[wasm_bindgen(js_name = derTree, unchecked_return_type = "DerNode")]
pub fn der_tree(bytes: &[u8]) -> Result<JsValue, JsError> {
    to_js(&crate::der_tree(bytes))
}
