//! How programs differ in matching names, as plain data. Each constant is one program's dialect; where it comes from
//! stands beside it, behaviour that only a run showed is in `tests/hostnames.rs`.

/// When the subject's commonName is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommonNameUse {
    /// Never (RFC 9525 6.1).
    Never,
    /// Only in a certificate without subjectAltName extension.
    NoExtension,
    /// When the extension has no dNSName (RFC 2818 3.1).
    NoDns,
    /// When the extension has neither dNSName nor iPAddress.
    NoDnsOrIp,
    /// When the extension has no dNSName and no URI.
    NoDnsOrUri,
    /// When the extension has no dNSName, iPAddress, URI or SRVName (RFC 6125 6.4.4).
    NoIdentifier,
    /// When the extension has no name of the kind asked for, be it name or address.
    NoNameOfKind,
    /// Always, after the extension.
    Always,
    /// Always, before the extension.
    First,
}

/// Which commonNames are compared when there are several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommonNames {
    /// Each of them.
    All,
    /// The last encoded one, the most specific.
    Last,
    /// The only one; with several, none.
    Single,
}

/// Where a wildcard may stand in a presented name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WildcardPlace {
    /// Nowhere: it is a character like others.
    Nowhere,
    /// It is the whole leftmost label (RFC 9525 6.3).
    WholeLabel,
    /// First in the leftmost label, which may go on: `*bar.`.
    LabelStart,
    /// First or last in the leftmost label: `f*.`, `*f.`, not `f*o.`.
    LabelEdge,
    /// Anywhere in the leftmost label: `f*o.`.
    InLabel,
    /// Anywhere in the leftmost label, more than once.
    FirstLabel,
    /// Anywhere in any label, more than once.
    AnyLabel,
}

/// What is done with public suffixes under a wildcard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuffixRule {
    /// Nothing.
    Ignore,
    /// `*.` before a listed suffix matches nothing; unknown top-level domains are let through.
    RefuseListed,
    /// `*.` before a listed suffix or an unknown top-level domain matches nothing.
    RefuseListedAndUnknown,
}

/// Characters a wildcard may stand for, and that its pattern may be made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// All but the dot.
    Any,
    /// Letters, digits and hyphen.
    LettersDigitsHyphen,
}

/// How wildcards and A-labels go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ALabels {
    /// They are labels like others.
    Plain,
    /// A partial wildcard neither stands in an A-label nor matches one.
    NotPartial,
    /// A wildcard in a pattern label with `xn--` is a plain character.
    NotInPattern,
    /// Both sides are compared in their Unicode form.
    AsUnicode,
}

/// What a dot at the end does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrailingDot {
    /// It is taken off.
    Strip,
    /// It is a character like others.
    Literal,
    /// The name is refused.
    Refuse,
}

/// What a dot at the start of the host does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeadingDot {
    /// It is a character like others; the syntax may refuse it.
    Literal,
    /// The host stands for all names under it (OpenSSL).
    Subdomains,
    /// It is taken off, of presented names as well.
    Strip,
}

/// Hosts that are compared at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostSyntax {
    /// Everything that is not empty.
    Any,
    /// Labels of letters, digits and inner hyphens, at most 63 octets each (RFC 1123).
    LettersDigitsHyphen,
    /// The same with underscores and hyphens anywhere, at most 253 octets, the last label no number.
    WithUnderscore,
    /// Labels of letters, digits, underscores and hyphens that are not their first character, of any length (Go).
    AnyLength,
    /// Labels that start with a letter, digit, hyphen or underscore, the last with a letter or digit.
    Url,
    /// Labels of letters, digits, underscores and inner hyphens, 1 to 63 octets each (OpenSSL 4.0, `validate_hostname_part`).
    Checked,
    /// Labels of 1 to 63 octets; the last may be empty (Python's `idna` codec).
    Codec,
}

/// IPv4 addresses in other spellings than four decimal numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OddAddresses {
    /// They are no addresses.
    Refused,
    /// In one to four parts, each decimal, octal or hexadecimal (WHATWG URL, "IPv4 parser").
    Url,
    /// In one to four parts, all decimal (`sun.net.util.IPAddressUtil`).
    Decimal,
}

/// Presented names that are compared at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PresentedSyntax {
    /// Everything that is not empty and holds no zero octet.
    Any,
    /// What stands before the first zero octet (a C string).
    ToZero,
    /// No empty label, no blank, no character outside ASCII.
    Printable,
    /// Labels of letters, digits and inner hyphens, `*` standing for a letter.
    LettersDigitsHyphen,
    /// Labels of letters, digits, underscores and inner hyphens, `*` a whole first label only.
    WithUnderscore,
    /// Labels of letters, digits, underscores and hyphens that are not their first character, of any length, `*` a whole
    /// first label only (Go).
    AnyLength,
    /// As with underscores; a name that is not so makes the whole comparison fail unless an earlier name matched.
    WithUnderscoreOrFail,
}

/// What an address is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addresses {
    /// iPAddress entries only.
    SanOnly,
    /// iPAddress entries, and the commonName's text where the commonName is used.
    SanAndCommonName,
    /// iPAddress entries, and its text with dNSName entries, and with the commonName where that is used.
    SanAndNames,
    /// Its text, with dNSName and commonName as if it were a name; never with iPAddress.
    AsName,
    /// The same, of an IPv6 address only what stands before its first colon (nginx takes the rest for a port).
    AsNameToColon,
    /// Nothing: an address never matches.
    Never,
}

/// How a program matches names. Plain data; [`super::matches`] does the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdentityPolicy {
    /// When commonNames are compared.
    pub common_name: CommonNameUse,
    /// Which ones.
    pub common_names: CommonNames,
    /// Whether a commonName may hold a wildcard.
    pub common_name_wildcards: bool,
    /// How a commonName is compared where that is not as other names are.
    pub common_name_by: Option<&'static Self>,
    /// Where wildcards may stand.
    pub wildcard: WildcardPlace,
    /// How many labels have to follow the wildcard's.
    pub labels_after_wildcard: usize,
    /// Whether a wildcard may stand for an empty label.
    pub wildcard_covers_empty: bool,
    /// What a wildcard may stand for.
    pub alphabet: Alphabet,
    /// Public suffixes.
    pub suffixes: SuffixRule,
    /// A-labels.
    pub a_labels: ALabels,
    /// Dot at the end of the host.
    pub host_dot: TrailingDot,
    /// Dot at the end of a presented name.
    pub presented_dot: TrailingDot,
    /// Dot at the start of the host.
    pub leading_dot: LeadingDot,
    /// Which hosts are compared.
    pub host: HostSyntax,
    /// Which presented names are compared.
    pub presented: PresentedSyntax,
    /// Whether a name that the syntax refuses still matches when host and name are the same text.
    pub equal_text_matches: bool,
    /// Addresses.
    pub addresses: Addresses,
    /// IPv4 addresses in other spellings.
    pub odd_addresses: OddAddresses,
    /// Names in Unicode become A-labels as IDNA 2003 has it: ß is ss, ς is σ, joiners go.
    pub idna_2003: bool,
    /// A commonName counts only as one of the string types of DirectoryString (RFC 5280 4.1.2.4).
    pub directory_strings: bool,
    /// A label of more than 63 octets is a text like others.
    pub long_labels: bool,
}

impl IdentityPolicy {
    /// RFC 9525: subjectAltName only, `*` as the whole leftmost label. Says nothing on public suffixes.
    pub const RFC9525: Self = Self {
        common_name: CommonNameUse::Never,
        common_names: CommonNames::All,
        common_name_wildcards: true,
        common_name_by: None,
        wildcard: WildcardPlace::WholeLabel,
        labels_after_wildcard: 1,
        wildcard_covers_empty: false,
        alphabet: Alphabet::Any,
        suffixes: SuffixRule::Ignore,
        a_labels: ALabels::Plain,
        host_dot: TrailingDot::Strip,
        presented_dot: TrailingDot::Literal,
        leading_dot: LeadingDot::Literal,
        host: HostSyntax::WithUnderscore,
        presented: PresentedSyntax::Printable,
        equal_text_matches: false,
        addresses: Addresses::SanOnly,
        odd_addresses: OddAddresses::Refused,
        idna_2003: false,
        directory_strings: false,
        long_labels: false,
    };

    /// RFC 2818: as above, and the most specific commonName where there is no dNSName.
    pub const RFC2818: Self = Self { common_name: CommonNameUse::NoDns, common_names: CommonNames::Last, ..Self::RFC9525 };

    /// OpenSSL to 4.0: `X509_check_host` and `X509_check_ip` without flags (crypto/x509/v3_utl.c).
    pub const OPENSSL: Self = Self {
        common_name: CommonNameUse::NoDns,
        wildcard: WildcardPlace::LabelEdge,
        labels_after_wildcard: 2,
        alphabet: Alphabet::LettersDigitsHyphen,
        a_labels: ALabels::NotPartial,
        host_dot: TrailingDot::Literal,
        leading_dot: LeadingDot::Subdomains,
        host: HostSyntax::Any,
        presented: PresentedSyntax::Any,
        long_labels: true,
        ..Self::RFC9525
    };

    /// OpenSSL with `X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS`.
    pub const OPENSSL_NO_PARTIAL: Self = Self { wildcard: WildcardPlace::WholeLabel, long_labels: false, ..Self::OPENSSL };

    /// The same as Python asks it, after its own `idna` codec (Lib/ssl.py, Lib/encodings/idna.py).
    pub const PYTHON: Self = Self { host: HostSyntax::Codec, idna_2003: true, ..Self::OPENSSL_NO_PARTIAL };

    /// OpenSSL 4.0, which takes no host that is none.
    pub const OPENSSL_4: Self = Self { host: HostSyntax::Checked, ..Self::OPENSSL };

    /// The same from 4.1 on.
    pub const OPENSSL_4_NO_SUBJECT: Self = Self { host: HostSyntax::Checked, ..Self::OPENSSL_NO_SUBJECT };

    /// OpenSSL with `X509_CHECK_FLAG_NEVER_CHECK_SUBJECT`, and from 4.1 on without flags.
    pub const OPENSSL_NO_SUBJECT: Self = Self { common_name: CommonNameUse::Never, ..Self::OPENSSL };

    /// curl built with OpenSSL: its own matcher (lib/vtls/hostcheck.c, lib/vtls/openssl.c).
    pub const CURL: Self = Self {
        common_name: CommonNameUse::NoDnsOrIp,
        common_names: CommonNames::Last,
        labels_after_wildcard: 2,
        presented_dot: TrailingDot::Strip,
        host: HostSyntax::Any,
        presented: PresentedSyntax::Any,
        addresses: Addresses::SanAndCommonName,
        odd_addresses: OddAddresses::Url,
        long_labels: true,
        ..Self::RFC9525
    };

    /// Node.js `tls.checkServerIdentity` (lib/tls.js).
    pub const NODE: Self = Self {
        common_name: CommonNameUse::NoDns,
        wildcard: WildcardPlace::InLabel,
        labels_after_wildcard: 2,
        wildcard_covers_empty: true,
        a_labels: ALabels::NotInPattern,
        presented_dot: TrailingDot::Strip,
        host: HostSyntax::Any,
        long_labels: true,
        ..Self::RFC9525
    };

    /// Go `x509.Certificate.VerifyHostname` (src/crypto/x509/verify.go).
    pub const GO: Self = Self {
        host: HostSyntax::AnyLength,
        presented: PresentedSyntax::AnyLength,
        equal_text_matches: true,
        long_labels: true,
        ..Self::RFC9525
    };

    /// JSSE endpoint identification `HTTPS` where the path ends in an anchor of one's own
    /// (sun/security/util/HostnameChecker.java).
    pub const JSSE: Self = Self {
        common_name: CommonNameUse::NoDns,
        common_names: CommonNames::Last,
        wildcard: WildcardPlace::AnyLabel,
        a_labels: ALabels::AsUnicode,
        odd_addresses: OddAddresses::Decimal,
        idna_2003: true,
        host_dot: TrailingDot::Strip,
        presented_dot: TrailingDot::Refuse,
        host: HostSyntax::LettersDigitsHyphen,
        presented: PresentedSyntax::LettersDigitsHyphen,
        ..Self::RFC9525
    };

    /// The same where the path ends in a root that the runtime ships.
    pub const JSSE_PUBLIC: Self = Self { suffixes: SuffixRule::RefuseListed, ..Self::JSSE };

    /// JSSE since JDK 25: wildcards stand in the first label alone.
    pub const JSSE_25: Self = Self { wildcard: WildcardPlace::FirstLabel, ..Self::JSSE };

    /// The same where the path ends in a root that the runtime ships.
    pub const JSSE_25_PUBLIC: Self = Self { suffixes: SuffixRule::RefuseListed, ..Self::JSSE_25 };

    /// GnuTLS `gnutls_x509_crt_check_hostname2` (lib/x509/hostname-verify.c, lib/str.c).
    pub const GNUTLS: Self = Self {
        common_name: CommonNameUse::NoIdentifier,
        common_names: CommonNames::Single,
        directory_strings: true,
        wildcard: WildcardPlace::LabelStart,
        labels_after_wildcard: 2,
        wildcard_covers_empty: true,
        host_dot: TrailingDot::Strip,
        host: HostSyntax::Any,
        presented: PresentedSyntax::Any,
        long_labels: true,
        ..Self::RFC9525
    };

    /// Chromium `X509Certificate::VerifyHostname` (net/cert/x509_certificate.cc).
    pub const CHROMIUM: Self = Self {
        odd_addresses: OddAddresses::Url,
        suffixes: SuffixRule::RefuseListedAndUnknown,
        presented_dot: TrailingDot::Strip,
        host: HostSyntax::Url,
        presented: PresentedSyntax::Any,
        ..Self::RFC9525
    };

    /// mozilla::pkix `CheckCertHostname` (lib/mozpkix/lib/pkixnames.cpp) for roots that Firefox does not ship:
    /// malformed names are skipped.
    pub const MOZPKIX: Self = Self {
        odd_addresses: OddAddresses::Url,
        labels_after_wildcard: 2,
        presented_dot: TrailingDot::Refuse,
        presented: PresentedSyntax::WithUnderscore,
        ..Self::RFC9525
    };

    /// The same for roots that Firefox ships: a malformed name ends the comparison.
    pub const MOZPKIX_PUBLIC: Self = Self { presented: PresentedSyntax::WithUnderscoreOrFail, ..Self::MOZPKIX };

    /// rustls-webpki (src/subject_name/dns_name.rs), which comes from mozilla::pkix.
    pub const WEBPKI: Self = Self::MOZPKIX;

    /// Apache mod_ssl's `SSLProxyCheckPeerName` (modules/ssl/ssl_util_ssl.c).
    pub const APACHE: Self = Self {
        common_name: CommonNameUse::Always,
        wildcard_covers_empty: true,
        host_dot: TrailingDot::Literal,
        host: HostSyntax::Any,
        presented: PresentedSyntax::Any,
        addresses: Addresses::AsName,
        long_labels: true,
        ..Self::RFC9525
    };

    /// HAProxy `ssl_sock_srv_hostcheck` (src/ssl_sock.c).
    pub const HAPROXY: Self = Self { wildcard: WildcardPlace::InLabel, presented: PresentedSyntax::ToZero, ..Self::APACHE };

    /// nginx with OpenSSL: `X509_check_host` for names and addresses alike (src/event/ngx_event_openssl.c).
    pub const NGINX: Self = Self { addresses: Addresses::AsNameToColon, ..Self::OPENSSL };

    /// Envoy `Utility::dnsNameMatch` (source/common/tls/utility.cc).
    pub const ENVOY: Self = Self {
        wildcard: WildcardPlace::InLabel,
        wildcard_covers_empty: true,
        a_labels: ALabels::NotPartial,
        host_dot: TrailingDot::Literal,
        host: HostSyntax::Any,
        presented: PresentedSyntax::Any,
        ..Self::RFC9525
    };

    /// .NET `X509Certificate2.MatchesHostname`.
    pub const DOTNET: Self = Self {
        common_name: CommonNameUse::NoNameOfKind,
        common_names: CommonNames::Single,
        common_name_wildcards: false,
        presented_dot: TrailingDot::Strip,
        host: HostSyntax::Any,
        presented: PresentedSyntax::Any,
        addresses: Addresses::SanAndCommonName,
        ..Self::RFC9525
    };

    /// Windows: subjectAltName, else the commonName. Details are not published; where they are not, RFC 9525.
    pub const SCHANNEL: Self = Self { common_name: CommonNameUse::NoExtension, common_names: CommonNames::Last, ..Self::RFC9525 };

    /// libpq's own comparison (src/interfaces/libpq/fe-secure-common.c).
    pub const LIBPQ: Self = Self {
        common_name: CommonNameUse::NoNameOfKind,
        host_dot: TrailingDot::Literal,
        host: HostSyntax::Any,
        presented: PresentedSyntax::Any,
        addresses: Addresses::SanAndNames,
        odd_addresses: OddAddresses::Url,
        long_labels: true,
        ..Self::RFC9525
    };

    /// MariaDB Connector/C: `X509_check_host`, else `X509_check_ip_asc`, of the same text (libmariadb/secure/openssl.c,
    /// `ma_tls_verify_server_cert`).
    pub const MARIADB: Self = Self { addresses: Addresses::SanAndNames, ..Self::OPENSSL };

    /// OpenLDAP's own comparison (libraries/libldap/tls_g.c, `tlsg_session_chkhost`): equal, or `*.` before what follows the
    /// host's first dot; then the last commonName, whatever the subjectAltName has.
    pub const OPENLDAP: Self = Self {
        common_name: CommonNameUse::Always,
        common_names: CommonNames::Last,
        directory_strings: true,
        wildcard_covers_empty: true,
        host_dot: TrailingDot::Literal,
        host: HostSyntax::Any,
        presented: PresentedSyntax::Any,
        addresses: Addresses::SanAndCommonName,
        long_labels: true,
        ..Self::RFC9525
    };

    /// Erlang's `public_key:pkix_verify_hostname`: equal texts; the commonName only where there is no subjectAltName, and
    /// with wildcards.
    pub const ERLANG: Self = Self {
        common_name: CommonNameUse::NoExtension,
        common_name_by: Some(&Self::ERLANG_HTTPS),
        wildcard: WildcardPlace::Nowhere,
        host_dot: TrailingDot::Literal,
        host: HostSyntax::Any,
        presented: PresentedSyntax::Any,
        long_labels: true,
        ..Self::RFC9525
    };

    /// The same with `pkix_verify_hostname_match_fun(https)`: one wildcard in the first label.
    pub const ERLANG_HTTPS: Self = Self {
        common_name: CommonNameUse::NoExtension,
        wildcard: WildcardPlace::InLabel,
        labels_after_wildcard: 0,
        wildcard_covers_empty: true,
        host_dot: TrailingDot::Strip,
        presented_dot: TrailingDot::Strip,
        leading_dot: LeadingDot::Strip,
        host: HostSyntax::Any,
        presented: PresentedSyntax::Any,
        long_labels: true,
        ..Self::RFC9525
    };

    /// PHP's `php_openssl_matches_wildcard_name` (ext/openssl/xp_ssl.c).
    pub const PHP: Self = Self {
        common_name: CommonNameUse::NoDnsOrUri,
        wildcard: WildcardPlace::InLabel,
        labels_after_wildcard: 0,
        wildcard_covers_empty: true,
        host_dot: TrailingDot::Literal,
        presented_dot: TrailingDot::Strip,
        host: HostSyntax::Any,
        presented: PresentedSyntax::Any,
        addresses: Addresses::SanAndNames,
        long_labels: true,
        ..Self::RFC9525
    };

    /// Ruby's `OpenSSL::SSL.verify_certificate_identity` (lib/openssl/ssl.rb).
    pub const RUBY: Self = Self {
        common_name: CommonNameUse::NoDnsOrIp,
        wildcard: WildcardPlace::InLabel,
        a_labels: ALabels::NotPartial,
        host_dot: TrailingDot::Literal,
        host: HostSyntax::Any,
        presented: PresentedSyntax::Any,
        addresses: Addresses::SanAndNames,
        long_labels: true,
        ..Self::RFC9525
    };

    /// Perl's IO::Socket::SSL with the scheme `http`.
    pub const PERL: Self = Self {
        common_name: CommonNameUse::NoDns,
        wildcard: WildcardPlace::InLabel,
        labels_after_wildcard: 2,
        a_labels: ALabels::NotPartial,
        suffixes: SuffixRule::RefuseListed,
        presented_dot: TrailingDot::Strip,
        host: HostSyntax::Any,
        presented: PresentedSyntax::Any,
        addresses: Addresses::SanAndCommonName,
        long_labels: true,
        ..Self::RFC9525
    };

    /// Android's `OkHostnameVerifier`: subjectAltName only.
    pub const ANDROID: Self = Self { presented_dot: TrailingDot::Strip, ..Self::RFC9525 };

    /// The same up to Android 8.1: the most specific commonName where there is no dNSName.
    pub const ANDROID_8: Self = Self { common_name: CommonNameUse::NoDns, common_names: CommonNames::Last, ..Self::ANDROID };

    /// MongoDB's `hostNameMatchForX509Certificates` (src/mongo/util/net/ssl_manager.cpp): the commonName only without
    /// subjectAltName, `*.` for one label, dots at the end taken off both.
    pub const MONGODB: Self = Self {
        common_name: CommonNameUse::NoExtension,
        presented_dot: TrailingDot::Strip,
        host: HostSyntax::Any,
        presented: PresentedSyntax::Any,
        long_labels: true,
        ..Self::RFC9525
    };

    /// Apple's platforms: subjectAltName only.
    pub const APPLE: Self = Self { labels_after_wildcard: 2, ..Self::RFC9525 };

    /// Azure Application Gateway towards its backends: the commonName counts only without subjectAltName; addresses
    /// never match. Wildcard details are not published; as far as they are not, those of OpenSSL without partial
    /// wildcards.
    pub const AZURE: Self = Self {
        common_name: CommonNameUse::NoExtension,
        common_names: CommonNames::Last,
        addresses: Addresses::Never,
        leading_dot: LeadingDot::Literal,
        ..Self::OPENSSL_NO_PARTIAL
    };

    /// The most that Application Gateway could take where its rules are not published: partial wildcards, a wildcard
    /// over a single label, over underscores, and trailing dots.
    pub const AZURE_WIDEST: Self = Self {
        wildcard: WildcardPlace::InLabel,
        labels_after_wildcard: 1,
        alphabet: Alphabet::Any,
        host_dot: TrailingDot::Strip,
        presented_dot: TrailingDot::Strip,
        ..Self::AZURE
    };

    /// Application Gateway of generation 1: the pool member's name has to be the common name. Found by subjectAltName
    /// alone, the answer is not documented.
    pub const AZURE_V1: Self = Self { common_name: CommonNameUse::First, ..Self::AZURE };
}
