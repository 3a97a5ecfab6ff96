//! Accepting connections: how many at once, how long each may take, and what ends them. One task per connection; what is
//! asked over it is answered by a router that is handed in. Not here: what may be asked.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::time::{Sleep, sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;

use crate::certificate::Tls;
use crate::limits::{HEAD_BYTES, Limits};

/// How many connections may wait to be accepted: a whole room comes back in the same second.
const BACKLOG: u32 = 4096;

/// How much the system holds for a reader that does not read, before the door has to wait for it.
const SEND_BUFFER_BYTES: u32 = 128 * 1024;

/// How long to wait where the system has no more connections to give.
const BREATH: Duration = Duration::from_millis(50);

/// Who is at the other end of a connection; every request carries it.
#[derive(Clone, Debug)]
pub struct Peer {
    /// Its address.
    pub address: IpAddr,
    /// Its place among the connections.
    pub place: Arc<Place>,
}

/// Takes an address of this computer, so that a caller hears at once where that cannot be.
///
/// # Errors
/// Where the address is not to be had.
pub fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()?
    } else {
        TcpSocket::new_v6()?
    };
    // A door that was closed a moment ago may open again at the same place.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    // Accepted connections take this over. What a slow reader leaves lying is bounded by it, in the system's memory too.
    socket.set_send_buffer_size(SEND_BUFFER_BYTES)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// What a listener serves, and how.
pub struct Serve {
    /// What answers.
    pub router: Router,
    /// How connections are encrypted; none for plain ones.
    pub tls: Option<Tls>,
    /// Where somebody is sent who forgot that the door is encrypted.
    pub url: String,
    /// How much is taken.
    pub limits: Limits,
}

/// Accepts connections until it is closed. Whoever drops the sender of `closing` closes it too.
pub async fn serve(listener: TcpListener, serve: Serve, mut closing: watch::Receiver<bool>) {
    let room = Arc::new(Room {
        limits: serve.limits,
        taken: Mutex::default(),
    });
    let serve = Arc::new(serve);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = closing.changed() => return,
        };
        match accepted {
            Ok((stream, from)) => {
                let address = from.ip().to_canonical();
                // Where there is no place the connection is dropped; saying why would cost more than it is worth.
                if let Some(place) = Room::enter(&room, address) {
                    let (serve, closing) = (Arc::clone(&serve), closing.clone());
                    let peer = Peer { address, place };
                    tokio::spawn(async move { greet(stream, peer, &serve, closing).await });
                }
            }
            Err(_) => sleep(BREATH).await,
        }
    }
}

/// Makes the connection ready, encrypted where it is to be.
async fn greet(stream: TcpStream, peer: Peer, serve: &Serve, closing: watch::Receiver<bool>) {
    let limits = serve.limits;
    // Small frames must not wait for company.
    let _best_effort = stream.set_nodelay(true);
    let Some(tls) = &serve.tls else {
        let stream = Watched::new(stream, &peer, limits.stall);
        return converse(stream, peer, serve, closing).await;
    };
    let first = timeout(limits.handshake, begins_plainly(&stream)).await;
    match first {
        Ok(true) => return send_on(stream, &serve.url, limits.handshake).await,
        Ok(false) => {}
        Err(_) => return,
    }
    let acceptor = TlsAcceptor::from(Arc::clone(&tls.config));
    if let Ok(Ok(stream)) = timeout(limits.handshake, acceptor.accept(stream)).await {
        let stream = Watched::new(stream, &peer, limits.stall);
        converse(stream, peer, serve, closing).await;
    }
}

/// Answers requests until the other end has had enough, or the door closes.
async fn converse<S>(
    stream: Watched<S>,
    peer: Peer,
    serve: &Serve,
    mut closing: watch::Receiver<bool>,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let router = serve.router.clone();
    let answer = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(peer.clone());
        router.clone().oneshot(request)
    });
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(serve.limits.head)
        .max_buf_size(HEAD_BYTES)
        .max_headers(64);
    let connection = http.serve_connection(TokioIo::new(stream), answer);
    let mut connection = std::pin::pin!(connection.with_upgrades());
    tokio::select! {
        _ended = connection.as_mut() => return,
        _ = closing.changed() => connection.as_mut().graceful_shutdown(),
    }
    let _ended = timeout(serve.limits.head, connection).await;
}

/// Whether somebody speaks plain HTTP where the door is encrypted: an address typed without `https://` does.
async fn begins_plainly(stream: &TcpStream) -> bool {
    let mut first = [0];
    let read = stream.peek(&mut first).await;
    read.is_ok_and(|bytes| bytes == 1) && first[0].is_ascii_uppercase()
}

/// Says where the encrypted door is. What was asked is not looked at, so nothing of it comes back.
async fn send_on(mut stream: TcpStream, url: &str, within: Duration) {
    let answer = format!(
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: {url}/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    let said = async {
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await?;
        // What is still on its way is read, or the answer would be thrown away with it.
        let mut rest = [0; 1024];
        let mut left = HEAD_BYTES;
        while left > 0 {
            let read = tokio::io::AsyncReadExt::read(&mut stream, &mut rest).await?;
            if read == 0 {
                break;
            }
            left = left.saturating_sub(read);
        }
        io::Result::Ok(())
    };
    let _best_effort = timeout(within, said).await;
}

/// Who is connected.
#[derive(Debug)]
struct Room {
    limits: Limits,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    in_all: usize,
    /// Only connections that belong to no seat yet.
    by_network: BTreeMap<IpAddr, usize>,
}

impl Room {
    /// A place for one more connection; none where there are too many.
    fn enter(room: &Arc<Self>, address: IpAddr) -> Option<Arc<Place>> {
        let network = (!address.is_loopback()).then(|| network_of(address));
        let mut taken = lock(&room.taken);
        let theirs = network.and_then(|it| taken.by_network.get(&it).copied());
        let theirs = theirs.unwrap_or(0);
        if taken.in_all >= room.limits.in_all || theirs >= room.limits.per_address {
            return None;
        }
        taken.in_all += 1;
        if let Some(network) = network {
            taken.by_network.insert(network, theirs + 1);
        }
        drop(taken);
        Some(Arc::new(Place {
            room: Arc::clone(room),
            counted: Mutex::new(network),
        }))
    }
}

/// A place for one connection; given back when it is dropped.
#[derive(Debug)]
pub struct Place {
    room: Arc<Room>,
    /// Under which network it counts; none once it belongs to a seat.
    counted: Mutex<Option<IpAddr>>,
}

impl Place {
    /// The connection belongs to a seat: it no longer counts against its address.
    pub fn seated(&self) {
        let Some(network) = lock(&self.counted).take() else {
            return;
        };
        let mut taken = lock(&self.room.taken);
        if let Some(theirs) = taken.by_network.get_mut(&network) {
            *theirs -= 1;
            if *theirs == 0 {
                taken.by_network.remove(&network);
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.seated();
        lock(&self.room.taken).in_all -= 1;
    }
}

/// One device can take any address of its IPv6 network, so the network is what counts there.
fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(whole) => {
            let network = whole.to_bits() & !u128::from(u64::MAX);
            IpAddr::V6(Ipv6Addr::from_bits(network))
        }
    }
}

/// Numbers only are kept behind these locks, and they are right before and after each step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A connection that keeps its place for as long as it lives, and ends where its reader takes nothing for too long.
struct Watched<S> {
    stream: S,
    stall: Duration,
    stalled: Option<Pin<Box<Sleep>>>,
    _place: Arc<Place>,
}

impl<S> Watched<S> {
    fn new(stream: S, peer: &Peer, stall: Duration) -> Self {
        Self {
            stream,
            stall,
            stalled: None,
            _place: Arc::clone(&peer.place),
        }
    }

    /// Lets what was taken pass; where nothing can be, waits, but not for ever.
    fn watch<T>(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let stall = self.stall;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(stall)));
        match stalled.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watch(context, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let written = Pin::new(&mut self.stream).poll_flush(context);
        self.watch(context, written)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let written = Pin::new(&mut self.stream).poll_shutdown(context);
        self.watch(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.watch(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_so_many_places_and_a_seat_needs_none_of_them() {
        let room = room(10, 2);
        let phone = "192.0.2.7".parse().expect("an address");
        let first = Room::enter(&room, phone).expect("a place");
        let second = Room::enter(&room, phone).expect("a place");
        assert!(Room::enter(&room, phone).is_none(), "the address is full");
        let other = "192.0.2.8".parse().expect("an address");
        assert!(Room::enter(&room, other).is_some(), "another one is not");
        first.seated();
        assert!(Room::enter(&room, phone).is_some(), "a seat does not count");
        drop(second);
        let (third, fourth) = (Room::enter(&room, phone), Room::enter(&room, phone));
        assert!(third.is_some() && fourth.is_some(), "places are given back");
        drop((first, third, fourth));
        let left = lock(&room.taken);
        assert_eq!(left.in_all, 0, "everybody left");
        assert!(left.by_network.is_empty(), "nothing is kept of them");
    }

    #[test]
    fn all_together_have_so_many_places() {
        let room = room(2, 9);
        let here = "127.0.0.1".parse().expect("an address");
        let both = (Room::enter(&room, here), Room::enter(&room, here));
        assert!(both.0.is_some() && both.1.is_some(), "there is room");
        assert!(Room::enter(&room, here).is_none(), "there is no more");
    }

    #[test]
    fn one_ipv6_network_counts_as_one_address() {
        let room = room(9, 1);
        let first = "2001:db8:1:2::1".parse().expect("an address");
        let second = "2001:db8:1:2:ffff::1".parse().expect("an address");
        let place = Room::enter(&room, first);
        assert!(place.is_some(), "the first one enters");
        assert!(
            Room::enter(&room, second).is_none(),
            "it is the same device"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_reader_that_takes_nothing_is_cut_and_one_that_takes_a_little_is_not() {
        let room = room(1, 1);
        let address = "192.0.2.7".parse().expect("an address");
        let place = Room::enter(&room, address).expect("a place");
        let peer = Peer { address, place };
        let (ours, mut theirs) = tokio::io::duplex(64);
        let mut watched = Watched::new(ours, &peer, Duration::from_secs(20));
        let reading = tokio::spawn(async move {
            let mut some = [0; 32];
            for _ in 0..4 {
                sleep(Duration::from_secs(15)).await;
                let read = tokio::io::AsyncReadExt::read(&mut theirs, &mut some).await;
                assert!(read.is_ok_and(|bytes| bytes > 0), "it is still connected");
            }
            theirs
        });
        let slowly = watched.write_all(&[7; 128]).await;
        assert!(slowly.is_ok(), "a slow reader that reads is waited for");
        let _silent = reading.await.expect("it read");
        let cut = watched
            .write_all(&[7; 256])
            .await
            .expect_err("it reads no more");
        assert_eq!(cut.kind(), io::ErrorKind::TimedOut, "it is not waited for");
    }

    fn room(in_all: usize, per_address: usize) -> Arc<Room> {
        let limits = Limits {
            in_all,
            per_address,
            ..Limits::default()
        };
        Arc::new(Room {
            limits,
            taken: Mutex::default(),
        })
    }
}
