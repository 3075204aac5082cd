//! Turns answers into JavaScript values. Making every value by a call of its own is what costs at this boundary (12 to
//! 14 µs a certificate), so what can be long goes over as JSON text (5 µs), a slice of a list at a time.

use crate::report::{Certificate, Facts, Report};
use crate::secrets::ahead::Ahead;
use js_sys::{Array, JSON, Reflect, Uint8Array};
use serde::Serialize;
use serde_json::ser::Formatter;
use std::io;
use wasm_bindgen::{JsError, JsValue};

/// Rows of a list that go over as one text: enough to make calls rare, few enough for the memory, which never shrinks.
const SLICE: usize = 256;

type Answer = Result<JsValue, JsError>;

/// A value without bytes in it.
pub(super) fn plain(value: &impl Serialize) -> Answer {
    let mut text = Vec::new();
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut text, BytesApart))?;
    JSON::parse(std::str::from_utf8(&text)?).map_err(|_| JsError::new("the engine wrote no JSON"))
}

/// A small value with bytes in it, which become `Uint8Array`s.
pub(super) fn with_bytes(value: &impl Serialize) -> Answer {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_missing_as_null(true).serialize_maps_as_objects(true);
    value.serialize(&serializer).map_err(|e| JsError::new(&e.to_string()))
}

/// Keys that are wanted.
pub(super) fn wanted(ahead: &Ahead) -> Answer {
    #[derive(Serialize)]
    struct Wanted<'a> {
        hash: &'a str,
        #[serde(with = "serde_bytes")]
        password: &'a [u8],
        #[serde(with = "serde_bytes")]
        salt: &'a [u8],
        rounds: u64,
        length: usize,
    }
    let all: Vec<Wanted<'_>> = ahead
        .wanted()
        .map(|w| Wanted { hash: w.hash, password: w.password, salt: w.salt, rounds: w.rounds, length: w.length })
        .collect();
    with_bytes(&all)
}

/// Certificates, as they come: text and rows do not stand side by side for 10,000 of them.
pub(super) fn certificates(all: &mut dyn Iterator<Item = Certificate>) -> Answer {
    let bytes = |certificate: &Certificate, js: &JsValue| set(js, "der", &Uint8Array::from(certificate.der.as_slice()));
    list(all, bytes).map(JsValue::from)
}

/// A report, and its certificates.
pub(super) fn report(mut report: Report, certificates: Answer) -> Answer {
    let items = std::mem::take(&mut report.items);
    let whole = plain(&report)?;
    set(&whole, "items", &list(items.into_iter(), |_, _| Ok(()))?)?;
    set(&whole, "certificates", &certificates?)?;
    Ok(whole)
}

/// The same for facts.
pub(super) fn facts(mut facts: Facts) -> Answer {
    let certificates = std::mem::take(&mut facts.certificates);
    let whole = plain(&facts)?;
    set(&whole, "certificates", &list(certificates.into_iter(), |_, _| Ok(()))?)?;
    Ok(whole)
}

fn list<T: Serialize>(
    mut rows: impl Iterator<Item = T>,
    complete: impl Fn(&T, &JsValue) -> Result<(), JsError>,
) -> Result<Array, JsError> {
    let all = Array::new();
    loop {
        let slice: Vec<T> = rows.by_ref().take(SLICE).collect();
        if slice.is_empty() {
            return Ok(all);
        }
        for (row, js) in slice.iter().zip(Array::from(&plain(&slice)?).iter()) {
            complete(row, &js)?;
            all.push(&js);
        }
    }
}

fn set(js: &JsValue, name: &str, value: &impl AsRef<JsValue>) -> Result<(), JsError> {
    Reflect::set(js, &JsValue::from_str(name), value.as_ref()).map(|_| ()).map_err(|_| JsError::new("the answer takes no field"))
}

/// Compact JSON in which bytes are `null`: text is no place for them, [`report`] puts them in afterwards.
struct BytesApart;

impl Formatter for BytesApart {
    fn write_byte_array<W: io::Write + ?Sized>(&mut self, writer: &mut W, _: &[u8]) -> io::Result<()> {
        writer.write_all(b"null")
    }
}
