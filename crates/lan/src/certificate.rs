//! Certificates: the organisation's own, or one that is made for the programme and kept in the user's application
//! folder, so that a phone that accepted it once finds the same one after a restart. Not here: which of them is taken,
//! which is the trainer's choice.

use std::fs;
use std::io::Write as _;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rcgen::{CertificateParams, DnType, ExtendedKeyUsagePurpose, KeyPair, SanType};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use sha2::{Digest as _, Sha256};
use wire::{Problem, ProblemCode};

/// Phones refuse certificates that hold longer than thirteen months.
const HOLDS: time::Duration = time::Duration::days(397);

/// A kept certificate is made anew once it is this old.
const MADE_ANEW_AFTER: Duration = Duration::from_secs(360 * 24 * 60 * 60);

/// What one connection after another is encrypted with.
#[derive(Clone, Debug)]
pub struct Tls {
    /// How connections are accepted.
    pub config: Arc<ServerConfig>,
    /// The SHA-256 of the certificate, as browsers show it.
    pub fingerprint: String,
    leaf: CertificateDer<'static>,
}

impl Tls {
    /// Whether the certificate is for this name.
    pub fn is_for(&self, name: &str) -> bool {
        let Ok(name) = ServerName::try_from(name) else {
            return false;
        };
        webpki::EndEntityCert::try_from(&self.leaf)
            .is_ok_and(|leaf| leaf.verify_is_valid_for_subject_name(&name).is_ok())
    }

    /// The first name that the certificate is for, where it has one that is no pattern.
    pub fn name(&self) -> Option<String> {
        let leaf = webpki::EndEntityCert::try_from(&self.leaf).ok()?;
        let mut names = leaf.valid_dns_names().filter(|it| !it.contains('*'));
        names.next().map(str::to_owned)
    }
}

/// The organisation's own certificate.
///
/// # Errors
/// Where a file cannot be read, or the key is not the certificate's.
pub fn own(certificate: &Path, key: &Path) -> Result<Tls, Problem> {
    let chain = CertificateDer::pem_file_iter(certificate)
        .and_then(|all| all.collect::<Result<Vec<_>, _>>())
        .map_err(|why| unusable(certificate, &why))?;
    if chain.is_empty() {
        return Err(unusable(certificate, &"there is no certificate in it"));
    }
    let secret = PrivateKeyDer::from_pem_file(key).map_err(|why| unusable(key, &why))?;
    tls(chain, secret).map_err(|why| unusable(certificate, &why))
}

/// The certificate that was made for the programme, made now where there is none that serves.
///
/// # Errors
/// Where it cannot be read, made or kept.
pub fn generated(folder: &Path, address: IpAddr) -> Result<Tls, Problem> {
    let certificate = folder.join("door-certificate.pem");
    let key = folder.join("door-key.pem");
    if is_young(&certificate) && key.exists() {
        // One that cannot be used any more is made anew; nobody else has a use for it.
        let kept = own(&certificate, &key).ok();
        if let Some(kept) = kept.filter(|it| it.is_for(&address.to_string())) {
            return Ok(kept);
        }
    }
    let (chain_pem, key_pem) = make(address).map_err(|why| unusable(&certificate, &why))?;
    fs::create_dir_all(folder).map_err(|why| unkept(folder, &why))?;
    write_private(&key, &key_pem).map_err(|why| unkept(&key, &why))?;
    write_private(&certificate, &chain_pem).map_err(|why| unkept(&certificate, &why))?;
    own(&certificate, &key)
}

fn is_young(file: &Path) -> bool {
    let made = fs::metadata(file).and_then(|about| about.modified());
    made.is_ok_and(|made| {
        let age = SystemTime::now().duration_since(made);
        age.is_ok_and(|age| age < MADE_ANEW_AFTER)
    })
}

fn make(address: IpAddr) -> Result<(String, String), rcgen::Error> {
    let mut names = vec![SanType::IpAddress(address)];
    if address.is_loopback() {
        names.push(SanType::DnsName("localhost".try_into()?));
    }
    let mut wanted = CertificateParams::default();
    wanted.subject_alt_names = names;
    wanted
        .distinguished_name
        .push(DnType::CommonName, "Rockdrill drill");
    wanted.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    // Clocks in a room differ; a day before is early enough for any of them.
    let now = time::OffsetDateTime::now_utc();
    wanted.not_before = now - time::Duration::days(1);
    wanted.not_after = wanted.not_before + HOLDS;
    let key = KeyPair::generate()?;
    let certificate = wanted.self_signed(&key)?;
    Ok((certificate.pem(), key.serialize_pem()))
}

/// Only the user may read it, from the first byte on.
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let fresh = path.with_extension("new");
    if fresh.exists() {
        fs::remove_file(&fresh)?;
    }
    let mut how = fs::OpenOptions::new();
    how.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut how, 0o600);
    let mut file = how.open(&fresh)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&fresh, path)
}

fn tls(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<Tls, rustls::Error> {
    let leaf = chain[0].clone();
    let fingerprint = Sha256::digest(&leaf)
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect::<Vec<_>>()
        .join(":");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Tls {
        config: Arc::new(config),
        fingerprint,
        leaf,
    })
}

fn unusable(file: &Path, why: &dyn std::fmt::Display) -> Problem {
    Problem {
        code: ProblemCode::NoDoor,
        says: format!("{} cannot be used to protect the door.", file.display()),
        hint: Some(
            "A certificate chain and its key are needed, each as a PEM file, and the key must be the certificate's."
                .to_owned(),
        ),
        detail: Some(why.to_string()),
    }
}

fn unkept(file: &Path, why: &std::io::Error) -> Problem {
    Problem {
        code: ProblemCode::NoDoor,
        says: format!(
            "{}, where the door's certificate is kept, cannot be written.",
            file.display()
        ),
        hint: Some("The door stays closed; nothing else is touched.".to_owned()),
        detail: Some(why.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 7));

    #[test]
    fn a_certificate_is_made_once_and_found_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = generated(folder.path(), HERE).expect("a certificate");
        let again = generated(folder.path(), HERE).expect("the certificate");
        assert_eq!(
            first.fingerprint, again.fingerprint,
            "a phone that accepted it must find the same one after a restart"
        );
        assert_eq!(first.fingerprint.len(), 32 * 3 - 1, "a SHA-256 in pairs");
        assert!(first.is_for("192.0.2.7"), "it is for the address");
        assert!(!first.is_for("192.0.2.8"), "and for no other");
        assert!(!first.is_for("localhost"), "nor for this computer alone");
    }

    #[test]
    fn another_address_gets_another_certificate() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = generated(folder.path(), HERE).expect("a certificate");
        let local = generated(folder.path(), "::1".parse().expect("an address"));
        let local = local.expect("a certificate");
        assert_ne!(
            first.fingerprint, local.fingerprint,
            "it names another place"
        );
        assert!(local.is_for("localhost"), "on loopback the name is usual");
        assert_eq!(local.name().as_deref(), Some("localhost"), "and shown");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_user_may_read_the_key() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        generated(folder.path(), HERE).expect("a certificate");
        let about = fs::metadata(folder.path().join("door-key.pem")).expect("the key is kept");
        assert_eq!(
            about.permissions().mode() & 0o777,
            0o600,
            "a key is private"
        );
    }

    #[test]
    fn what_is_no_certificate_is_refused_with_the_name_of_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let other = tempfile::tempdir().expect("a folder");
        for folder in [&folder, &other] {
            generated(folder.path(), HERE).expect("a certificate");
        }
        let in_it = |name: &str| folder.path().join(name);
        fs::write(in_it("empty.pem"), "").expect("a file");
        let (good, key) = (in_it("door-certificate.pem"), in_it("door-key.pem"));
        let wrong_key = other.path().join("door-key.pem");
        check(&in_it("missing.pem"), &key, "missing.pem");
        check(&in_it("empty.pem"), &key, "empty.pem");
        check(&good, &in_it("empty.pem"), "empty.pem");
        check(&good, &wrong_key, "door-certificate.pem");
    }

    fn check(certificate: &Path, key: &Path, named: &str) {
        let problem = own(certificate, key).expect_err("it cannot be used");
        assert_eq!(problem.code, ProblemCode::NoDoor, "no door stands open");
        assert!(
            problem.says.contains(named),
            "{} names {named}",
            problem.says
        );
    }
}
