//! Where a finding is.

use crate::report::Place;
use crate::rules::Survey;
use std::cmp::Ordering;

/// A certificate, on its own.
pub fn at_certificate(certificate: usize) -> Place {
    Place { certificate: Some(certificate), ..Place::default() }
}

/// A server, and one of its certificates if there is one to name.
pub fn at_server(survey: &Survey<'_>, server: usize, certificate: Option<usize>) -> Place {
    Place { certificate, server: survey.scene.servers.get(server).map(|s| s.id.clone()), ..Place::default() }
}

/// A host as asked of a server.
pub fn at_host(survey: &Survey<'_>, server: usize, certificate: usize, host: &str) -> Place {
    Place { host: Some(host.to_owned()), ..at_server(survey, server, Some(certificate)) }
}

/// An input.
pub fn at_input(input: usize) -> Place {
    Place { input: Some(input), ..Place::default() }
}

/// An item of an input.
pub fn at_item(survey: &Survey<'_>, item: usize) -> Place {
    let read = survey.scene.prepared.reading.items.get(item);
    Place {
        input: read.map(|r| r.input),
        item: Some(item),
        bytes: read.filter(|r| !r.range.is_empty()).map(|r| [r.range.from, r.range.to]),
        ..Place::default()
    }
}

/// Server, then certificate, then host, then place in the files.
pub fn order(a: &Place, b: &Place) -> Ordering {
    (&a.server, a.certificate, &a.host, a.input, a.item).cmp(&(&b.server, b.certificate, &b.host, b.input, b.item))
}
