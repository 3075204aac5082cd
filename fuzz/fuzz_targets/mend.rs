//! Every file that is proposed is made, and read again.
#![no_main]

use certlens::input::Content;
use certlens::mend;
use certlens::mend::{Plan, pfx::SEED_LENGTH};
use certlens::request::{Request, Seat};
use certlens_fuzz::{file, halves, reading};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [rest @ .., cut] = data else { return };
    let (server, trust) = halves(rest, *cut);
    let mut inputs = vec![file("server.pem", server, Some("secret")), file("root.cer", trust, None)];
    inputs[0].seat = Some(Seat::Server);
    inputs[1].seat = Some(Seat::Trust);
    let request = Request { inputs, now: Some(1_790_000_000.0), ..Request::default() };
    for repair in certlens::inspect(&request).repairs {
        let password = Some("secret".to_owned().into());
        let plan = Plan { kind: repair.kind.to_owned(), server: repair.server.clone(), password, seed: vec![7; SEED_LENGTH] };
        for made in mend(&request, &plan).files {
            let again = reading(&made.bytes, Some("secret"));
            let count = |kind: fn(&Content) -> bool| again.items.iter().filter(|item| kind(&item.content)).count();
            let certificates = count(|content| matches!(content, Content::Certificate(_)));
            assert_eq!(certificates, repair.certificates.len(), "{}", made.name);
            assert_eq!(count(|content| matches!(content, Content::PrivateKey(_))), usize::from(repair.has_key), "{}", made.name);
        }
    }
});
