//! Who works in the demo. Badges and PINs are fixed, printed at the start and shown at log-in.

use bipe_api::setup::DemoUser;
use bipe_core::actor::Role;

/// The password of all demo users at a desk.
pub const PASSWORD: &str = "bipe-demonstra";

const PEOPLE: &[(&str, &str, &str, &str, &[Role])] = &[
    ("ana", "Ana Souza", "BPBANARECEBE01", "1122", &[Role::Receiver]),
    ("bruno", "Bruno Lima", "BPBBRUNOSEPARA1", "2233", &[Role::Picker]),
    ("gil", "Gilberto Reis", "BPBGILSEPARA02", "2244", &[Role::Picker]),
    ("carla", "Carla Nogueira", "BPBCARLACONFERE", "3344", &[Role::Packer]),
    ("davi", "Davi Araújo", "BPBDAVICONTA01", "4455", &[Role::Counter]),
    ("elisa", "Elisa Prado", "BPBELISASUPER1", "5566", &[Role::Supervisor]),
    ("fabio", "Fábio Monteiro", "BPBFABIOADMIN1", "6677", &[Role::Admin]),
];

/// The demo's users.
pub fn users() -> Vec<DemoUser> {
    let user = |(login, name, badge, pin, roles): &(&str, &str, &str, &str, &[Role])| DemoUser {
        name: (*name).to_owned(),
        login: (*login).to_owned(),
        badge: (*badge).to_owned(),
        pin: (*pin).to_owned(),
        roles: roles.to_vec(),
    };
    PEOPLE.iter().map(user).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use bipe_core::code::OwnCode;

    use super::*;

    #[test]
    fn badges_are_badges_and_every_role_of_a_person_is_there() {
        let users = users();
        for user in &users {
            assert!(matches!(OwnCode::read(&user.badge), Some(Ok(OwnCode::Badge(_)))), "{}", user.badge);
            let wrong =
                crate::office::users::wrong_fields(&user.login, &user.name, &user.pin, Some(PASSWORD));
            assert!(wrong.is_empty(), "{wrong:?}");
        }
        let roles: BTreeSet<Role> = users.iter().flat_map(|user| user.roles.clone()).collect();
        assert_eq!(roles.len(), Role::ALL.len() - 1, "all but the integration's");
    }
}
