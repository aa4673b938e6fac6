//! Jobs over real sockets to a simulated printer, in each of its states.

use std::time::Duration;

use bipe_drivers::fake::{FakePrinter, State};
use bipe_drivers::printer::job::{Outcome, Policy, Reason, Silence, send_job};
use bipe_drivers::printer::{Condition, Language};
use bipe_drivers::transport::tcp::TcpConnector;

const JOB: &[u8] = "^XA^CI28^FDRua São João, 12 – Conceição^FS^XZ".as_bytes();

fn policy() -> Policy {
    Policy {
        answer_timeout: Duration::from_millis(500),
        confirm_timeout: Duration::from_millis(50),
        confirm_every: Duration::from_millis(5),
        ..Policy::default()
    }
}

fn print(printer: &FakePrinter, job: &[u8], policy: &Policy) -> Outcome {
    send_job(&TcpConnector::new(&printer.address(), Duration::from_secs(5)), job, policy)
}

fn patient() -> Policy {
    Policy { answer_timeout: Duration::from_secs(20), confirm_timeout: Duration::from_secs(20), ..policy() }
}

#[test]
fn a_ready_printer_prints_and_says_so() {
    let printer = FakePrinter::start();
    assert_eq!(print(&printer, JOB, &patient()), Outcome::Printed { bytes: JOB.len() });
    assert_eq!(printer.wait_for_jobs(1), [JOB]);
}

#[test]
fn a_printer_in_trouble_says_which_and_gets_nothing() {
    let printer = FakePrinter::start();
    let check = |state, policy: &Policy, expected| {
        printer.set_state(state);
        let reason = Reason::Conditions(vec![expected]);
        assert_eq!(print(&printer, JOB, policy), Outcome::NotReady(reason), "{state:?}");
    };
    check(State::PaperOut, &patient(), Condition::PaperOut);
    check(State::RibbonOut, &patient(), Condition::RibbonOut);
    check(State::HeadOpen, &patient(), Condition::HeadOpen);
    check(State::Paused, &patient(), Condition::Paused);
    check(State::Silent, &policy(), Condition::Silent);
    let slow = Policy { answer_timeout: Duration::from_secs(2), ..policy() };
    check(State::HeadOpenToQuery, &slow, Condition::HeadOpen);
    printer.set_state(State::Ready);
    print(&printer, JOB, &patient());
    assert_eq!(printer.wait_for_jobs(1), [JOB], "only the last job may have arrived");
}

#[test]
fn a_printer_that_never_answers_prints_when_it_may() {
    let printer = FakePrinter::start();
    printer.set_state(State::Silent);
    let cheap = Policy { silence: Silence::PrintAnyway, ..policy() };
    assert_eq!(print(&printer, JOB, &cheap), Outcome::Sent { bytes: JOB.len() });
    let mute = Policy { language: Language::Mute, ..policy() };
    assert_eq!(print(&printer, JOB, &mute), Outcome::Sent { bytes: JOB.len() });
    assert_eq!(printer.wait_for_jobs(2), [JOB, JOB]);
}

#[test]
fn a_busy_printer_has_the_job_but_is_not_believed_to_have_printed() {
    let printer = FakePrinter::start();
    printer.set_state(State::Busy);
    let impatient = Policy { answer_timeout: Duration::from_secs(20), ..policy() };
    assert_eq!(print(&printer, JOB, &impatient), Outcome::Sent { bytes: JOB.len() });
}

#[test]
fn a_connection_dropped_in_mid_job_is_unknown() {
    let printer = FakePrinter::start();
    printer.set_state(State::DropAfter(100));
    let job = vec![b'x'; 64 * 1024 * 1024];
    match print(&printer, &job, &patient()) {
        Outcome::Unknown { bytes_out, reason } => {
            assert!((1..=job.len()).contains(&bytes_out));
            assert_eq!(reason.code(), "closed");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(printer.wait_for_jobs(1), [vec![b'x'; 100]]);
}

#[test]
fn even_a_short_job_is_unknown_when_the_printer_hangs_up_on_it() {
    let printer = FakePrinter::start();
    printer.set_state(State::DropAfter(3));
    let outcome = print(&printer, JOB, &patient());
    assert!(matches!(outcome, Outcome::Unknown { bytes_out, .. } if bytes_out == JOB.len()), "{outcome:?}");
}

#[test]
fn a_printer_that_takes_no_more_is_unknown_at_the_deadline() {
    let printer = FakePrinter::start();
    printer.set_state(State::Stalled);
    let job = vec![b'x'; 64 * 1024 * 1024];
    let mute = Policy { language: Language::Mute, write_timeout: Duration::from_millis(300), ..policy() };
    match print(&printer, &job, &mute) {
        Outcome::Unknown { bytes_out, reason } => {
            assert!((1..job.len()).contains(&bytes_out), "{bytes_out}");
            assert_eq!(reason.code(), "timed_out");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_printer_switched_off_fails_safely_and_prints_after_it_is_back() {
    let printer = FakePrinter::start();
    let address = printer.address();
    let way = TcpConnector::new(&address, Duration::from_secs(5));
    drop(printer);
    let outcome = send_job(&way, JOB, &patient());
    assert!(outcome.safe_to_retry(), "{outcome:?}");
    assert!(matches!(&outcome, Outcome::Failed { bytes_out: 0, reason } if reason.code() == "refused"));
    let printer = FakePrinter::start_on(&address);
    assert_eq!(send_job(&way, JOB, &patient()), Outcome::Printed { bytes: JOB.len() });
    assert_eq!(printer.wait_for_jobs(1), [JOB]);
}

#[test]
fn printers_of_every_language_print_or_say_why_not() {
    for language in [Language::Tspl, Language::Epl2, Language::EscPos] {
        let printer = FakePrinter::start_speaking(language);
        let policy = Policy { language, ..patient() };
        assert_eq!(print(&printer, JOB, &policy), Outcome::Sent { bytes: JOB.len() }, "{language:?}");
        assert_eq!(printer.wait_for_jobs(1), [JOB], "{language:?}");
        printer.set_state(State::PaperOut);
        let reason = Reason::Conditions(vec![Condition::PaperOut]);
        assert_eq!(print(&printer, JOB, &policy), Outcome::NotReady(reason), "{language:?}");
    }
    let printer = FakePrinter::start_speaking(Language::Tspl);
    printer.set_state(State::HeadOpenToQuery);
    let slow = Policy { language: Language::Tspl, answer_timeout: Duration::from_secs(2), ..policy() };
    let reason = Reason::Conditions(vec![Condition::HeadOpen]);
    assert_eq!(print(&printer, JOB, &slow), Outcome::NotReady(reason));
}
