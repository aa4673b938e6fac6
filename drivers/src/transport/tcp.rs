//! Printers and scanners on the network: raw bytes over TCP, for printers on port 9100.
//!
//! One connection carries one job: connect with a time-out, write, read answers, half-close, wait for the
//! printer to finish. Bytes are counted when the system takes them; they may wait in its buffers while the
//! printer is paused, so "taken" is never "printed".

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use super::{Connector, Transport, uninterrupted};
use crate::fault::Fault;

/// The port on which label printers take raw jobs.
pub const PRINTER_PORT: u16 = 9100;

/// Reaches one device on the network.
#[derive(Debug, Clone)]
pub struct TcpConnector {
    address: String,
    connect_timeout: Duration,
}

impl TcpConnector {
    /// A device at `address`: `name`, `name:port`, `1.2.3.4:port` or `[v6]:port`; without a port, 9100.
    pub fn new(address: &str, connect_timeout: Duration) -> Self {
        Self { address: with_port(address.trim()), connect_timeout }
    }

    fn resolve(&self) -> Result<Vec<SocketAddr>, Fault> {
        let bad = || Fault::BadAddress { address: self.address.clone() };
        // The system's resolver has no deadline of its own to set; numbers never wait.
        let found: Vec<SocketAddr> = self.address.to_socket_addrs().map_err(|_| bad())?.collect();
        if found.is_empty() { Err(bad()) } else { Ok(found) }
    }

    fn connect_fault(&self, error: &std::io::Error) -> Fault {
        use std::io::ErrorKind as Kind;
        let address = self.address.clone();
        match error.kind() {
            Kind::TimedOut | Kind::WouldBlock => Fault::ConnectTimedOut { address },
            Kind::ConnectionRefused | Kind::ConnectionReset => Fault::Refused { address },
            Kind::HostUnreachable | Kind::NetworkUnreachable | Kind::NetworkDown | Kind::AddrNotAvailable => {
                Fault::Unreachable { address }
            }
            _ => Fault::System { message: format!("{address}: {error}") },
        }
    }
}

fn with_port(address: &str) -> String {
    let bare_v6 = address.parse::<std::net::Ipv6Addr>().is_ok();
    let has_port = !bare_v6 && address.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    match (bare_v6, has_port) {
        (true, _) => format!("[{address}]:{PRINTER_PORT}"),
        (false, true) => address.to_owned(),
        (false, false) => format!("{address}:{PRINTER_PORT}"),
    }
}

impl Connector for TcpConnector {
    fn open(&self) -> Result<Box<dyn Transport>, Fault> {
        let deadline = Instant::now() + self.connect_timeout;
        let mut last = Fault::ConnectTimedOut { address: self.address.clone() };
        for address in self.resolve()? {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            match TcpStream::connect_timeout(&address, left) {
                Ok(stream) => {
                    // Status questions are a few bytes and must not wait for more; a refusal costs only time.
                    let _ = stream.set_nodelay(true);
                    return Ok(Box::new(TcpTransport { stream }));
                }
                Err(error) => last = self.connect_fault(&error),
            }
        }
        Err(last)
    }

    fn name(&self) -> String {
        self.address.clone()
    }
}

struct TcpTransport {
    stream: TcpStream,
}

/// The system refuses a zero time-out, which would mean "for ever" to it.
fn at_least_a_moment(timeout: Duration) -> Option<Duration> {
    Some(timeout.max(Duration::from_millis(1)))
}

impl Transport for TcpTransport {
    fn write(&mut self, bytes: &[u8], timeout: Duration) -> Result<usize, Fault> {
        let fault = |error| Fault::while_moving(&error);
        self.stream.set_write_timeout(at_least_a_moment(timeout)).map_err(fault)?;
        uninterrupted(|| self.stream.write(bytes)).map_err(fault)
    }

    fn read(&mut self, into: &mut [u8], timeout: Duration) -> Result<usize, Fault> {
        let fault = |error| Fault::while_moving(&error);
        self.stream.set_read_timeout(at_least_a_moment(timeout)).map_err(fault)?;
        uninterrupted(|| self.stream.read(into)).map_err(fault)
    }

    fn discard_input(&mut self) {
        let mut old = [0; 4096];
        // What goes wrong here goes wrong again at the next read, which tells it.
        let _ = self.stream.set_nonblocking(true);
        for _ in 0..16 {
            match uninterrupted(|| self.stream.read(&mut old)) {
                Ok(n) if n > 0 => {}
                _ => break,
            }
        }
        let _ = self.stream.set_nonblocking(false);
    }

    fn finish(&mut self, _timeout: Duration) -> Result<(), Fault> {
        self.stream.shutdown(Shutdown::Write).map_err(|error| Fault::while_moving(&error))
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;
    use crate::transport::write_all;

    #[test]
    fn an_address_without_a_port_means_a_printer() {
        let check = |address: &str, expected: &str| assert_eq!(with_port(address), expected);
        check("192.0.2.7", "192.0.2.7:9100");
        check("192.0.2.7:6101", "192.0.2.7:6101");
        check("printer.local", "printer.local:9100");
        check("::1", "[::1]:9100");
        check("[::1]:515", "[::1]:515");
    }

    #[test]
    fn nothing_listening_is_refused() {
        // Bind and drop: the port was free a moment ago and nothing listens on it now.
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let fault = TcpConnector::new(&address, Duration::from_secs(5)).open().err().unwrap();
        assert_eq!(fault, Fault::Refused { address });
    }

    #[test]
    fn a_name_that_is_no_name_is_told() {
        let fault = TcpConnector::new("not a name:9100", Duration::from_secs(5)).open().err().unwrap();
        assert_eq!(fault.code(), "bad_address");
    }

    #[test]
    fn old_answers_can_be_thrown_away() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let mut transport = TcpConnector::new(&address, Duration::from_secs(5)).open().unwrap();
        let (mut printer, _) = listener.accept().unwrap();
        let patience = Duration::from_secs(30);
        let mut answer = [0; 3];
        printer.write_all(b"one, two").unwrap();
        // Once its beginning is here, so is the rest: it came in one piece.
        assert_eq!(transport.read(&mut answer, patience).unwrap(), 3);
        transport.discard_input();
        printer.write_all(b"new").unwrap();
        assert_eq!(transport.read(&mut answer, patience).unwrap(), 3);
        assert_eq!(&answer, b"new");
    }

    #[test]
    fn half_close_leaves_reading_open() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let printer = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut job = Vec::new();
            stream.read_to_end(&mut job).unwrap();
            stream.write_all(b"done").unwrap();
            job
        });
        let mut transport = TcpConnector::new(&address, Duration::from_secs(5)).open().unwrap();
        write_all(&mut *transport, b"label", Instant::now() + Duration::from_secs(5)).unwrap();
        transport.finish(Duration::from_secs(5)).unwrap();
        let mut answer = [0; 16];
        let n = transport.read(&mut answer, Duration::from_secs(5)).unwrap();
        assert_eq!(&answer[..n], b"done");
        assert_eq!(transport.read(&mut answer, Duration::from_secs(5)).unwrap(), 0);
        assert_eq!(printer.join().unwrap(), b"label");
    }
}
