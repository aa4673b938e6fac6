//! Jobs against scripted transports: each way a job can end.

use super::*;
use crate::printer::zpl::HostStatus;
use crate::transport::PortStatus;
use crate::transport::fake::{FakeConnector, FakeTransport, Log, Step};

const JOB: &[u8] = b"^XA^FDlabel^FS^XZ";

fn policy() -> Policy {
    Policy {
        answer_timeout: Duration::from_secs(5),
        confirm_timeout: Duration::from_millis(20),
        confirm_every: Duration::from_millis(1),
        ..Policy::default()
    }
}

fn host(host: HostStatus) -> Step {
    Step::Give(host.encode())
}

fn ready() -> Step {
    host(HostStatus::default())
}

/// Sends the job to a printer that follows the script; answers the outcome and all that was written.
fn run(steps: Vec<Step>, policy: &Policy) -> (Outcome, Log) {
    let (transport, log) = FakeTransport::new(steps);
    (send_job(&FakeConnector::new([Ok(transport)]), JOB, policy), log)
}

fn went_out(log: &Log) -> bool {
    log.written().windows(JOB.len()).any(|window| window == JOB)
}

#[test]
fn an_idle_printer_afterwards_means_printed() {
    let (outcome, log) = run(vec![ready(), ready(), Step::End], &policy());
    assert_eq!(outcome, Outcome::Printed { bytes: JOB.len() });
    assert_eq!(log.written(), [b"~HS\r\n", JOB, b"~HS\r\n"].concat());
}

#[test]
fn a_busy_printer_is_asked_again_until_it_is_idle() {
    let busy = || host(HostStatus { formats_waiting: 1, ..HostStatus::default() });
    let patient = Policy { confirm_timeout: Duration::from_secs(30), ..policy() };
    let (outcome, _) = run(vec![ready(), busy(), busy(), ready(), Step::End], &patient);
    assert_eq!(outcome, Outcome::Printed { bytes: JOB.len() });
}

#[test]
fn without_confirmation_a_job_is_only_sent() {
    let quick = Policy { confirm_timeout: Duration::ZERO, ..policy() };
    let (outcome, log) = run(vec![ready(), Step::End], &quick);
    assert_eq!(outcome, Outcome::Sent { bytes: JOB.len() });
    assert_eq!(log.written(), [b"~HS\r\n", JOB].concat());
}

#[test]
fn a_stopped_printer_gets_no_byte_of_the_job() {
    let open = HostStatus { head_open: true, paper_out: true, ..HostStatus::default() };
    let (outcome, log) = run(vec![host(open)], &policy());
    let reason = Reason::Conditions(vec![Condition::PaperOut, Condition::HeadOpen]);
    assert_eq!(reason.code(), "paper_out");
    assert_eq!(reason.to_string(), "paper out: load paper; print head open: close it");
    assert_eq!(outcome, Outcome::NotReady(reason));
    assert!(outcome.safe_to_retry());
    assert!(!went_out(&log));
}

#[test]
fn silence_is_asked_twice_and_then_means_not_ready() {
    let (outcome, log) = run(vec![Step::Silence, Step::Silence], &policy());
    assert_eq!(outcome, Outcome::NotReady(Reason::Conditions(vec![Condition::Silent])));
    assert_eq!(log.written(), b"~HS\r\n~HQES\r\n");
}

#[test]
fn the_second_question_may_tell_what_the_first_did_not() {
    let errors = crate::printer::zpl::ErrorsAndWarnings { errors: 4, warnings: 0 };
    let (outcome, log) = run(vec![Step::Silence, Step::Give(errors.encode())], &policy());
    assert_eq!(outcome, Outcome::NotReady(Reason::Conditions(vec![Condition::HeadOpen])));
    assert!(!went_out(&log));
}

#[test]
fn a_late_answer_from_before_the_job_confirms_nothing() {
    let well = crate::printer::zpl::ErrorsAndWarnings::default();
    // The host status asked for before the job comes after it, and says "nothing left to print".
    let steps = vec![Step::Silence, Step::Give(well.encode()), Step::Take(100), ready(), Step::End];
    let (outcome, _) = run(steps, &policy());
    assert_eq!(outcome, Outcome::Sent { bytes: JOB.len() });
}

#[test]
fn a_printer_known_to_be_silent_prints_anyway() {
    let cheap = Policy { silence: Silence::PrintAnyway, ..policy() };
    let (outcome, log) = run(vec![Step::Silence, Step::Silence, Step::End], &cheap);
    assert_eq!(outcome, Outcome::Sent { bytes: JOB.len() });
    assert!(went_out(&log));
    let mute = Policy { language: Language::Mute, ..policy() };
    let (outcome, log) = run(vec![Step::End], &mute);
    assert_eq!(outcome, Outcome::Sent { bytes: JOB.len() });
    assert_eq!(log.written(), JOB);
}

#[test]
fn a_fault_before_the_first_byte_is_a_failure_and_after_it_unknown() {
    let mute = Policy { language: Language::Mute, ..policy() };
    let (outcome, _) = run(vec![Step::Fail(Fault::TimedOut)], &mute);
    assert_eq!(outcome, Outcome::Failed { bytes_out: 0, reason: Fault::TimedOut.into() });
    assert!(outcome.safe_to_retry());
    let (outcome, _) = run(vec![Step::Take(3), Step::Fail(Fault::Unplugged)], &mute);
    assert_eq!(outcome, Outcome::Unknown { bytes_out: 3, reason: Fault::Unplugged.into() });
    assert!(!outcome.safe_to_retry());
}

#[test]
fn trouble_after_the_last_byte_is_unknown() {
    let check = |after: Vec<Step>, expected: Reason| {
        let steps = [vec![ready()], after].concat();
        let (outcome, _) = run(steps, &policy());
        assert_eq!(outcome, Outcome::Unknown { bytes_out: JOB.len(), reason: expected });
    };
    let out = || host(HostStatus { paper_out: true, formats_waiting: 1, ..HostStatus::default() });
    check((0..100).map(|_| out()).collect(), Reason::Conditions(vec![Condition::PaperOut]));
    check(vec![], Reason::Conditions(vec![Condition::Silent]));
    check(vec![Step::End], Fault::Closed.into());
    check(vec![Step::Take(100), Step::Fail(Fault::Unplugged)], Fault::Unplugged.into());
}

#[test]
fn paper_loaded_in_time_is_no_trouble() {
    let out = host(HostStatus { paper_out: true, formats_waiting: 1, ..HostStatus::default() });
    let patient = Policy { confirm_timeout: Duration::from_secs(30), ..policy() };
    let (outcome, _) = run(vec![ready(), out, ready(), Step::End], &patient);
    assert_eq!(outcome, Outcome::Printed { bytes: JOB.len() });
}

#[test]
fn a_rude_good_bye_makes_a_job_unknown_unless_it_was_confirmed() {
    let mute = Policy { language: Language::Mute, ..policy() };
    let (outcome, _) = run(vec![Step::Take(100), Step::Fail(Fault::Closed)], &mute);
    assert_eq!(outcome, Outcome::Unknown { bytes_out: JOB.len(), reason: Fault::Closed.into() });
    let (outcome, _) = run(vec![ready(), ready(), Step::Fail(Fault::Closed)], &policy());
    assert_eq!(outcome, Outcome::Printed { bytes: JOB.len() });
}

#[test]
fn an_unreachable_printer_fails_with_its_fault() {
    let gone = FakeConnector::new([]);
    let outcome = send_job(&gone, JOB, &policy());
    assert_eq!(
        outcome,
        Outcome::Failed { bytes_out: 0, reason: Fault::NotFound { device: "fake".into() }.into() }
    );
}

#[test]
fn the_port_may_know_what_the_language_does_not() {
    let (mut transport, log) = FakeTransport::new([Step::End]);
    transport.port = Some(PortStatus { no_error: true, selected: true, paper_empty: true });
    let mute = Policy { language: Language::Mute, ..policy() };
    let outcome = send_job(&FakeConnector::new([Ok(transport)]), JOB, &mute);
    assert_eq!(outcome, Outcome::NotReady(Reason::Conditions(vec![Condition::PaperOut])));
    assert!(log.written().is_empty());
}

#[test]
fn an_answer_in_another_language_is_told() {
    let noise = Step::Give(vec![b'?'; ANSWER_BYTES_MAX + 1]);
    let (outcome, log) = run(vec![noise], &policy());
    assert_eq!(outcome, Outcome::Failed { bytes_out: 0, reason: Fault::Garbled.into() });
    assert!(!went_out(&log));
}

#[test]
fn a_look_sends_no_job() {
    let (transport, log) = FakeTransport::new([ready()]);
    let answer = look(&FakeConnector::new([Ok(transport)]), &policy()).unwrap();
    assert_eq!(answer, Answer::Status(Status { conditions: vec![], idle: Some(true) }));
    assert_eq!(log.written(), b"~HS\r\n");
}

#[test]
fn every_language_is_asked_in_its_own_words() {
    let check = |language, question: &[u8], well: &[u8], out: &[u8]| {
        let policy = Policy { language, ..policy() };
        let give = |bytes: &[u8]| Step::Give(bytes.to_vec());
        // None of them can say that a job is done: sent is all that is claimed.
        let (outcome, log) = run(vec![give(well), give(well), Step::End], &policy);
        assert_eq!(outcome, Outcome::Sent { bytes: JOB.len() }, "{language:?}");
        assert_eq!(log.written(), [question, JOB, question].concat(), "{language:?}");
        let (outcome, log) = run(vec![give(out)], &policy);
        let expected = Outcome::NotReady(Reason::Conditions(vec![Condition::PaperOut]));
        assert_eq!(outcome, expected, "{language:?}");
        assert_eq!(log.written(), question, "{language:?}");
    };
    check(Language::Tspl, b"\x1B!?", b"\0", b"\x04");
    check(Language::Epl2, b"\r\n^ee\r\n", b"00\r\n", b"07\r\n");
    check(
        Language::EscPos,
        b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04",
        b"\x12\x12\x12\x12",
        b"\x1A\x32\x12\x72",
    );
}

#[test]
fn a_printing_tspl_printer_is_waited_for_but_never_believed() {
    let tspl = Policy { language: Language::Tspl, confirm_timeout: Duration::from_secs(30), ..policy() };
    let byte = |byte: u8| Step::Give(vec![byte]);
    let (outcome, log) = run(vec![byte(0x00), byte(0x20), byte(0x20), byte(0x00), Step::End], &tspl);
    assert_eq!(outcome, Outcome::Sent { bytes: JOB.len() });
    assert_eq!(log.written().iter().filter(|byte| **byte == b'?').count(), 4);
}
