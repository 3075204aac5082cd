//! Any bytes as evidence: transcripts, logs, configurations, error texts.
#![no_main]

use certlens::evidence::phrases;
use certlens::{evidence, input, request::Input};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut file = Input::default();
    (file.name, file.bytes) = ("pasted text".to_owned(), data.to_vec());
    let inputs = [file];
    let reading = input::read(&inputs);
    let mut next = 0..;
    let certificates: Vec<Option<usize>> = reading
        .items
        .iter()
        .map(|item| matches!(item.content, input::Content::Certificate(_)).then(|| next.next()).flatten())
        .collect();
    let found = evidence::read(&inputs, &reading, &certificates);
    for statement in &found.statements {
        let at = statement.at;
        assert!(at.from <= at.to && at.to <= data.len(), "{at:?} of {}", data.len());
        assert!(statement.input == 0 && evidence::KINDS.iter().any(|_| !statement.kind.is_empty()));
    }
    if let Ok(text) = std::str::from_utf8(data) {
        for hit in phrases::find(text) {
            assert!(hit.from < hit.to && text.get(hit.from..hit.to).is_some(), "{hit:?}");
        }
    }
});
