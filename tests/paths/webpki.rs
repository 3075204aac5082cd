//! rustls-webpki, asked the same question.

use crate::bench::Case;
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use std::time::Duration;
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, anchor_from_trusted_cert};

/// The certificates of a case as DER.
pub struct Ders {
    pub leaf: Vec<u8>,
    pub intermediates: Vec<Vec<u8>>,
    pub anchors: Vec<Vec<u8>>,
}

impl Ders {
    /// The same for us.
    pub fn case(&self) -> Case {
        Case::default().leaf(&self.leaf).intermediates(&self.intermediates).anchors(&self.anchors)
    }

    /// What rustls-webpki says to path and name.
    pub fn webpki(&self, now: i64, client: bool, host: Option<&str>) -> Result<(), String> {
        let anchors: Vec<CertificateDer<'_>> = self.anchors.iter().map(|d| CertificateDer::from(d.as_slice())).collect();
        let anchors: Vec<_> = anchors.iter().filter_map(|d| anchor_from_trusted_cert(d).ok()).collect();
        let intermediates: Vec<CertificateDer<'_>> =
            self.intermediates.iter().map(|d| CertificateDer::from(d.as_slice())).collect();
        let leaf = CertificateDer::from(self.leaf.as_slice());
        let leaf = EndEntityCert::try_from(&leaf).map_err(|e| format!("{e:?}"))?;
        let usage = if client { KeyUsage::client_auth() } else { KeyUsage::server_auth() };
        let now = UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(now).map_err(|e| e.to_string())?));
        leaf.verify_for_usage(ALL_VERIFICATION_ALGS, &anchors, &intermediates, now, usage, None, None)
            .map_err(|e| format!("{e:?}"))?;
        let Some(host) = host else { return Ok(()) };
        let name = ServerName::try_from(host).map_err(|e| format!("{e:?}"))?;
        leaf.verify_is_valid_for_subject_name(&name).map_err(|e| format!("{e:?}"))
    }
}
