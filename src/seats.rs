//! Which input stands where: what the user chose, and what we propose for the rest, with the reason.

use crate::facts::{Certificate, PublicKey};
use crate::input::Content;
use crate::lists::{self, Map, Set};
use crate::path::order;
use crate::request::{Input, Seat};
use crate::scene::{CLIENT, ItemSeat, Prepared, SeatChoice, ServerScene};

/// Id of the server when nobody named one.
pub const ONLY_SERVER: &str = "server";
/// Id of the front end's listener.
pub const LISTENER: &str = "listener";

/// What an input holds, as far as seats care.
struct Holding {
    /// Pool indexes of its certificates in reading order.
    certificates: Vec<usize>,
    /// It has a certificate that looks like a server's own.
    end_entity: bool,
    /// All its certificates are self-issued CAs.
    only_roots: bool,
    /// It has at least one self-issued CA.
    some_root: bool,
    /// It has a private key, plain or locked.
    key: bool,
    /// It is a PFX or key store.
    container: bool,
    /// It holds no certificate and no key, but a request, a list or nothing we read.
    aside: bool,
}

impl Holding {
    fn of(prepared: &Prepared, input: usize) -> Self {
        let mut holding = Self {
            certificates: Vec::new(),
            end_entity: false,
            only_roots: true,
            some_root: false,
            key: false,
            container: false,
            aside: true,
        };
        for (i, item) in prepared.reading.items_of(input) {
            match &item.content {
                Content::PrivateKey(_) | Content::EncryptedPrivateKey => holding.key = true,
                content => holding.container |= matches!(content.kind(), "pkcs12" | "java-keystore"),
            }
            if let Some(index) = prepared.certificate_of_item[i] {
                let certificate = prepared.certificate(index);
                let root = is_root(certificate);
                holding.certificates.push(index);
                holding.end_entity |= is_end_entity(certificate);
                holding.only_roots &= root;
                holding.some_root |= root;
            }
        }
        holding.only_roots &= !holding.certificates.is_empty();
        holding.aside = holding.certificates.is_empty() && !holding.key && !holding.container;
        holding
    }
}

/// Where nothing else looks like a server's own, a self-signed certificate whose key is here does, whatever it says of
/// itself: `openssl req -x509` marks it as a CA and gives it no names.
fn own_keys(prepared: &Prepared, holdings: &mut [Holding]) {
    if holdings.iter().any(|h| h.end_entity) {
        return;
    }
    let own = |index: usize| {
        let certificate = prepared.certificate(index);
        certificate.is_self_issued()
            && prepared
                .private_keys()
                .filter_map(|(_, key)| key.public.as_ref())
                .any(|public| public.spki_sha256 == certificate.public_key.spki_sha256)
    };
    for holding in holdings.iter_mut().filter(|h| !h.container && h.certificates.iter().any(|&i| own(i))) {
        holding.end_entity = true;
        holding.only_roots = false;
    }
}

/// A certificate that looks like a server's own: no CA, or a CA that carries host names as self-signed ones do.
#[must_use]
pub fn is_end_entity(certificate: &Certificate) -> bool {
    let may_sign = certificate.key_usage.is_some_and(|u| u.any(crate::facts::KeyUsage::KEY_CERT_SIGN));
    if certificate.is_ca() {
        return certificate.is_self_issued() && certificate.dns_names().next().is_some();
    }
    // Old roots (version 1, or no basicConstraints at all) are self-issued and name no host.
    !(may_sign || certificate.is_self_issued() && certificate.alt_names().next().is_none() && certificate.version < 3)
}

/// A CA that has issued itself: what may stand in a trust store.
#[must_use]
pub fn is_root(certificate: &Certificate) -> bool {
    certificate.is_self_issued() && !is_end_entity(certificate)
}

/// The seat of every input.
#[must_use]
pub fn choose(prepared: &Prepared, inputs: &[Input]) -> Vec<SeatChoice> {
    let mut holdings: Vec<Holding> = (0..inputs.len()).map(|i| Holding::of(prepared, i)).collect();
    own_keys(prepared, &mut holdings);
    let plain_end_entity = (0..inputs.len())
        .any(|i| holdings[i].end_entity && !holdings[i].container && matches!(inputs[i].seat, None | Some(Seat::Server)));
    let mut choices: Vec<SeatChoice> = inputs
        .iter()
        .zip(&holdings)
        .map(|(input, holding)| match input.seat {
            Some(seat) => SeatChoice { seat, guessed: false, reason: "", server: input.server.clone() },
            None => {
                let (seat, reason) = propose(&input.name, holding, plain_end_entity, &holdings);
                SeatChoice { seat, guessed: true, reason, server: input.server.clone() }
            }
        })
        .collect();
    name_servers(inputs, &holdings, &mut choices);
    choices
}

fn propose(name: &str, holding: &Holding, plain_end_entity: bool, all: &[Holding]) -> (Seat, &'static str) {
    let name = name.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|w| name.contains(w));
    if holding.aside {
        return (Seat::Ignore, "It holds neither a certificate nor a private key, so it stands on no side.");
    }
    if holding.container && (holding.key || holding.certificates.is_empty()) {
        if plain_end_entity && !says(&["backend", "server", "vm"]) {
            return (
                Seat::Listener,
                "A PFX or key store beside the server's own certificate is usually the front end's (listener).",
            );
        }
        return (Seat::Server, "It holds a certificate with its private key, as a server does.");
    }
    // A store without a key is a list of whom to trust, whatever somebody put into it.
    if holding.container && plain_end_entity && !holding.key && !holding.certificates.is_empty() {
        return (Seat::Trust, "It is a store of certificates without a key beside the server's own certificate: a trust store.");
    }
    if holding.end_entity {
        return (Seat::Server, "It holds a certificate for a server (an end-entity certificate).");
    }
    if holding.certificates.is_empty() {
        return (Seat::Server, "A private key belongs to a server.");
    }
    let someone_presents = all.iter().any(|h| h.end_entity || h.container);
    if holding.only_roots {
        return (Seat::Trust, "It holds only root certificates, which the other side trusts.");
    }
    if says(&["root", "trust", "truststore", "cacert"]) && holding.some_root {
        return (Seat::Trust, "Its name and its root certificate say that it is a list of trusted CAs.");
    }
    if someone_presents {
        return (Seat::Server, "It holds issuing CAs (intermediates), which a server sends after its own certificate.");
    }
    (Seat::Trust, "It holds CA certificates only, and no server's certificate was given.")
}

/// Gives each proposed server input an id: one server for all, or one per file when several files hold a certificate
/// of their own.
fn name_servers(inputs: &[Input], holdings: &[Holding], choices: &mut [SeatChoice]) {
    let own: Vec<usize> = (0..inputs.len())
        .filter(|&i| {
            choices[i].seat == Seat::Server && choices[i].guessed && choices[i].server.is_none() && holdings[i].end_entity
        })
        .collect();
    let leaf_of = |i: usize| holdings[i].certificates.first().copied();
    let distinct = own.len() > 1 && own.iter().any(|&i| leaf_of(i) != leaf_of(own[0]) || holdings[i].certificates.len() > 1);
    // Beside a server that was placed by hand, another certificate is another server.
    let mut placed = (0..inputs.len()).filter(|&i| choices[i].server.is_some() && holdings[i].end_entity).peekable();
    let beside = own.len() == 1 && placed.peek().is_some() && placed.all(|i| leaf_of(i) != leaf_of(own[0]));
    if !distinct && !beside {
        return;
    }
    let stem = |i: usize| path(&inputs[i].name).1.split('.').next().unwrap_or_default().trim();
    let folder = |i: usize| path(path(&inputs[i].name).0).1.trim();
    let stems: Vec<&str> = own.iter().map(|&i| stem(i)).collect();
    // `vm1/fullchain.pem` and `vm2/fullchain.pem`: the folders are the servers, with all that lies in them.
    if let Some(places) = folders_of(inputs, holdings, &own).filter(|_| !all_differ(&stems)) {
        for (place, first) in places {
            let beside: Vec<usize> = (0..inputs.len())
                .filter(|&j| path(&inputs[j].name).0 == place)
                .filter(|&j| choices[j].seat == Seat::Server && choices[j].guessed && choices[j].server.is_none())
                .collect();
            for j in beside {
                let again = |c: &usize| holdings[first].certificates.contains(c);
                if j != first && !holdings[j].key && !holdings[j].container && holdings[j].certificates.iter().all(again) {
                    choices[j].seat = Seat::Ignore;
                    choices[j].reason = "Another file beside it holds its certificates and more, in one bundle.";
                } else {
                    choices[j].server = Some(folder(first).to_owned());
                }
            }
        }
        return;
    }
    let mut taken: Set<String> = choices.iter().filter_map(|c| c.server.clone()).collect();
    for &i in &own {
        let name = stem(i);
        let id = if name.is_empty() { format!("server {}", i + 1) } else { name.to_owned() };
        let id = if taken.contains(&id) { format!("{id} {}", i + 1) } else { id };
        taken.insert(id.clone());
        choices[i].server = Some(id);
    }
}

/// The folders that files with a certificate of their own lie in, each with its fullest such file: where every folder has a
/// name of its own, and its files are about one certificate (`cert.pem` beside `fullchain.pem`).
fn folders_of<'a>(inputs: &'a [Input], holdings: &[Holding], own: &[usize]) -> Option<Map<&'a str, usize>> {
    let mut places: Map<&str, usize> = Map::default();
    for &i in own {
        let first = *places.at_or(path(&inputs[i].name).0, || i);
        if holdings[i].certificates.first() != holdings[first].certificates.first() {
            return None;
        }
        if holdings[i].certificates.len() > holdings[first].certificates.len() {
            places.insert(path(&inputs[i].name).0, i);
        }
    }
    let names: Vec<&str> = places.keys().map(|place| path(place).1.trim()).collect();
    (names.len() > 1 && all_differ(&names) && !names.contains(&"")).then_some(places)
}

fn all_differ(names: &[&str]) -> bool {
    let mut seen = Set::default();
    names.iter().all(|name| seen.insert(*name))
}

/// The folder and the file of a name as given.
fn path(name: &str) -> (&str, &str) {
    name.rsplit_once(['/', '\\']).unwrap_or(("", name))
}

/// Where every item stands: with its input, unless something says otherwise of it alone.
#[derive(Clone, Copy, Debug)]
pub struct Seating<'a> {
    /// Per input.
    pub inputs: &'a [SeatChoice],
    /// Items that stand elsewhere.
    pub items: &'a Map<usize, ItemSeat>,
}

impl Seating<'_> {
    /// Seat and server of an item.
    fn of(&self, prepared: &Prepared, item: usize) -> Option<(Seat, Option<&str>)> {
        if let Some(own) = self.items.get(&item) {
            return Some((if own.apart { Seat::Ignore } else { own.seat }, own.server.as_deref()));
        }
        let choice = self.inputs.get(prepared.reading.items.get(item)?.input)?;
        Some((choice.seat, choice.server.as_deref()))
    }

    /// Inputs that stand in a seat or hold an item that does, with the server of each.
    fn standing(&self, prepared: &Prepared, seat: Seat) -> Vec<(usize, Option<&str>)> {
        let mut all: Vec<(usize, Option<&str>)> = Vec::new();
        for (input, choice) in self.inputs.iter().enumerate() {
            let whole = (choice.seat == seat).then_some(choice.server.as_deref());
            let single = self.items.iter().filter(|(item, own)| {
                own.seat == seat && !own.apart && prepared.reading.items.get(**item).is_some_and(|i| i.input == input)
            });
            let first = all.len();
            for server in whole.into_iter().chain(single.map(|(_, own)| own.server.as_deref())) {
                if !all[first..].contains(&(input, server)) {
                    all.push((input, server));
                }
            }
        }
        all
    }
}

/// Everything that is presented, server by server, and the listener last: one for each that evidence tells apart.
#[must_use]
pub fn servers(prepared: &Prepared, seating: &Seating<'_>) -> Vec<ServerScene> {
    let mut servers = in_seat(prepared, seating, Seat::Server);
    servers.extend(in_seat(prepared, seating, Seat::Listener));
    // A locked PFX shows nothing yet, and what encrypts it already decides where it can go.
    let locked =
        |s: &ServerScene| s.inputs.iter().any(|&i| prepared.reading.items_of(i).any(|(_, item)| item.content.kind() == "pkcs12"));
    servers.retain(|s| !s.items.is_empty() || !s.keys.is_empty() || locked(s));
    servers
}

/// A server for each that evidence names in this seat; a listener that is one alone goes by no name of its own.
fn in_seat(prepared: &Prepared, seating: &Seating<'_>, seat: Seat) -> Vec<ServerScene> {
    let seated = seating.standing(prepared, seat);
    let mut seen = Set::default();
    let mut ids: Vec<&str> = seated.iter().filter_map(|(_, server)| *server).filter(|id| seen.insert(*id)).collect();
    let (listener, several) = (seat == Seat::Listener, ids.len() > 1);
    if listener && !several {
        ids = vec![LISTENER];
    } else if ids.is_empty() {
        ids = vec![ONLY_SERVER];
    }
    ids.retain(|_| !seated.is_empty());
    let all = ids.into_iter().map(|id| {
        // Files without a server of their own (an intermediate, a key) are installed on each of them.
        let own = |server: Option<&str>| !several || server.is_none_or(|s| s == id);
        let mut inputs: Vec<usize> = seated.iter().filter(|(_, s)| own(*s)).map(|(input, _)| *input).collect();
        inputs.dedup();
        let here = |item| seating.of(prepared, item).is_some_and(|(at, server)| at == seat && own(server));
        let mut server = presented(prepared, seating, id, listener, inputs, here);
        if several {
            keep_fitting_keys(prepared, seating, &mut server);
        }
        server
    });
    all.collect()
}

/// What a client shows, if anything is in its seat.
#[must_use]
pub fn client(prepared: &Prepared, seating: &Seating<'_>) -> Option<ServerScene> {
    let mut inputs: Vec<usize> = seating.standing(prepared, Seat::Client).into_iter().map(|(input, _)| input).collect();
    inputs.dedup();
    let here = |item| seating.of(prepared, item).is_some_and(|(seat, _)| seat == Seat::Client);
    (!inputs.is_empty()).then(|| presented(prepared, seating, CLIENT, false, inputs, here))
}

/// A key that was given to no server in particular counts for the servers whose certificate it fits.
fn keep_fitting_keys(prepared: &Prepared, seating: &Seating<'_>, server: &mut ServerScene) {
    let presented = server.presented.clone();
    server.keys.retain(|&item| {
        let given = seating.of(prepared, item).is_some_and(|(_, server)| server.is_some());
        given || presented.iter().any(|&c| prepared.key_fits(item, c))
    });
}

fn presented(
    prepared: &Prepared,
    seating: &Seating<'_>,
    id: &str,
    listener: bool,
    mut inputs: Vec<usize>,
    here: impl Fn(usize) -> bool,
) -> ServerScene {
    let here = &here;
    let items_of = |input: usize| prepared.reading.items_of(input).map(|(i, _)| i).filter(move |&i| here(i));
    let keys: Vec<usize> = inputs
        .iter()
        .flat_map(|&input| items_of(input))
        .filter(|&i| matches!(prepared.reading.items[i].content, Content::PrivateKey(_)))
        .collect();
    let certificates = |input: usize| items_of(input).filter(|&i| prepared.certificate_of_item[i].is_some());
    // Evidence that names all of them names them in the order in which they are sent.
    let rank = |item: usize| seating.items.get(&item).map(|own| own.rank);
    let told = inputs.iter().flat_map(|&input| certificates(input)).all(|item| rank(item).is_some());
    if told {
        lists::sort_by_key(&mut inputs, |&input| certificates(input).filter_map(rank).min());
    }
    let mut items = Vec::new();
    for &input in &inputs {
        let mut here: Vec<usize> = certificates(input).collect();
        if told {
            lists::sort_by_key(&mut here, |&item| rank(item));
        }
        // A PFX, a PKCS#7 and a key store are bags: what a server sends from them is the certificate of the key, then
        // its issuers, whatever order the bag has.
        if here.iter().any(|&i| prepared.reading.items[i].parent.is_some()) {
            here = bag_order(prepared, &here, &keys);
        }
        items.extend(here);
    }
    let presented: Vec<usize> = items.iter().filter_map(|&i| prepared.certificate_of_item[i]).collect();
    let public: Vec<&PublicKey> = keys.iter().filter_map(|&k| prepared.public_half(k)).collect();
    let leaf = order::end_entity(&prepared.pool, &presented, &public);
    ServerScene { id: id.to_owned(), listener, inputs, items, presented, keys, leaf, ..ServerScene::default() }
}

/// Certificate items in the order that a server sends them: as they stand, or as a bag is unpacked.
#[must_use]
pub fn presented_order(prepared: &Prepared, items: &[usize], keys: &[usize]) -> Vec<usize> {
    let bag = items.iter().any(|&i| prepared.reading.items[i].parent.is_some());
    if bag { bag_order(prepared, items, keys) } else { items.to_vec() }
}

/// The bag's end-entity certificate, its issuers, then the rest in file order.
fn bag_order(prepared: &Prepared, items: &[usize], keys: &[usize]) -> Vec<usize> {
    let certificate = |item: usize| prepared.certificate_of_item[item].unwrap_or_default();
    let first = items
        .iter()
        .copied()
        .find(|&i| keys.iter().any(|&k| prepared.key_fits(k, certificate(i))))
        .or_else(|| items.iter().copied().find(|&i| is_end_entity(prepared.certificate(certificate(i)))));
    let Some(mut next) = first else { return items.to_vec() };
    let mut ordered = vec![next];
    while let Some(issuer) = items
        .iter()
        .copied()
        .find(|i| !ordered.contains(i) && prepared.graph.issuers(certificate(next)).iter().any(|e| e.issuer == certificate(*i)))
    {
        ordered.push(issuer);
        next = issuer;
    }
    let rest: Vec<usize> = items.iter().copied().filter(|i| !ordered.contains(i)).collect();
    ordered.extend(rest);
    ordered
}

/// Trust anchors the user gave: pool indexes without repeats, and the items they came from.
#[must_use]
pub fn trust(prepared: &Prepared, seating: &Seating<'_>) -> (Vec<usize>, Vec<Option<usize>>) {
    let (certificates, items) = seated_certificates(prepared, seating, Seat::Trust);
    (certificates, items.into_iter().map(Some).collect())
}

/// CAs for client certificates.
#[must_use]
pub fn client_ca(prepared: &Prepared, seating: &Seating<'_>) -> Vec<usize> {
    seated_certificates(prepared, seating, Seat::ClientCa).0
}

fn seated_certificates(prepared: &Prepared, seating: &Seating<'_>, seat: Seat) -> (Vec<usize>, Vec<usize>) {
    let mut certificates = Vec::new();
    let mut items = Vec::new();
    let mut seen = vec![false; prepared.pool.len()];
    for i in 0..prepared.reading.items.len() {
        if seating.of(prepared, i).is_some_and(|(s, _)| s == seat)
            && let Some(c) = prepared.certificate_of_item[i]
            && !std::mem::replace(&mut seen[c], true)
        {
            certificates.push(c);
            items.push(i);
        }
    }
    (certificates, items)
}
