//! The boundary to JavaScript: a few exports and nothing else.

mod answer;
mod shape;

use crate::request::Input;
use crate::scene::Prepared;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

thread_local! {
    /// What the last files came to, so that typing a hostname reads, verifies and derives nothing again.
    static KEPT: RefCell<Option<Kept>> = const { RefCell::new(None) };
}

struct Kept {
    inputs: Vec<Input>,
    passwords: Vec<Zeroizing<String>>,
    prepared: Prepared,
}

/// Whether reading would give the same: seats and servers do not matter to it.
fn same_files(a: &[Input], b: &[Input]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.name == y.name && x.password == y.password && x.bytes == y.bytes)
}

/// Says where the engine failed, for a report of the defect. The panic's message stays inside: it may quote a file.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |l| format!("{}:{}", l.file(), l.line()));
        web_sys::console::error_1(&JsValue::from_str(&format!("certlens: the engine failed at {place}")));
    }));
}

/// Inspects the files against the hostnames. Throws only when the request has the wrong shape, and says which field.
#[wasm_bindgen(unchecked_return_type = "Report")]
pub fn inspect(#[wasm_bindgen(unchecked_param_type = "Request")] request: JsValue) -> Result<JsValue, JsError> {
    let mut request = shape::request(request)?;
    if request.now.is_none() {
        request.now = Some(js_sys::Date::now() / 1000.0);
    }
    let report = KEPT.with_borrow_mut(|kept| {
        // The files are moved, never copied: they may be large, and a key should exist once.
        let known = kept.take().filter(|k| same_files(&k.inputs, &request.inputs) && k.passwords == request.passwords);
        let prepared = match known {
            Some(known) => known.prepared,
            None => crate::prepare_with(&request.inputs, &request.passwords),
        };
        let report = crate::judge(&prepared, &request);
        *kept = Some(Kept {
            inputs: std::mem::take(&mut request.inputs),
            passwords: std::mem::take(&mut request.passwords),
            prepared,
        });
        report
    });
    answer::report(report)
}

/// Makes the files of a plan, one of `Report.repairs`. The only call that may return key material, and only where the
/// plan asks for it.
#[wasm_bindgen(unchecked_return_type = "Mended")]
pub fn mend(
    #[wasm_bindgen(unchecked_param_type = "Request")] request: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Plan")] plan: JsValue,
) -> Result<JsValue, JsError> {
    let mut request = shape::request(request)?;
    let plan = shape::plan(plan)?;
    if request.now.is_none() {
        request.now = Some(js_sys::Date::now() / 1000.0);
    }
    answer::with_bytes(&crate::mend(&request, &plan))
}

/// Drops the files, keys and passwords that are kept between calls; what is secret wipes itself.
#[wasm_bindgen]
pub fn forget() {
    KEPT.set(None);
}

/// All the constant data: targets, rules, kinds of notes, sources.
#[wasm_bindgen(unchecked_return_type = "Catalog")]
pub fn catalog() -> Result<JsValue, JsError> {
    answer::plain(&crate::catalog())
}

/// The ASN.1 tree of any bytes, with absolute offsets. Never fails: problems are nodes.
#[wasm_bindgen(js_name = derTree, unchecked_return_type = "DerNode")]
pub fn der_tree(bytes: Vec<u8>) -> Result<JsValue, JsError> {
    // They may be those of a key.
    let bytes = Zeroizing::new(bytes);
    answer::plain(&crate::der_tree(&bytes))
}
