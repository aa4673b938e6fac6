SELECT id FROM owners WHERE code = $1
