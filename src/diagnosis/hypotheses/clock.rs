//! The one who verifies has another clock.

use super::{Guess, Place};
use crate::diagnosis::words::Words;
use crate::report::Command;
use crate::request::Edit;

pub(super) fn offer(place: &Place<'_>, all: &mut Vec<Guess>) {
    let Some(leaf) = place.server().leaf else { return };
    let certificate = place.scene.certificate(leaf);
    let clock = |id, now: i64, words| {
        #[allow(clippy::cast_precision_loss, reason = "seconds of a calendar are exact")]
        let edit = Edit::Time { now: now as f64 };
        let check = vec![Command::new("sh", "date -u".to_owned())];
        Guess { id, text: Words::default().say(words), edit, check }
    };
    all.push(clock(
        "clock-behind",
        certificate.not_before - 3_600,
        "The clock of the verifying system is behind, so the certificate is not valid there yet.",
    ));
    all.push(clock(
        "clock-ahead",
        certificate.not_after + 3_600,
        "The clock of the verifying system is ahead, or the error is from a time after the certificate expired.",
    ));
}
