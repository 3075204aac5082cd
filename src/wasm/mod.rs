//! The boundary to JavaScript: a few exports and nothing else.

mod answer;
mod shape;

use crate::Judged;
use crate::request::{Input, Request};
use crate::scene::Prepared;
use crate::secrets::ahead::Ahead;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

thread_local! {
    /// What the last files came to, so that typing a hostname reads, verifies and derives nothing again.
    static KEPT: RefCell<Option<Kept>> = const { RefCell::new(None) };
    /// Keys for the files that are read next.
    static AHEAD: RefCell<Option<Ahead>> = const { RefCell::new(None) };
}

struct Kept {
    request: Request,
    prepared: Prepared,
    /// What was said of the request, for the diagnosis that follows it.
    judged: Option<Judged>,
}

/// Whether reading would give the same: seats and servers do not matter to it.
fn same_files(a: &Request, b: &Request) -> bool {
    let same = |(x, y): (&Input, &Input)| x.name == y.name && x.password == y.password && x.bytes == y.bytes;
    a.inputs.len() == b.inputs.len() && a.inputs.iter().zip(&b.inputs).all(same) && a.passwords == b.passwords
}

/// Whether the same is asked of the same files.
fn same_question(a: &Request, b: &Request) -> bool {
    a.inputs.iter().zip(&b.inputs).all(|(x, y)| x.seat == y.seat && x.server == y.server)
        && (&a.hosts, &a.targets, &a.now, &a.settings) == (&b.hosts, &b.targets, &b.now, &b.settings)
        && (&a.observed, &a.focus, &a.assume, a.effort) == (&b.observed, &b.focus, &b.assume, b.effort)
}

/// Reads the files anew only if they are other ones. They are moved, never copied: they may be large, and a key should
/// exist once.
fn with_kept<T>(request: JsValue, answer: impl FnOnce(&mut Kept) -> T) -> Result<T, JsError> {
    let mut request = shape::request(request)?;
    if request.now.is_none() {
        request.now = Some(js_sys::Date::now() / 1000.0);
    }
    Ok(KEPT.with_borrow_mut(|kept| {
        let mut now = match kept.take().filter(|k| same_files(&k.request, &request)) {
            Some(known) => {
                let judged = known.judged.filter(|_| same_question(&known.request, &request));
                Kept { request, prepared: known.prepared, judged }
            }
            None => {
                make_room(&request);
                let ahead = AHEAD.take().unwrap_or_default();
                Kept { prepared: crate::prepare_ahead(&request.inputs, &request.passwords, ahead), request, judged: None }
            }
        };
        let answer = answer(&mut now);
        *kept = Some(now);
        answer
    }))
}

/// Memory grows by 64 kB, and the browser is asked each time; what long files come to is asked for at once.
fn make_room(request: &Request) {
    const LONG: usize = 1 << 20;
    const MOST: usize = 48 << 20;
    let length: usize = request.inputs.iter().map(|input| input.bytes.len()).sum();
    if length > LONG {
        drop(std::hint::black_box(Vec::<u8>::with_capacity((2 * length).min(MOST))));
    }
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
    with_kept(request, |kept| {
        let (report, judged, certificates) = crate::verdicts_apart(&kept.prepared, &kept.request, answer::certificates);
        answer::report(report.with(crate::diagnose(&kept.prepared, &kept.request, &judged)), certificates)
    })?
}

/// The same without what takes long: `answer`, `observed`, `assumptions` and `diagnosis` are empty. They are what
/// `diagnose` gives for the same request.
#[wasm_bindgen(unchecked_return_type = "Report")]
pub fn verdicts(#[wasm_bindgen(unchecked_param_type = "Request")] request: JsValue) -> Result<JsValue, JsError> {
    with_kept(request, |kept| {
        let (report, judged, certificates) = crate::verdicts_apart(&kept.prepared, &kept.request, answer::certificates);
        kept.judged = Some(judged);
        answer::report(report, certificates)
    })?
}

/// What `verdicts` leaves out.
#[wasm_bindgen(unchecked_return_type = "Diagnosed")]
pub fn diagnose(#[wasm_bindgen(unchecked_param_type = "Request")] request: JsValue) -> Result<JsValue, JsError> {
    answer::plain(&with_kept(request, |kept| {
        let judged = kept.judged.take().unwrap_or_else(|| crate::verdicts(&kept.prepared, &kept.request).1);
        let diagnosed = crate::diagnose(&kept.prepared, &kept.request, &judged);
        kept.judged = Some(judged);
        diagnosed
    })?)
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

/// The certificates of some files and what they say, and no verdict on them.
#[wasm_bindgen(unchecked_return_type = "Facts")]
pub fn facts(#[wasm_bindgen(unchecked_param_type = "Input[]")] inputs: JsValue) -> Result<JsValue, JsError> {
    answer::facts(crate::certificate_facts(&shape::inputs(inputs)?))
}

/// Keys by PBKDF2 that the files ask for and that take long here: who has `SubtleCrypto` derives them faster, hands them to
/// `derived`, and asks for the same files then. The answer is the same without.
#[wasm_bindgen(
    unchecked_return_type = "{ hash: string; password: Uint8Array<ArrayBuffer>; salt: Uint8Array<ArrayBuffer>; rounds: number; length: number }[]"
)]
pub fn derivations(#[wasm_bindgen(unchecked_param_type = "Request")] request: JsValue) -> Result<JsValue, JsError> {
    let request = shape::request(request)?;
    let locked = request.inputs.iter().any(|input| input.password.is_some()) || !request.passwords.is_empty();
    let large = request.inputs.iter().map(|input| input.bytes.len()).sum::<usize>() > ASKED_OF;
    let known = KEPT.with_borrow(|kept| kept.as_ref().is_some_and(|kept| same_files(&kept.request, &request)));
    let ahead = if !locked || large || known { Ahead::default() } else { crate::ask_ahead(&request.inputs, &request.passwords) };
    let answer = answer::wanted(&ahead);
    AHEAD.set(Some(ahead));
    answer
}

/// Octets of files that are read twice, the first time to find out what would take long.
const ASKED_OF: usize = 4 << 20;

/// The keys that `derivations` asked for, in its order; `null` for one that could not be derived.
#[wasm_bindgen]
pub fn derived(#[wasm_bindgen(unchecked_param_type = "(Uint8Array | null)[]")] keys: JsValue) -> Result<(), JsError> {
    let keys = shape::keys(keys)?;
    AHEAD.with_borrow_mut(|ahead| *ahead = ahead.take().map(|ahead| ahead.given(keys)));
    Ok(())
}

/// Drops the files, keys and passwords that are kept between calls; what is secret wipes itself.
#[wasm_bindgen]
pub fn forget() {
    KEPT.set(None);
    AHEAD.set(None);
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
