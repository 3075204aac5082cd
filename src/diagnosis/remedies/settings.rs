//! A setting of the program: how deep it follows chains, and how strictly it reads them.

use super::{Case, Remedy, cost};
use crate::diagnosis::words::Words;
use crate::fault::FaultKind as F;
use crate::policy::SettingKind;
use crate::report::Fix;
use crate::request::{Edit, SettingValue};

/// Programs in which a maximum depth is set: where, and the line of the configuration.
const DEPTHS: &[(&str, &str, &str)] = &[
    ("nginx-upstream", "proxy_ssl_verify_depth", "proxy_ssl_verify_depth "),
    ("apache-proxy", "SSLProxyVerifyDepth", "SSLProxyVerifyDepth "),
];

pub(super) fn offer(case: &Case<'_>, all: &mut Vec<Remedy>) {
    if case.has(&[F::ChainTooLong]) {
        depth(case, all);
    }
    strict(case, all);
}

fn depth(case: &Case<'_>, all: &mut Vec<Remedy>) {
    let Some(setting) = case.profile.settings.iter().find(|s| s.id == "depth") else { return };
    let SettingKind::Number(standard, _, most) = setting.kind else { return };
    let Some(server) = case.server else { return };
    #[allow(clippy::cast_possible_truncation, reason = "held to the setting's limits")]
    let now = case.scene.number(case.profile.id, "depth").map_or(standard, |n| n.clamp(0.0, f64::from(most)) as i32);
    // As many certificates as stand between the server's and the root; what the program counts is for the rehearsal.
    let between = i32::try_from(server.proposed.path.len().saturating_sub(2)).unwrap_or(most);
    let line = DEPTHS.iter().find(|(id, ..)| *id == case.profile.id);
    for wanted in between.max(now + 1)..=(between.max(now) + 1) {
        let words = Words::default().say("Let ").say(crate::diagnosis::answer::target_name(case.profile.id));
        let words = words.say(" follow longer chains: between the server's certificate and the root there ");
        let words = match server.proposed.path.len().saturating_sub(2) {
            1 => words.say("is an issuing CA."),
            more => words.say("are ").count(more).say(" issuing CAs."),
        };
        let mut told = Fix::words(words);
        if let Some((_, directive, text)) = line {
            told = told
                .setting(directive, wanted.to_string())
                .command(if case.profile.id.starts_with("nginx") { "nginx" } else { "apache" }, format!("{text}{wanted}"));
        }
        let edit = Edit::Set {
            target: case.profile.id.to_owned(),
            setting: "depth".to_owned(),
            value: SettingValue::Number(f64::from(wanted)),
            weakens: false,
        };
        all.push(case.remedy(cost::SETTING, edit, told));
    }
}

/// Python 3.13 sets VERIFY_X509_STRICT, and its documentation says how to clear it (ssl.create_default_context).
fn strict(case: &Case<'_>, all: &mut Vec<Remedy>) {
    if case.profile.settings.iter().all(|s| s.id != "strict") {
        return;
    }
    let words = Words::default()
        .say("Until the CA is replaced, clear VERIFY_X509_STRICT in the program's SSL context. This weakens the check.");
    let told = Fix::words(words).command("python", "context.verify_flags &= ~ssl.VERIFY_X509_STRICT");
    let edit = Edit::Set {
        target: case.profile.id.to_owned(),
        setting: "strict".to_owned(),
        value: SettingValue::Bool(false),
        weakens: true,
    };
    let mut remedy = case.remedy(cost::WEAKENS, edit, told);
    remedy.second_door = true;
    all.push(remedy);
}
