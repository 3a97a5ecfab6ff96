//! Whatever happens to its connections, a seat ends with exactly its items, in order and once. Not here: what is in
//! them.

mod table;

use proptest::prelude::*;
use table::*;
use wire::{DeskOrder, SeatCall, SeatItem};

#[derive(Clone, Copy, Debug)]
enum Step {
    /// This device decides.
    Decide(usize),
    /// The trainer writes something down for a role.
    Enter(usize),
    /// Somebody writes to another role.
    Send(usize, usize),
    /// This device reads so many frames, if there are.
    Read(usize, usize),
    /// This device loses its connection and comes back.
    Reconnect(usize),
}

const ROLES: [&str; 3] = ["soc", "it-ops", "ic"];

fn step() -> impl Strategy<Value = Step> {
    let device = 0..ROLES.len();
    prop_oneof![
        device.clone().prop_map(Step::Decide),
        device.clone().prop_map(Step::Enter),
        (device.clone(), device.clone()).prop_map(|(from, to)| Step::Send(from, to)),
        (device.clone(), 1usize..4).prop_map(|(device, most)| Step::Read(device, most)),
        device.prop_map(Step::Reconnect),
    ]
}

async fn read(device: &mut Device, most: usize) {
    for _ in 0..most {
        let live = device.live.as_mut().expect("connected");
        let soon = std::time::Duration::from_millis(1);
        let Ok(Some(bytes)) = tokio::time::timeout(soon, live.next()).await else {
            return;
        };
        let frame: wire::SeatFrame = serde_json::from_slice(&bytes).expect("a frame");
        if frame.item.is_some() {
            device.seq = frame.seq;
        } else {
            assert!(
                frame.seq <= device.seq.max(frame.seq),
                "a view names what came before"
            );
        }
        device.heard.push(frame);
    }
}

async fn run(steps: Vec<Step>) {
    let hall = Hall::open("suspicious-login").await;
    hall.order(DeskOrder::Start).await;
    let mut devices = Vec::new();
    for role in ROLES {
        devices.push(hall.join(role, role).await);
    }
    for (number, step) in steps.into_iter().enumerate() {
        let key = format!("key-{number:08}");
        match step {
            Step::Decide(at) => {
                devices[at]
                    .call(says(ROLES[at], &format!("Own {number}")), &key)
                    .await;
            }
            Step::Enter(at) => {
                hall.order(DeskOrder::Ask {
                    role: ROLES[at].to_owned(),
                    says: format!("Asked {number}"),
                })
                .await;
            }
            Step::Send(from, to) => {
                let send = SeatCall::Send {
                    role: ROLES[from].to_owned(),
                    to_role: Some(ROLES[to].to_owned()),
                    to_outside: None,
                    says: format!("Hello {number}"),
                };
                // Nobody writes to themselves; that is refused.
                let _sent = devices[from].try_call(send, &key).await;
            }
            Step::Read(at, most) => read(&mut devices[at], most).await,
            Step::Reconnect(at) => devices[at].reconnect(),
        }
    }
    hall.order(DeskOrder::DeclareRealIncident {
        says: "The end.".to_owned(),
    })
    .await;
    for device in &mut devices {
        let mut fresh = hall.device(device.token.clone());
        for other in [&mut *device, &mut fresh] {
            // The view of the end comes after every item before it.
            other
                .until("the end", |frame| {
                    let view = frame.view.as_ref();
                    view.is_some_and(|view| view.table.real_incident.is_some())
                })
                .await;
            read(other, usize::MAX).await;
        }
        let heard = device.items();
        assert!(
            heard.is_sorted_by(|a, b| a < b),
            "in order and once: {heard:?}"
        );
        assert_eq!(
            heard,
            fresh.items(),
            "what was told is what would be told anew"
        );
        let items = |device: &Device| -> Vec<SeatItem> {
            device
                .heard
                .iter()
                .filter_map(|frame| frame.item.clone())
                .collect()
        };
        assert_eq!(items(device), items(&fresh));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_seat_ends_with_its_items_in_order_and_once(steps in prop::collection::vec(step(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(run(steps));
    }
}
