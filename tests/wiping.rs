//! Nothing secret stays behind in memory: the allocator of this program looks into every block before it is freed.
//!
//! What lies in a block that is freed can be read by whoever gets the block next, or from a memory dump. So neither a
//! password nor a byte of a private key may still be in it.
#![allow(unsafe_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use certlens::der::Reader;
use certlens::input::Content;
use certlens::mend;
use certlens::mend::{Plan, pfx::SEED_LENGTH};
use certlens::request::{Input, Request, Seat};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use support::secrets::{containers, forms, password_forms, private_numbers};

/// How much of a secret has to be found in one piece.
const PIECE: usize = 8;

thread_local! {
    static WATCHING: Cell<bool> = const { Cell::new(false) };
    static PIECES: RefCell<Pieces> = const { RefCell::new(Pieces { sorted: Vec::new(), begin: Vec::new() }) };
    static FOUND: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
}

struct Looking;

#[global_allocator]
static ALLOCATOR: Looking = Looking;

// SAFETY: every call goes to the system's allocator as it came; blocks begin as zeros, so that all of a block can be
// read when it is freed. Growing is left to the trait, which allocates, copies and frees.
unsafe impl GlobalAlloc for Looking {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the contract of `alloc`, which is that of `alloc_zeroed`.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // The thread's values may be gone when the thread ends.
        if WATCHING.try_with(|watching| watching.replace(false)).unwrap_or(false) {
            // SAFETY: the block is still allocated, has this size, and was zeroed when it was handed out.
            look(unsafe { std::slice::from_raw_parts(block, layout.size()) });
            WATCHING.set(true);
        }
        // SAFETY: the block came from the same allocator with the same layout.
        unsafe { System.dealloc(block, layout) }
    }
}

fn look(block: &[u8]) {
    let found = PIECES.with_borrow(|pieces| pieces.first_in(block));
    if let Some(at) = found
        && FOUND.with_borrow(BTreeSet::len) < 40
    {
        let trace = std::backtrace::Backtrace::force_capture().to_string();
        let ours = trace.lines().filter(|line| line.contains("certlens::")).take(6).map(str::trim).collect::<Vec<_>>();
        let text = String::from_utf8_lossy(&block[at..(at + 24).min(block.len())]).into_owned();
        FOUND.with_borrow_mut(|all| all.insert(format!("{} bytes, {text:?}: {}", block.len(), ours.join(" < "))));
    }
}

/// Pieces of secrets.
#[derive(Default)]
struct Pieces {
    sorted: Vec<[u8; PIECE]>,
    /// Whether a piece begins with these two bytes. Everything that is freed is looked through, so this has to be quick.
    begin: Vec<bool>,
}

impl Pieces {
    fn of(secrets: &[Vec<u8>]) -> Self {
        let mut sorted: Vec<[u8; PIECE]> =
            secrets.iter().flat_map(|secret| secret.windows(PIECE)).map(|w| w.try_into().unwrap()).collect();
        // Padding and zeros are no secret.
        sorted.retain(|piece| piece.iter().collect::<BTreeSet<_>>().len() > 3);
        sorted.sort_unstable();
        let mut begin = vec![false; 1 << 16];
        sorted.iter().for_each(|piece| begin[usize::from(u16::from_be_bytes([piece[0], piece[1]]))] = true);
        Self { sorted, begin }
    }

    fn first_in(&self, block: &[u8]) -> Option<usize> {
        let mut at = 0;
        while at + PIECE <= block.len() {
            let two = usize::from(block[at]) << 8 | usize::from(block[at + 1]);
            if self.begin[two] && self.sorted.binary_search_by(|piece| piece[..].cmp(&block[at..at + PIECE])).is_ok() {
                return Some(at);
            }
            at += 1;
        }
        None
    }
}

/// Runs `work` and tells where it freed a block with a secret in it.
fn left_behind(secrets: &[Vec<u8>], work: impl FnOnce()) -> BTreeSet<String> {
    PIECES.set(Pieces::of(secrets));
    WATCHING.set(true);
    work();
    WATCHING.set(false);
    PIECES.take();
    FOUND.take()
}

fn input(bytes: &[u8], password: Option<&str>) -> Input {
    let mut input = Input::default();
    input.name = "server".to_owned();
    // Without room to spare: what grows on the way in is the caller's.
    input.bytes = bytes.to_vec();
    input.password = password.map(str::to_owned);
    input.seat = Some(Seat::Server);
    input
}

/// The key that the password gives for an `EncryptedPrivateKeyInfo` with PBES2, PBKDF2 and AES-256.
fn derived(encrypted: &[u8], password: &str) -> Option<Vec<u8>> {
    let algorithm = Reader::new(encrypted, 0).expect(0x30).ok()?.children().expect(0x30).ok()?;
    let mut pbes2 = algorithm.children();
    pbes2.expect(0x06).ok()?;
    let function = pbes2.expect(0x30).ok()?.children().expect(0x30).ok()?;
    let mut function = function.children();
    function.expect(0x06).ok()?;
    let mut parameters = function.expect(0x30).ok()?.children();
    let salt = parameters.expect(0x04).ok()?.value;
    let rounds = parameters.expect(0x02).ok()?.value.iter().fold(0, |n, byte| n << 8 | u32::from(*byte));
    let mut key = vec![0; 32];
    pbkdf2::pbkdf2_hmac::<sha2::Sha256>(password.as_bytes(), salt, rounds, &mut key);
    Some(key)
}

fn has_keys(bytes: &[u8], password: &str) -> bool {
    let reading = certlens::input::read(&[input(bytes, Some(password))]);
    reading.items.iter().any(|item| matches!(item.content, Content::PrivateKey(_)))
}

/// Everything secret in a file.
fn secrets(name: &str, bytes: &[u8], password: Option<&str>) -> Vec<Vec<u8>> {
    let mut secrets = password.map(password_forms).unwrap_or_default();
    let passwords = secrets.len();
    for item in certlens::input::read(&[input(bytes, password)]).items {
        if let Content::PrivateKey(key) = &item.content {
            secrets.extend(private_numbers(&key.pkcs8).iter().flat_map(|number| forms(number)));
        }
    }
    if let (Some(password), true) = (password, bytes.starts_with(b"-----BEGIN ENC")) {
        let text = String::from_utf8_lossy(bytes);
        let body = text.lines().filter(|line| !line.contains('-')).collect::<String>();
        secrets.push(derived(&support::base64(&body), password).unwrap_or_default());
    }
    assert!(secrets.len() > passwords, "{name}: no key was read, so that nothing is tested");
    secrets
}

/// Reads a file with a key in it, with its password and with another, while the allocator is looking.
fn reading(name: &str, bytes: &[u8], password: Option<&str>) -> Vec<String> {
    let inputs = [input(bytes, password)];
    let wrong = [input(bytes, Some("definitely-not-the-password"))];
    let found = left_behind(&secrets(name, bytes, password), || {
        drop(certlens::input::read(&inputs));
        drop(certlens::input::read(&wrong));
        drop(inputs);
        drop(wrong);
    });
    found.into_iter().map(|place| format!("{name}: {place}")).collect()
}

/// The same with the whole engine and every file that it makes.
fn inspecting(name: &str, bytes: &[u8], password: Option<&str>) -> Vec<String> {
    let mut secrets = secrets(name, bytes, password);
    secrets.extend(password_forms(NEW_PASSWORD));
    let request = Request { inputs: vec![input(bytes, password)], now: Some(1_790_000_000.0), ..Request::default() };
    let found = left_behind(&secrets, || {
        let report = certlens::inspect(&request);
        drop(serde_json::to_vec(&report).unwrap());
        for repair in report.repairs {
            // Half a million rounds are the same as two thousand.
            if repair.kind != "pfx-modern" {
                let password = Some(NEW_PASSWORD.to_owned().into());
                drop(mend(
                    &request,
                    &Plan { kind: repair.kind.to_owned(), server: repair.server, password, seed: vec![7; SEED_LENGTH] },
                ));
            }
        }
        drop(request);
    });
    found.into_iter().map(|place| format!("{name}: {place}")).collect()
}

const NEW_PASSWORD: &str = "Neu?Kennw0rt#26";

#[test]
fn the_allocator_finds_what_is_left() {
    let found = left_behind(&[b"a secret of some length".to_vec()], || {
        drop(std::hint::black_box(b"such a secret of some sort".to_vec()))
    });
    assert_eq!(found.len(), 1);
    let found = left_behind(&[b"a secret of some length".to_vec()], || {
        drop(zeroize::Zeroizing::new(std::hint::black_box(b"such a secret of some sort".to_vec())));
    });
    assert_eq!(found.len(), 0);
}

/// Every way in which keys are locked.
#[test]
fn containers_leave_nothing_behind() {
    let mut found = Vec::new();
    for (path, password) in containers() {
        let bytes = std::fs::read(&path).unwrap();
        if has_keys(&bytes, &password) {
            found.extend(reading(&path.display().to_string(), &bytes, Some(&password)));
        }
    }
    assert!(found.is_empty(), "{} blocks were freed with a secret in them:\n{}", found.len(), found.join("\n"));
}

/// Every shape in which a key comes as text.
#[test]
fn texts_leave_nothing_behind() {
    let folder = support::corpus("scenarios");
    let read = |name: &str| String::from_utf8(std::fs::read(folder.join(name)).unwrap()).unwrap();
    let bundle = read("right-chain/bundle.pem");
    let key = read("right-chain/server.key");
    let both = bundle + &key;
    let lines = |edit: &dyn Fn(&str) -> String| both.lines().map(edit).collect::<String>();
    let wide = |bytes: fn(u16) -> [u8; 2]| both.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let der = support::base64(&key.lines().filter(|line| !line.contains('-')).collect::<String>());
    let hex = |by: &str| der.iter().map(|byte| format!("{byte:02x}{by}")).collect::<String>();
    let found = [
        ("PEM", both.clone().into_bytes()),
        ("DER", der.clone()),
        ("UTF-16LE", [vec![0xff, 0xfe], wide(u16::to_le_bytes)].concat()),
        ("UTF-16BE", wide(u16::to_be_bytes)),
        ("CR only", both.replace('\n', "\r").into_bytes()),
        ("indented", lines(&|line| format!("   {line}\n")).into_bytes()),
        ("quoted", lines(&|line| format!("> {line}\n")).into_bytes()),
        ("line numbers", lines(&|line| format!("12: {line}\n")).into_bytes()),
        ("JSON", format!("{{\"a\":\"{}\"}}", both.replace('\n', "\\n").replace('/', "\\/")).into_bytes()),
        ("spaces", both.replace('\n', " ").into_bytes()),
        ("quoted-printable", both.replace('=', "=3D").into_bytes()),
        ("HTML", both.replace('+', "&#43;").replace('\n', "<br>").into_bytes()),
        ("percent encoding", both.replace('+', "%2B").replace('\n', "%0A").into_bytes()),
        ("Base64 of PEM", support::to_base64(both.as_bytes()).into_bytes()),
        ("Base64 twice", support::to_base64(support::to_base64(both.as_bytes()).as_bytes()).into_bytes()),
        ("bare Base64", support::to_base64(&der).into_bytes()),
        ("secret", format!("data:\n  tls.key: {}\n", support::to_base64(key.as_bytes())).into_bytes()),
        ("hexadecimal", hex("").into_bytes()),
        ("hexadecimal with colons", hex(":").into_bytes()),
        ("another label", key.replace("PRIVATE KEY", "CERTIFICATE").into_bytes()),
        ("cut off", both.replace("-----END PRIVATE KEY-----", "").into_bytes()),
    ]
    .iter()
    .flat_map(|(name, bytes)| reading(name, bytes, None))
    .collect::<Vec<_>>();
    assert!(found.is_empty(), "{} blocks were freed with a secret in them:\n{}", found.len(), found.join("\n"));
}

/// Every form and encryption of a key by itself.
#[test]
fn keys_leave_nothing_behind() {
    let mut found = Vec::new();
    for folder in ["scenarios/key-traditional-encrypted", "scenarios/key-pkcs8-encrypted", "scenarios/right-chain", "pfx_input"] {
        for entry in std::fs::read_dir(support::corpus(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "key") {
                found.extend(reading(&path.display().to_string(), &std::fs::read(&path).unwrap(), Some("Geheim-2026")));
            }
        }
    }
    assert!(found.is_empty(), "{} blocks were freed with a secret in them:\n{}", found.len(), found.join("\n"));
}

#[test]
fn the_whole_engine_leaves_nothing_behind() {
    let read = |name: &str| std::fs::read(support::corpus(name)).unwrap();
    let mut found = inspecting("PFX", &read("pfx/openssl-default-chain.pfx"), Some("P@ssw0rd-2026"));
    let pem = [read("scenarios/right-chain/bundle.pem"), read("scenarios/right-chain/server.key")].concat();
    let text = String::from_utf8(pem.clone()).unwrap();
    let base64 = support::to_base64(&pem);
    for (name, bytes) in [
        ("PEM", pem),
        ("Secret", format!("apiVersion: v1\nkind: Secret\ntype: kubernetes.io/tls\ndata:\n  tls.key: {base64}\n").into_bytes()),
        ("JSON", format!("{{\"a\":\"{}\"}}", text.replace('\n', "\\n")).into_bytes()),
        ("UTF-16", [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()),
        ("quoted", text.lines().map(|line| format!("> {line}\r\n")).collect::<String>().into_bytes()),
    ] {
        found.extend(inspecting(name, &bytes, None));
    }
    assert!(found.is_empty(), "{} blocks were freed with a secret in them:\n{}", found.len(), found.join("\n"));
}

/// How far below the caller the stack is looked at.
const BELOW: usize = 1 << 20;

/// The first place below this function's caller where a piece of a secret lies.
#[inline(never)]
fn on_the_stack(pieces: &Pieces) -> Option<usize> {
    let here = 0_u8;
    let top = std::ptr::from_ref(&here).addr();
    let mut copy = Vec::with_capacity(BELOW);
    for address in top - BELOW..top - 64 {
        // SAFETY: the thread was started with a stack several times as large, all of which is mapped; nothing lives in
        // this part of it, and a byte has no invalid values.
        copy.push(unsafe { std::ptr::with_exposed_provenance::<u8>(address).read_volatile() });
    }
    pieces.first_in(&copy).map(|at| BELOW - at)
}

/// Nor does anything lie on the stack, where key schedules and hash states have their place.
#[test]
fn the_stack_is_wiped() {
    let read = |name: &str| std::fs::read(support::corpus(name)).unwrap();
    let files = [
        ("scenarios/right-chain/server.key", None),
        ("scenarios/key-pkcs8-encrypted/server.key", Some("Geheim-2026")),
        ("scenarios/key-traditional-encrypted/server.key", Some("Geheim-2026")),
        ("pfx_input/leafec.key", None),
        ("pfx_input/leafec384.key", None),
        ("pfx_input/leafed.key", None),
        ("pfx/openssl-default-chain.pfx", Some("P@ssw0rd-2026")),
        ("pfx/openssl-legacy-rc2-40-3des.pfx", Some("P@ssw0rd-2026")),
        ("pfx/custom-pbes2-scrypt.pfx", Some("P@ssw0rd-2026")),
        ("pfx/keytool-jceks.jceks", Some("P@ssw0rd-2026")),
        ("pfx/keytool-jks.jks", Some("P@ssw0rd-2026")),
    ];
    for (name, password) in files {
        let bytes = read(name);
        let pieces = Pieces::of(&secrets(name, &bytes, password));
        let inputs = vec![input(&bytes, password)];
        let request = Request { inputs: vec![input(&bytes, password)], ..Request::default() };
        let plan = Plan {
            kind: "pfx-legacy".to_owned(),
            password: Some(NEW_PASSWORD.to_owned().into()),
            seed: vec![7; SEED_LENGTH],
            ..Plan::default()
        };
        // A stack of its own, on which nothing lay before.
        let thread = std::thread::Builder::new().stack_size(8 * BELOW).spawn(move || {
            drop(certlens::input::read(&inputs));
            let reading = on_the_stack(&pieces);
            drop(mend(&request, &plan));
            (reading, on_the_stack(&pieces))
        });
        assert_eq!(thread.unwrap().join().unwrap(), (None, None), "{name}: bytes below the caller (reading, mending)");
    }
}
