//! Who stands where: chosen or guessed once, before any change, and not again.

use crate::lists::Map;
use crate::request::Input;
use crate::scene::claims::ClaimedSeat;
use crate::scene::{ItemSeat, Prepared, SeatChoice, ServerScene};
use crate::seats;

/// Seats and what follows from them.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// Per input.
    pub seats: Vec<SeatChoice>,
    /// Items that stand elsewhere than their input.
    pub items: Map<usize, ItemSeat>,
    /// Servers in order of first appearance, the listener last.
    pub servers: Vec<ServerScene>,
    /// Trust anchors that were given.
    pub trust: Vec<usize>,
    /// Their items.
    pub trust_items: Vec<Option<usize>>,
    /// CAs for client certificates.
    pub client_ca: Vec<usize>,
    /// What a client shows.
    pub client: Option<ServerScene>,
}

impl Layout {
    /// The user's choices, then what evidence says of single items, then guesses.
    #[must_use]
    pub fn of(prepared: &Prepared, inputs: &[Input]) -> Self {
        let mut seats = seats::choose(prepared, inputs);
        let by_hand = |item: usize| prepared.reading.items.get(item).and_then(|i| seats.get(i.input)).is_some_and(|c| !c.guessed);
        let claimed = prepared.claims.seats.iter().filter(|c| !by_hand(c.item));
        let items = claimed.map(|ClaimedSeat { item, seat, server, apart, rank }| {
            (*item, ItemSeat { seat: *seat, server: server.clone(), apart: *apart, rank: *rank })
        });
        let items: Map<usize, ItemSeat> = items.collect();
        place_inputs(prepared, &mut seats, &items);
        let mut layout = Self { seats, items, ..Self::default() };
        layout.seated(prepared);
        layout
    }

    /// Works out again what follows from the seats.
    pub fn seated(&mut self, prepared: &Prepared) {
        let seating = seats::Seating { inputs: &self.seats, items: &self.items };
        let servers = seats::servers(prepared, &seating);
        let client = seats::client(prepared, &seating);
        let client_ca = seats::client_ca(prepared, &seating);
        (self.trust, self.trust_items) = seats::trust(prepared, &seating);
        (self.servers, self.client, self.client_ca) = (servers, client, client_ca);
    }
}

const BY_EVIDENCE: &str = "What was dropped beside it says so.";
const PIECE_BY_PIECE: &str = "It describes a situation: what it holds is placed piece by piece, as it says.";

/// An input of which evidence places every certificate and key stands where they do; if they are in several seats,
/// itself in none.
fn place_inputs(prepared: &Prepared, seats: &mut [SeatChoice], items: &Map<usize, ItemSeat>) {
    for (input, choice) in seats.iter_mut().enumerate().filter(|(_, choice)| choice.guessed) {
        let kept = |i: &usize| {
            let kind = prepared.reading.items[*i].content.kind();
            prepared.reading.items[*i].input == input
                && (prepared.certificate_of_item[*i].is_some() || matches!(kind, "private-key" | "encrypted-private-key"))
        };
        let own: Vec<Option<&ItemSeat>> = (0..prepared.reading.items.len()).filter(kept).map(|item| items.get(&item)).collect();
        let Some(first) = own.first().copied().flatten() else { continue };
        if own.iter().any(Option::is_none) {
            continue;
        }
        if own.iter().flatten().all(|seat| seat.seat == first.seat && seat.server == first.server && !seat.apart) {
            *choice = SeatChoice { seat: first.seat, guessed: true, reason: BY_EVIDENCE, server: first.server.clone() };
        } else {
            *choice = SeatChoice { seat: crate::request::Seat::Ignore, guessed: true, reason: PIECE_BY_PIECE, server: None };
        }
    }
}
