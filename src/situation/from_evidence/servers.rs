//! Which of the dropped files belongs to which server that evidence knows.

use super::files::stem;
use super::{Joiner, Standing};
use crate::evidence::statement::Says;
use crate::request::Seat;
use crate::scene::Prepared;
use crate::seats;

/// Servers that have files or certificates of their own.
pub(super) struct Servers {
    known: Vec<String>,
    /// Files that look like a server's own, and nobody knows whose.
    pub free: bool,
}

impl Servers {
    /// Whether it is known what this server presents.
    pub fn known(&self, id: &str) -> bool {
        self.known.iter().any(|k| k == id)
    }
}

/// Gives the files that look like a server's own to the servers that evidence knows: by the file's name, or because
/// there is only one of each.
pub(super) fn assign(joiner: &mut Joiner<'_>, stands: &[Standing]) -> Servers {
    let mut ids: Vec<String> = Vec::new();
    let mut add = |id: &str| {
        if !ids.iter().any(|known| known == id) {
            ids.push(id.to_owned());
        }
    };
    for statement in &joiner.evidence.statements {
        if let Says::Server { id, .. } = &statement.says
            && statement.kind != LOG
        {
            add(id);
        }
    }
    joiner.evidence.scenes.iter().flat_map(|s| &s.servers).for_each(|id| add(id));
    // A log has the address at which a server that a configuration names was reached.
    for statement in joiner.evidence.statements.iter().filter(|s| s.kind == LOG).take(1) {
        if let Says::Server { id, .. } = &statement.says
            && ids.is_empty()
        {
            ids.push(id.clone());
        }
    }
    let mut known: Vec<String> = stands.iter().filter(|s| s.seat == Seat::Server).filter_map(|s| s.server.clone()).collect();
    clients(joiner, stands, &open_files(joiner));
    rest_of_chains(joiner);
    let open = open_files(joiner);
    set_aside(joiner, stands.iter().any(|s| s.seat == Seat::Server), &open);
    let open = open_files(joiner);
    let own: Vec<usize> = open.iter().copied().filter(|&input| has_end_entity(joiner.prepared, input)).collect();
    // A chain that was seen without an address is the only server's.
    if let [id] = ids.as_slice()
        && own.is_empty()
        && known.is_empty()
    {
        let nobodys = joiner.seats.values_mut().filter(|s| s.seat == Seat::Server && s.server.is_none() && !s.apart);
        for seat in nobodys {
            seat.server = Some(id.clone());
            known.push(id.clone());
        }
    }
    let mut free = false;
    for &input in &own {
        let name = stem(&joiner.inputs[input].name).to_lowercase();
        let called = ids.iter().find(|id| names(&name, id)).cloned();
        let only = || (ids.len() == 1 && own.len() == 1 && !known.contains(&ids[0])).then(|| ids[0].clone());
        let Some(id) = called.or_else(only) else {
            free = true;
            continue;
        };
        known.push(id.clone());
        for item in joiner.files.items_of(input) {
            joiner.claim(item, Seat::Server, Some(id.clone()), false);
        }
    }
    Servers { known, free }
}

/// Lines that have a server's address beside the name that it is known by.
const LOG: &str = "apache-log";

/// Whether a file of this name belongs to the server with that id: `10.0.0.5`, `vm1` and `vm1-chain` to `vm1.example`.
fn names(file: &str, id: &str) -> bool {
    let id = id.to_lowercase();
    let first = id.split('.').next().unwrap_or_default();
    let address = id.parse::<std::net::IpAddr>().is_ok();
    let bare = file.split(['-', '_', ' ']).next().unwrap_or(file);
    file == id || file.starts_with(&id) || !address && (file == first || bare == first && first.len() > 2)
}

/// Inputs of which evidence says nothing and for which nothing was chosen.
fn open_files(joiner: &Joiner<'_>) -> Vec<usize> {
    let free = |input: &usize| {
        let seat = &joiner.inputs[*input].seat;
        seat.is_none_or(|s| s == Seat::Server)
            && joiner.inputs[*input].server.is_none()
            && !joiner.files.items_of(*input).iter().any(|item| joiner.seats.contains(item))
            && !joiner.evidence.documents.iter().any(|d| d.input == *input)
    };
    (0..joiner.inputs.len()).filter(free).collect()
}

/// Where somebody asks for client certificates, a certificate for clients alone that was dropped is one.
fn clients(joiner: &mut Joiner<'_>, stands: &[Standing], open: &[usize]) {
    if !stands.iter().any(|s| s.seat == Seat::ClientCa) {
        return;
    }
    for &input in open {
        let items = joiner.files.items_of(input);
        let certificate = |item: &usize| joiner.prepared.certificate_of_item[*item].map(|c| joiner.prepared.certificate(c));
        let for_clients = |c: &crate::facts::Certificate| {
            c.extended_key_usage
                .as_ref()
                .is_some_and(|u| !u.purposes.is_empty() && u.purposes.iter().all(|p| p.as_str() == CLIENT_AUTH))
        };
        if items.iter().filter_map(certificate).any(for_clients) {
            for item in items {
                joiner.claim(item, Seat::Client, None, false);
            }
        }
    }
}

/// id-kp-clientAuth (RFC 5280 4.2.1.12).
const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";

/// What a transcript names by handles is what the server presents: another end-entity certificate is not. A name alone
/// is borne by many, and tells something only beside a body that was seen.
fn set_aside(joiner: &mut Joiner<'_>, seen: bool, open: &[usize]) {
    let told = |says: &Says| matches!(says, Says::Handle { seat: Some(Seat::Server), handle, .. } if handle.size.is_none() && (seen || handle.is_print()));
    if !joiner.evidence.statements.iter().any(|s| told(&s.says)) {
        return;
    }
    for &input in open.iter().filter(|&&input| has_end_entity(joiner.prepared, input)) {
        for item in joiner.files.items_of(input) {
            joiner.claim(item, Seat::Ignore, None, false);
        }
    }
}

/// A client that lists all that it was sent, and names no other certificate of the file, was sent no other.
fn rest_of_chains(joiner: &mut Joiner<'_>) {
    const WHOLE: &[&str] = &["gnutls-cli", "keytool-printcert", "java-net-debug"];
    let mut inputs: Vec<usize> = Vec::new();
    for statement in joiner.evidence.statements.iter().filter(|s| WHOLE.contains(&s.kind)) {
        if let Says::Handle { handle, seat: Some(Seat::Server), .. } = &statement.says
            && let Some(certificate) = super::handles::find(handle, joiner.prepared)
        {
            let items = &joiner.prepared.pool[certificate].items;
            inputs.extend(items.iter().map(|&item| joiner.prepared.reading.items[item].input));
        }
    }
    for input in inputs {
        for item in joiner.files.items_of(input) {
            if joiner.prepared.certificate_of_item[item].is_some() {
                joiner.claim(item, Seat::Server, None, true);
            }
        }
    }
}

fn has_end_entity(prepared: &Prepared, input: usize) -> bool {
    let items = prepared.reading.items.iter().enumerate().filter(|(_, item)| item.input == input);
    let mut certificates = items.filter_map(|(i, _)| prepared.certificate_of_item[i]);
    certificates.any(|c| seats::is_end_entity(prepared.certificate(c)))
}
