//! Words of the desk.

use bipe_core::actor::Role;
use bipe_core::location::LocationKind;

use super::strings;

/// A role's name.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Picker => picker(),
        Role::Receiver => receiver(),
        Role::Packer => packer(),
        Role::Counter => counter(),
        Role::Supervisor => supervisor(),
        Role::Admin => admin(),
        Role::Integration => integration(),
    }
}

/// A location kind's name.
pub fn location_kind(kind: LocationKind) -> &'static str {
    match kind {
        LocationKind::Dock => kind_dock(),
        LocationKind::Storage => kind_storage(),
        LocationKind::PickFace => kind_pick_face(),
        LocationKind::Staging => kind_staging(),
        LocationKind::PackDesk => kind_pack_desk(),
        LocationKind::Quarantine => kind_quarantine(),
        LocationKind::Transit => kind_transit(),
        LocationKind::Supplier | LocationKind::Customer | LocationKind::Adjustment | LocationKind::Scrap => {
            kind_virtual()
        }
    }
}

/// A label kind's name; one that is not known is shown as it came.
pub fn label_kind(kind: &str) -> &str {
    match kind {
        "shipping" => label_shipping(),
        "pallet" => label_pallet(),
        "badge" => label_badge(),
        "bin" => label_bin(),
        "item" => label_item(),
        "lot" => label_lot(),
        "tote" => label_tote(),
        "carrier" => label_carrier(),
        "command_sheet" => label_command_sheet(),
        "packing_slip" => label_packing_slip(),
        "pick_list" => label_pick_list(),
        "manifest" => label_manifest(),
        "correios" => "Correios",
        "danfe" => "DANFE",
        other => other,
    }
}

/// Why a movement was made; a reason that is not known is shown as it came.
pub fn reason(reason: &str) -> &str {
    match reason {
        "receive" => because_receive(),
        "putaway" => because_putaway(),
        "pick" => because_pick(),
        "pack" => because_pack(),
        "ship" => because_ship(),
        "relocate" => because_relocate(),
        "adjust" => because_adjust(),
        "open" => because_open(),
        "undo" => because_undo(),
        "count" => because_count(),
        "put_back" => because_put_back(),
        "replenish" => because_replenish(),
        "return" => because_return(),
        "scrap" => because_scrap(),
        other => other,
    }
}

strings! {
    picker { pt: "Separação", en: "Picker" }
    receiver { pt: "Recebimento", en: "Receiver" }
    packer { pt: "Embalagem", en: "Packer" }
    counter { pt: "Inventário", en: "Counter" }
    supervisor { pt: "Supervisão", en: "Supervisor" }
    admin { pt: "Administração", en: "Admin" }
    integration { pt: "Integração", en: "Integration" }

    // Frame.
    nav_receive { pt: "Recebimento", en: "Receive" }
    nav_orders { pt: "Pedidos e ondas", en: "Orders & waves" }
    nav_pack { pt: "Embalar e expedir", en: "Pack & ship" }
    nav_stock { pt: "Estoque", en: "Stock" }
    nav_counts { pt: "Inventário", en: "Counts" }
    nav_map { pt: "Mapa", en: "Map" }
    nav_setup { pt: "Cadastros", en: "Set-up" }
    nav_label { pt: "Páginas", en: "Pages" }
    menu { pt: "Menu", en: "Menu" }
    search { pt: "Buscar no estoque: código, item, lote, endereço. Ou bipe.", en: "Search stock: code, item, lot, bin. Or scan." }
    search_short { pt: "Buscar no estoque", en: "Search stock" }
    live { pt: "Ao vivo", en: "Live" }
    not_live { pt: "Reconectando", en: "Reconnecting" }
    to_floor { pt: "Coletor", en: "Handheld" }
    log_out { pt: "Sair", en: "Log out" }
    try_again { pt: "Tentar de novo", en: "Try again" }
    more_rows { pt: "Mostrar mais", en: "Show more" }
    close_panel { pt: "Fechar (Esc)", en: "Close (Esc)" }

    // Log-in.
    log_in_title { pt: "Entrar no Bipe", en: "Log in to Bipe" }
    log_in_who { pt: "Usuário, ou bipe o crachá", en: "Login, or scan your badge" }
    log_in_secret { pt: "Senha ou PIN", en: "Password or PIN" }
    log_in { pt: "Entrar", en: "Log in" }
    log_in_wrong { pt: "Usuário ou senha não confere. Digite de novo.", en: "Login or password does not match. Enter them again." }
    log_in_demo { pt: "Demonstração: clique para entrar", en: "Demonstration: click to log in" }

    // States.
    st_expected { pt: "esperada", en: "expected" }
    st_open { pt: "aberta", en: "open" }
    st_closed { pt: "encerrada", en: "closed" }
    st_new { pt: "novo", en: "new" }
    st_released { pt: "liberado", en: "released" }
    st_picking { pt: "em separação", en: "picking" }
    st_picked { pt: "separado", en: "picked" }
    st_packing { pt: "em conferência", en: "packing" }
    st_packed { pt: "embalado", en: "packed" }
    st_shipped { pt: "expedido", en: "shipped" }
    st_cancelled { pt: "cancelado", en: "cancelled" }
    st_claimed { pt: "em andamento", en: "under way" }
    st_done { pt: "concluída", en: "done" }
    st_queued { pt: "na fila", en: "queued" }
    st_sending { pt: "enviando", en: "sending" }
    st_sent { pt: "enviada", en: "sent" }
    st_printed { pt: "impressa", en: "printed" }
    st_failed { pt: "falhou", en: "failed" }
    st_unknown { pt: "sem resposta", en: "no answer" }
    st_held { pt: "bloqueado", en: "held" }
    st_recalled { pt: "recolhido", en: "recalled" }
    st_free { pt: "livre", en: "free" }
    st_to_count { pt: "a contar", en: "to count" }
    st_counted { pt: "aguarda aprovação", en: "awaits approval" }
    st_posted { pt: "lançada", en: "posted" }
    st_dropped { pt: "descartada", en: "dropped" }
    st_active { pt: "ativo", en: "active" }
    st_inactive { pt: "inativo", en: "inactive" }
    st_waiting { pt: "aguardando", en: "waiting" }

    // Columns.
    col_number { pt: "Número", en: "Number" }
    col_supplier { pt: "Fornecedor", en: "Supplier" }
    col_status { pt: "Situação", en: "Status" }
    col_lines { pt: "Linhas", en: "Lines" }
    col_created { pt: "Criado", en: "Created" }
    col_item { pt: "Item", en: "Item" }
    col_expected { pt: "Esperado", en: "Expected" }
    col_quantity { pt: "Quantidade", en: "Quantity" }
    col_difference { pt: "Dif.", en: "Diff." }
    col_left { pt: "Falta", en: "To come" }
    col_packaging { pt: "Embalagem", en: "Packaging" }
    col_pallet { pt: "Palete", en: "Pallet" }
    col_received { pt: "Recebido", en: "Received" }
    col_customer { pt: "Cliente", en: "Customer" }
    col_carrier { pt: "Transporte", en: "Carrier" }
    col_ship_by { pt: "Sair até", en: "Ship by" }
    col_ordered { pt: "Pedido", en: "Ordered" }
    col_promised { pt: "Prometido", en: "Promised" }
    col_reserved { pt: "Reservado", en: "Reserved" }
    col_picked { pt: "Separado", en: "Picked" }
    col_short { pt: "Falta", en: "Short" }
    col_wave { pt: "Onda", en: "Wave" }
    col_orders { pt: "Pedidos", en: "Orders" }
    col_units { pt: "Unidades", en: "Units" }
    col_tours { pt: "Rotas", en: "Tours" }
    col_released { pt: "Liberada", en: "Released" }
    col_bin { pt: "Endereço", en: "Bin" }
    col_lot { pt: "Lote", en: "Lot" }
    col_expiry { pt: "Validade", en: "Expiry" }
    col_unit_code { pt: "Unidade", en: "Unit" }
    col_on_hand { pt: "Saldo", en: "On hand" }
    col_free { pt: "Livre", en: "Free" }
    col_label { pt: "Etiqueta", en: "Label" }
    col_where { pt: "Onde", en: "Where" }
    col_what { pt: "O que corrigir", en: "What to mend" }
    col_login { pt: "Usuário", en: "Login" }
    col_name { pt: "Nome", en: "Name" }
    col_roles { pt: "Perfis", en: "Roles" }
    col_badges { pt: "Crachás", en: "Badges" }
    col_address { pt: "Endereço de rede", en: "Address" }
    col_format { pt: "Formato", en: "Format" }
    col_labels { pt: "Etiquetas", en: "Labels" }
    col_url { pt: "URL", en: "URL" }
    col_events { pt: "Eventos", en: "Events" }

    // Receive.
    import_title { pt: "Importar NF-e", en: "Import an NF-e" }
    import_how { pt: "Solte o XML aqui, cole-o, ou escolha o arquivo.", en: "Drop the XML here, paste it, or choose the file." }
    import_file { pt: "Escolher arquivo", en: "Choose file" }
    import_paste { pt: "Colar XML", en: "Paste XML" }
    blind_begin { pt: "Receber às cegas", en: "Receive blind" }
    blind_begun(number) { pt: "Recebimento cego {number} criado.", en: "Blind receipt {number} made." }
    kind_purchase_order { pt: "Pedido de compra", en: "Purchase order" }
    kind_blind { pt: "Cega", en: "Blind" }
    receipt_reason_help { pt: "Ao menos 3 letras. O motivo fica no registro.", en: "At least 3 letters. The reason is kept." }
    receipts_all { pt: "Todos", en: "All" }
    kinds_all { pt: "Todos os documentos", en: "All documents" }
    receipts_search { pt: "Número ou fornecedor", en: "Number or supplier" }
    order_new { pt: "Novo pedido de compra", en: "New purchase order" }
    order_number { pt: "Número do pedido", en: "Order number" }
    asn_new { pt: "Avisar entrega (ASN)", en: "Announce a delivery (ASN)" }
    asn_number { pt: "Número do aviso", en: "Number of the notice" }
    asn_of_order { pt: "Avisar entrega do que falta", en: "Announce the delivery of the rest" }
    supplier_how { pt: "Escolha da lista, ou escreva um novo.", en: "Choose one of the list, or write a new one." }
    supplier_tax_id { pt: "CNPJ ou CPF do fornecedor", en: "Supplier's tax id" }
    item_how { pt: "Código, nome ou GTIN. Escolha da lista.", en: "Code, name or GTIN. Choose one of the list." }
    packaging_of(name, base) { pt: "{name} com {base}", en: "{name} of {base}" }
    line_n(n) { pt: "Linha {n}", en: "Line {n}" }
    add_line { pt: "Mais uma linha", en: "One more line" }
    line_without_item(n) { pt: "Linha {n}: escolha um item da lista.", en: "Line {n}: choose an item of the list." }
    line_without_quantity(n) { pt: "Linha {n}: a quantidade é um número inteiro, maior que zero.", en: "Line {n}: the quantity is a whole number above zero." }
    line_without_day(n) { pt: "Linha {n}: a validade não é uma data.", en: "Line {n}: the expiry is no date." }
    add_lot { pt: "Mais um lote", en: "One more lot" }
    remove_lot { pt: "Tirar lote", en: "Remove lot" }
    of_lot(lot, base) { pt: "Lote {lot}: {base}", en: "Lot {lot}: {base}" }
    pallets_how { pt: "Cada palete entra com uma leitura do SSCC.", en: "Each pallet comes in by one scan of its SSCC." }
    pallet_n(n) { pt: "Palete {n}", en: "Pallet {n}" }
    pallet_without_quantity(n) { pt: "Palete {n}: diga de que linha e quanto, em números inteiros.", en: "Pallet {n}: say of which line and how many, in whole numbers." }
    sscc_how { pt: "Os 18 dígitos da etiqueta.", en: "The label's 18 digits." }
    add_pallet { pt: "Mais um palete", en: "One more pallet" }
    remove_pallet { pt: "Tirar palete", en: "Remove pallet" }
    content_line { pt: "O que está nele", en: "What stands on it" }
    add_content { pt: "Mais um item no palete", en: "More on this pallet" }
    remove_content { pt: "Tirar do palete", en: "Take off the pallet" }
    receipt_made(number) { pt: "{number} criado. Já aparece no coletor.", en: "{number} made. Handhelds show it now." }
    receipt_cancel { pt: "Cancelar o que falta", en: "Cancel what is to come" }
    receipt_cancel_sure { pt: "Cancelar mesmo?", en: "Really cancel?" }
    receipt_cancelled { pt: "Cancelado: nada mais é esperado.", en: "Cancelled: nothing more is expected." }
    receipt_rule { pt: "Regra de recebimento", en: "Receiving rule" }
    receipt_rule_percent { pt: "Aceitar a mais, em %", en: "Accept more, in %" }
    receipt_rule_percent_how { pt: "Do esperado. O item ou o documento pode ter outro limite.", en: "Of what is expected. An item or a document may have its own limit." }
    receipt_rule_blind { pt: "Conferência cega: não mostrar o esperado a quem recebe", en: "Blind: do not show what is expected to those who receive" }
    receipt_reopen { pt: "Reabrir", en: "Open again" }
    receipt_reopened { pt: "Recebimento reaberto.", en: "The receipt is open again." }
    send_back { pt: "Devolver ao fornecedor", en: "Send back to supplier" }
    send_back_done { pt: "Mercadoria devolvida ao fornecedor.", en: "The goods went back to the supplier." }
    send_back_quantity { pt: "Digite a quantidade em números.", en: "Enter the quantity as a number." }
    send_back_lot_help { pt: "Pode faltar se há um só lote no endereço.", en: "May be left out where one lot lies there." }
    send_back_unit_help { pt: "Palete ou caixa; vazio se está solta.", en: "Pallet or carton; empty when loose." }
    in_quarantine(n) { pt: "{n} em quarentena", en: "{n} in quarantine" }
    sent_back(n) { pt: "{n} devolvido", en: "{n} sent back" }
    import_send { pt: "Importar", en: "Import" }
    import_busy { pt: "Importando", en: "Importing" }
    import_done(number) { pt: "Nota {number} importada.", en: "Invoice {number} imported." }
    import_failed { pt: "A NF-e não foi importada. Nada mudou.", en: "The NF-e was not imported. Nothing changed." }
    import_unreadable { pt: "O arquivo não pôde ser lido. Escolha outro.", en: "The file could not be read. Choose another." }
    receipts_none { pt: "Nenhum documento aqui.", en: "No documents here." }
    receipts_how { pt: "Importe o XML de uma NF-e ou crie um pedido de compra; o documento aparece aqui e no coletor.", en: "Import an NF-e or make a purchase order; it shows up here and on handhelds." }
    access_key { pt: "Chave de acesso", en: "Access key" }

    // Orders and waves.
    orders_all { pt: "Todos", en: "All" }
    orders_none { pt: "Nenhum pedido aqui.", en: "No orders here." }
    orders_how { pt: "Pedidos chegam da loja ou do ERP por POST /api/v1/orders.", en: "Orders come from the shop or the ERP by POST /api/v1/orders." }
    release(n) { pt: "Liberar onda com {n}", en: "Release a wave of {n}" }
    release_all { pt: "Liberar todos os novos", en: "Release all new ones" }
    release_busy { pt: "Liberando", en: "Releasing" }
    released(number, units) { pt: "Onda {number} liberada. Unidades reservadas: {units}.", en: "Wave {number} released. Units reserved: {units}." }
    released_open(units) { pt: "Unidades sem estoque: {units}.", en: "Units without stock: {units}." }
    select_order(number) { pt: "Selecionar pedido {number}", en: "Select order {number}" }
    waves { pt: "Ondas", en: "Waves" }
    priority_of(priority) { pt: "Prioridade {priority}", en: "Priority {priority}" }
    calls { pt: "Coletas de hoje", en: "Today's calls" }
    calls_set { pt: "Horários de coleta", en: "Times of calls" }
    calls_how { pt: "Quando cada transportadora coleta neste armazém. Vazio: sem hora certa.", en: "When each carrier calls at this warehouse. Empty: at no certain time." }
    calls_none { pt: "Nada precisa sair hoje.", en: "Nothing must leave today." }
    call_untimed { pt: "Hoje", en: "Today" }
    call_met(clock) { pt: "Separado até {clock}", en: "Picked by {clock}" }
    call_missed_one { pt: "1 pedido perde a coleta", en: "1 order misses it" }
    call_missed(orders) { pt: "{orders} pedidos perdem a coleta", en: "{orders} orders miss it" }
    call_orders(orders) { pt: "{orders} por separar", en: "{orders} to pick" }
    call_waiting(orders) { pt: "{orders} sem onda", en: "{orders} in no wave" }
    pickers_count(count) { pt: "com {count} na separação", en: "with {count} picking" }
    pickers_fewer { pt: "Com menos gente", en: "With fewer people" }
    pickers_more { pt: "Com mais gente", en: "With more people" }
    pace_usual { pt: "ritmo usual: 1 m/s, 15 s por item", en: "usual pace: 1 m/s, 15 s a pick" }
    pace_measured(tours) { pt: "ritmo das últimas {tours} rotas", en: "pace of the last {tours} tours" }
    saved { pt: "Salvo", en: "Saved" }
    channels { pt: "Canais de liberação", en: "Release channels" }
    channels_none { pt: "Nenhum canal.", en: "No channel." }
    channels_how { pt: "Um canal escolhe os pedidos da próxima onda por regra, com um clique ou sozinho.", en: "A channel chooses the next wave's orders by a rule, by a click or by itself." }
    channel_code { pt: "Código", en: "Code" }
    channel_new { pt: "Novo canal", en: "New channel" }
    channel_release { pt: "Liberar onda", en: "Release a wave" }
    channel_automatic { pt: "Automático", en: "Automatic" }
    channel_by_hand { pt: "Manual", en: "By hand" }
    channel_automatic_how { pt: "Libera sozinho sempre que houver lugar", en: "Releases by itself whenever there is room" }
    channel_rule_how { pt: "O que ficar vazio não restringe.", en: "What is left empty does not restrict." }
    channel_carriers { pt: "Transportadoras", en: "Carriers" }
    channel_channels { pt: "Canais de venda", en: "Sales channels" }
    channel_zones { pt: "Zonas", en: "Zones" }
    channel_zones_how { pt: "Tudo do pedido está nelas. Códigos separados por vírgula.", en: "All of the order lies in them. Codes parted by commas." }
    channel_priority { pt: "Prioridade mínima", en: "Least priority" }
    channel_days { pt: "Sai em até quantos dias", en: "Leaves within so many days" }
    channel_days_how { pt: "0 é hoje.", en: "0 is today." }
    channel_limits { pt: "Limites", en: "Limits" }
    channel_orders_max { pt: "Pedidos por onda", en: "Orders of a wave" }
    channel_units_max { pt: "Unidades por onda", en: "Units of a wave" }
    channel_tours_max { pt: "Rotas abertas ao mesmo tempo", en: "Tours open at once" }
    channel_tours_how { pt: "Enquanto houver tantas, nada mais é liberado. Vazio: sem limite.", en: "While there are as many, nothing more is released. Empty: no limit." }
    channel_no_limit { pt: "Vazio: sem limite.", en: "Empty: no limit." }
    channel_wrong { pt: "Informe código, nome e números inteiros.", en: "Give a code, a name and whole numbers." }
    commas { pt: "Códigos separados por vírgula.", en: "Codes parted by commas." }
    col_takes { pt: "Quais pedidos", en: "Which orders" }
    col_waiting { pt: "Esperam", en: "Waiting" }
    col_running { pt: "Rotas", en: "Tours" }
    col_automatic { pt: "Liberação", en: "Release" }
    takes_all { pt: "todos", en: "all" }
    takes_today { pt: "sai hoje", en: "leaves today" }
    takes_tomorrow { pt: "sai até amanhã", en: "leaves by tomorrow" }
    takes_days(days) { pt: "sai em até {days} dias", en: "leaves within {days} days" }
    takes_priority(least) { pt: "prioridade {least} ou mais", en: "priority {least} or more" }
    takes_zones(zones) { pt: "só zonas {zones}", en: "zones {zones} only" }
    waves_none { pt: "Nenhuma onda liberada.", en: "No wave released." }
    waves_how { pt: "Selecione pedidos novos e libere uma onda.", en: "Select new orders and release a wave." }
    col_walk { pt: "Percurso", en: "Walk" }
    walk(metres) { pt: "{metres} m", en: "{metres} m" }
    walk_s_shape(saved) { pt: "{saved} que em S", en: "{saved} of the S-shape" }
    walk_by_bin(saved) { pt: "{saved} que por endereço", en: "{saved} of bin by bin" }
    map_heat { pt: "Separações dos últimos 30 dias", en: "Picks of the last 30 days" }
    map_wave(number) { pt: "Onda {number}", en: "Wave {number}" }
    map_which { pt: "O que mostrar", en: "What to show" }
    map_tours { pt: "Rotas", en: "Tours" }
    map_tour_length(tour, metres) { pt: "{tour}: {metres} m", en: "{tour}: {metres} m" }
    map_tour_shortest(tour, metres) { pt: "{tour}: {metres} m, o menor percurso possível", en: "{tour}: {metres} m, the shortest walk there is" }
    map_tour_least(tour, metres, least) { pt: "{tour}: {metres} m; nenhum percurso tem menos de {least} m", en: "{tour}: {metres} m; no walk is shorter than {least} m" }
    map_all_tours { pt: "Todas", en: "All" }
    map_none { pt: "Nenhum endereço em um corredor.", en: "No bin is in an aisle." }
    map_how { pt: "Crie endereços em Cadastros; corredor e posição fazem o mapa.", en: "Make bins in Set-up; their aisles and places make the map." }
    map_picks(bin, picks) { pt: "{bin} · separações: {picks}", en: "{bin} · picks: {picks}" }
    map_start { pt: "Início dos percursos", en: "Where walks start" }
    map_end { pt: "Fim dos percursos", en: "Where walks end" }
    map_start_end { pt: "Início e fim dos percursos", en: "Where walks start and end" }
    map_up(aisle) { pt: "{aisle}: mão única, subindo", en: "{aisle}: one way, up" }
    map_down(aisle) { pt: "{aisle}: mão única, descendo", en: "{aisle}: one way, down" }
    map_link { pt: "Ligação", en: "Link" }
    map_link_length(name, metres) { pt: "{name}: {metres} m", en: "{name}: {metres} m" }
    map_one_way { pt: "Mão única", en: "One way" }
    map_link_sign { pt: "Escada, elevador ou porta", en: "Stairs, lift or door" }
    map_ends_sign { pt: "Fim dos percursos", en: "Where walks end" }
    ways { pt: "Caminhos", en: "Ways" }
    ways_how { pt: "Vazio: corredores de mão dupla, e todo percurso começa e termina na embalagem.", en: "Left empty, aisles are walked both ways, and walks start and end at packing." }
    ways_up { pt: "Corredores só de subida", en: "Aisles walked up only" }
    ways_up_how { pt: "Subir é ir da frente para o fundo. Nomes separados por vírgula.", en: "Up is away from the front. Names parted by commas." }
    ways_down { pt: "Corredores só de descida", en: "Aisles walked down only" }
    ways_start { pt: "Onde o percurso começa", en: "Where walks start" }
    ways_start_how { pt: "Código de um endereço, ou um ponto x/y em milímetros: 1200/3400. Em outro galpão: Mezanino 1200/3400.", en: "A location's code, or a point x/y in millimetres: 1200/3400. In another hall: Mezzanine 1200/3400." }
    ways_ends { pt: "Onde o percurso termina", en: "Where walks end" }
    ways_ends_how { pt: "Vazio: onde começou. Vários separados por vírgula: vale o mais perto.", en: "Left empty: where it started. Several parted by commas: the nearest counts." }
    ways_halls { pt: "Outros galpões e níveis", en: "Other halls and levels" }
    ways_halls_how { pt: "Os corredores que não estão aqui formam o primeiro galpão.", en: "Aisles that stand in none of these are the first hall." }
    ways_add_hall { pt: "Mais um galpão", en: "Add a hall" }
    ways_aisles { pt: "Corredores", en: "Aisles" }
    ways_crosses { pt: "Corredores transversais", en: "Cross aisles" }
    ways_crosses_how { pt: "Posições y em milímetros, separadas por vírgula; na frente e no fundo sempre há um.", en: "Their y in millimetres, parted by commas; there is always one at the front and at the back." }
    ways_links { pt: "Escadas, elevadores e portas", en: "Stairs, lifts and doors" }
    ways_links_how { pt: "Ligam dois lugares, escritos como no começo do percurso.", en: "They join two places, written as where walks start." }
    ways_add_link { pt: "Mais uma ligação", en: "Add a link" }
    ways_link_name_how { pt: "Como a equipe chama: Escada norte.", en: "What people call it: North stairs." }
    ways_from { pt: "De", en: "From" }
    ways_to { pt: "Para", en: "To" }
    ways_metres { pt: "Quantos metros se anda", en: "Metres to walk" }
    ways_link_one_way { pt: "Só nesse sentido", en: "In this direction only" }
    ways_both(aisle) { pt: "O corredor {aisle} está na subida e na descida.", en: "Aisle {aisle} is both up and down." }
    ways_wrong_crosses(hall) { pt: "Os corredores transversais de {hall} não são milímetros.", en: "The cross aisles of {hall} are no millimetres." }
    ways_wrong_metres(from, to) { pt: "De {from} para {to}: diga quantos metros, como 12,5.", en: "From {from} to {to}: say how many metres, as 12.5." }
    fault_unreached(bin) { pt: "Nenhum caminho chega a {bin}.", en: "No way leads to {bin}." }
    fault_unleft(bin) { pt: "De {bin} não se chega ao fim do percurso.", en: "From {bin} no way leads to the end of a walk." }
    fault_against(one, other) { pt: "Os corredores {one} e {other} estão na mesma linha em sentidos opostos.", en: "The aisles {one} and {other} are one line in opposite directions." }
    map_less { pt: "menos", en: "fewer" }
    map_more { pt: "mais", en: "more" }
    map_label { pt: "Mapa do armazém", en: "Map of the warehouse" }
    map_faults { pt: "O mapa tem falhas", en: "The map has faults" }
    fault_twice(one, other) { pt: "{one} e {other} dizem ser o mesmo lugar.", en: "{one} and {other} say they are one place." }
    fault_crooked(aisle) { pt: "Os endereços do corredor {aisle} não estão em linha.", en: "The bins of aisle {aisle} are in no line." }
    fault_unreachable(bin) { pt: "{bin} não está em nenhum corredor.", en: "{bin} is in no aisle." }
    fault_layout(why) { pt: "Não há percurso planejado: {why}.", en: "No walk is planned: {why}." }
    faults_more(count) { pt: "e mais {count}", en: "and {count} more" }
    ship_to { pt: "Entregar para", en: "Ship to" }
    parcels { pt: "Volumes", en: "Parcels" }
    lines { pt: "Linhas", en: "Lines" }
    shortage { pt: "falta estoque", en: "short of stock" }
    nobody { pt: "sem operador", en: "nobody yet" }

    // Pack and ship.
    print_queue { pt: "Fila de impressão", en: "Print queue" }
    print_none { pt: "Nada foi impresso ainda.", en: "Nothing was printed yet." }
    print_how { pt: "Etiquetas de paletes, volumes e crachás aparecem aqui.", en: "Labels of pallets, parcels and badges show up here." }
    reprint { pt: "Reimprimir", en: "Print again" }
    reprinted { pt: "Reimpressão na fila.", en: "Queued to print again." }
    preview { pt: "PDF", en: "PDF" }
    label_shipping { pt: "expedição", en: "shipping" }
    label_pallet { pt: "palete", en: "pallet" }
    label_badge { pt: "crachá", en: "badge" }
    label_bin { pt: "endereço", en: "bin" }
    label_item { pt: "item", en: "item" }
    label_lot { pt: "lote", en: "lot" }
    label_tote { pt: "caixa", en: "tote" }
    label_carrier { pt: "transportadora", en: "carrier" }
    label_command_sheet { pt: "folha de comandos", en: "command sheet" }
    label_packing_slip { pt: "lista do pedido", en: "packing slip" }
    label_pick_list { pt: "lista de separação", en: "pick list" }
    label_manifest { pt: "romaneio", en: "manifest" }
    packing { pt: "Conferência", en: "Packing" }
    reprint_of { pt: "2ª via", en: "copy" }

    // Stock.
    by_place { pt: "Por endereço", en: "By bin" }
    lots { pt: "Lotes", en: "Lots" }
    lots_none { pt: "Nenhum lote encontrado.", en: "No lots found." }
    lots_how { pt: "Busque por lote, código ou nome do item.", en: "Search by lot, item code or name." }
    lot_hold { pt: "Bloquear", en: "Hold" }
    lot_recall { pt: "Recolher", en: "Recall" }
    lot_release { pt: "Liberar", en: "Release" }
    lot_changed { pt: "Feito. Vale desde já.", en: "Done. It holds from now on." }
    lot_reason_help { pt: "Quem separa e quem embala param na hora. O motivo fica no registro.", en: "Pickers and packers stop at once. The reason is kept." }
    lot_reserved { pt: "Reservado para", en: "Reserved for" }
    lot_stopped { pt: "Nada disso sai enquanto o lote não for liberado.", en: "Nothing of this leaves until the lot is released." }
    made_on { pt: "Fabricação", en: "Made" }
    best_before { pt: "Consumir de preferência até", en: "Best before" }
    removal_on { pt: "Retirar até", en: "Remove by" }
    trace_title { pt: "Para onde foi", en: "Where it went" }
    trace_receipts { pt: "Notas", en: "Receipts" }
    trace_locations { pt: "Endereços", en: "Bins" }
    trace_units { pt: "Paletes e caixas", en: "Handling units" }
    trace_orders { pt: "Pedidos", en: "Orders" }
    trace_parcels { pt: "Volumes", en: "Parcels" }
    trace_customers { pt: "Clientes que receberam", en: "Customers shipped to" }
    explain_on_hand { pt: "De onde vem este saldo", en: "Where this figure comes from" }
    explain_reserved { pt: "Reservado para", en: "Reserved for" }
    because_receive { pt: "recebimento", en: "received" }
    because_putaway { pt: "armazenagem", en: "put away" }
    because_pick { pt: "separação", en: "picked" }
    because_pack { pt: "conferência", en: "packed" }
    because_ship { pt: "expedição", en: "shipped" }
    because_relocate { pt: "remanejamento", en: "moved" }
    because_adjust { pt: "ajuste", en: "adjusted" }
    because_open { pt: "abertura", en: "opened" }
    because_undo { pt: "estorno", en: "undone" }
    because_count { pt: "contagem", en: "counted" }
    because_put_back { pt: "devolução ao endereço", en: "put back" }
    because_replenish { pt: "reabastecimento", en: "replenished" }
    because_return { pt: "devolução", en: "returned" }
    because_scrap { pt: "descarte", en: "scrapped" }
    stock_none { pt: "Nada encontrado no estoque.", en: "Nothing found in stock." }
    stock_how { pt: "Busque por código, nome, lote ou endereço; ou receba mercadoria.", en: "Search by code, name, lot or bin; or receive goods." }
    stock_search(text) { pt: "Busca: {text}", en: "Search: {text}" }
    clear_search { pt: "Limpar busca", en: "Clear search" }

    // Set-up.
    users { pt: "Usuários", en: "Users" }
    users_none { pt: "Nenhum usuário ainda.", en: "No users yet." }
    users_how { pt: "Crie quem trabalha no armazém, depois imprima os crachás.", en: "Add who works here, then print their badges." }
    new_user { pt: "Novo usuário", en: "New user" }
    add { pt: "Criar", en: "Add" }
    new_badge { pt: "Novo crachá", en: "New badge" }
    print_badge { pt: "Imprimir crachá", en: "Print badge" }
    revoke { pt: "Revogar", en: "Revoke" }
    revoke_sure { pt: "Revogar de vez?", en: "Revoke for good?" }
    revoked { pt: "Crachá revogado. Ele não entra mais.", en: "Badge revoked. It no longer logs in." }
    badge_made { pt: "Crachá criado. Imprima e entregue.", en: "Badge made. Print it and hand it over." }
    change_pin { pt: "Trocar PIN", en: "Change PIN" }
    pin { pt: "PIN", en: "PIN" }
    pin_help { pt: "4 a 8 dígitos", en: "4 to 8 digits" }
    pin_changed { pt: "PIN trocado.", en: "PIN changed." }
    user_made { pt: "Usuário criado.", en: "User added." }
    password { pt: "Senha", en: "Password" }
    password_help { pt: "Pelo menos 10 caracteres; só para entrar no computador.", en: "At least 10 characters; only for desks." }
    password_optional { pt: "Senha (opcional)", en: "Password (optional)" }
    save { pt: "Salvar", en: "Save" }
    printers { pt: "Impressoras", en: "Printers" }
    printers_none { pt: "Nenhuma impressora ainda.", en: "No printers yet." }
    printers_how { pt: "Cadastre uma de rede (tcp://192.168.0.50:9100) ou uma pasta para PDFs (file:etiquetas).", en: "Add a network printer (tcp://192.168.0.50:9100) or a folder for PDFs (file:labels)." }
    new_printer { pt: "Nova impressora", en: "New printer" }
    printer_made { pt: "Impressora criada.", en: "Printer added." }
    address_help { pt: "tcp://endereço:9100 ou file:pasta; as das estações aparecem sozinhas", en: "tcp://host:9100 or file:folder; those at stations appear by themselves" }
    printer_answers { pt: "Responde quando perguntada (as simples não respondem)", en: "Answers when asked (cheap ones do not)" }
    printer_ready { pt: "Pronta", en: "Ready" }
    dpi { pt: "Resolução (dpi)", en: "Resolution (dpi)" }
    locations { pt: "Endereços", en: "Locations" }
    locations_none { pt: "Nenhum endereço ainda.", en: "No locations yet." }
    locations_how { pt: "Crie os endereços de uma zona de uma vez: ruas, módulos, níveis.", en: "Make the bins of a zone at once: aisles, bays, levels." }
    new_bins { pt: "Criar endereços", en: "Make bins" }
    bins_made(count, first, last) { pt: "Endereços criados: {count}, de {first} a {last}.", en: "Bins made: {count}, {first} to {last}." }
    print_label { pt: "Imprimir etiqueta", en: "Print label" }
    col_code { pt: "Endereço", en: "Code" }
    col_zone { pt: "Zona", en: "Zone" }
    col_kind { pt: "Tipo", en: "Kind" }
    col_check_digits { pt: "Dígitos", en: "Check digits" }
    col_pallets { pt: "Paletes", en: "Pallets" }
    zone_code { pt: "Código da zona", en: "Zone code" }
    zone_name { pt: "Nome da zona", en: "Zone name" }
    zone_name_help { pt: "Secos, Resfriados, Limpeza…", en: "Dry goods, chilled, cleaning…" }
    aisles { pt: "Ruas", en: "Aisles" }
    aisles_help { pt: "Na ordem em que se anda, separadas por espaço.", en: "In walking order, separated by spaces." }
    bays { pt: "Módulos por rua", en: "Bays an aisle" }
    levels { pt: "Níveis por módulo", en: "Levels a bay" }
    positions { pt: "Posições por nível", en: "Positions a level" }
    pick_levels { pt: "Níveis de picking", en: "Pick levels" }
    pick_levels_help { pt: "A partir do chão; acima fica o pulmão.", en: "From the floor up; above is reserve storage." }
    units_max { pt: "Paletes por endereço", en: "Pallets a bin" }
    units_max_help { pt: "Vazio para sem limite.", en: "Empty for no limit." }
    kind_dock { pt: "doca", en: "dock" }
    kind_storage { pt: "pulmão", en: "storage" }
    kind_pick_face { pt: "picking", en: "pick face" }
    kind_staging { pt: "espera", en: "staging" }
    kind_pack_desk { pt: "embalagem", en: "pack desk" }
    kind_quarantine { pt: "quarentena", en: "quarantine" }
    kind_transit { pt: "carrinhos", en: "in transit" }
    kind_virtual { pt: "conta", en: "account" }
    stations { pt: "Estações", en: "Stations" }
    stations_none { pt: "Nenhuma estação ainda.", en: "No stations yet." }
    stations_how { pt: "Crie uma para cada bancada com leitor, balança ou impressora.", en: "Make one for each desk with a scanner, a scale or a printer." }
    new_station { pt: "Nova estação", en: "New station" }
    new_token { pt: "Novo token", en: "New token" }
    token_once { pt: "Guarde o token no arquivo da estação: ele aparece só agora.", en: "Put the token into the station's file: it is shown only now." }
    station_code_help { pt: "Letras maiúsculas, números, - e ponto: DOCA1", en: "Capital letters, digits, - and dots: DOCK1" }
    col_station { pt: "Estação", en: "Station" }
    col_operator { pt: "Operador", en: "Operator" }
    col_seen { pt: "Vista em", en: "Last heard" }
    col_devices { pt: "Aparelhos", en: "Devices" }
    templates { pt: "Etiquetas", en: "Labels" }
    templates_none { pt: "Nenhum modelo.", en: "No templates." }
    templates_how { pt: "Os modelos de etiqueta aparecem aqui.", en: "The templates of labels appear here." }
    template_changed { pt: "alterado", en: "changed" }
    template_help { pt: "Medidas em milímetros, a partir do canto superior esquerdo. A etiqueta acima muda enquanto você digita.", en: "Millimetres from the top left corner. The label above changes while you type." }
    template_source { pt: "Modelo da etiqueta", en: "Template of the label" }
    template_reset { pt: "Voltar ao original", en: "Back to the original" }
    template_reset_sure { pt: "Descartar as alterações", en: "Discard the changes" }
    col_changed { pt: "Alterado por", en: "Changed by" }
    webhooks { pt: "Webhooks", en: "Webhooks" }
    webhooks_none { pt: "Nenhum webhook ainda.", en: "No webhooks yet." }
    webhooks_how { pt: "Informe a URL da loja; ela recebe situação e rastreio, assinados.", en: "Give the shop's URL; it hears status and tracking, signed." }
    new_webhook { pt: "Novo webhook", en: "New webhook" }
    secret_once { pt: "Segredo da assinatura. Copie agora: ele não será mostrado de novo.", en: "The signing secret. Copy it now: it will not be shown again." }
    events_help { pt: "Tipos separados por vírgula; vazio para todos.", en: "Types separated by commas; all when empty." }
    remove { pt: "Excluir", en: "Remove" }
    remove_sure { pt: "Excluir de vez?", en: "Remove for good?" }
    all_events { pt: "todos", en: "all" }

    // First start.
    first_title { pt: "Primeiro acesso", en: "First start" }
    first_how { pt: "O servidor mostrou um código ao iniciar. Com ele, crie o armazém e o administrador.", en: "The server printed a code when it started. With it, set up the warehouse and its admin." }
    first_code { pt: "Código do servidor", en: "The server's code" }
    first_code_help { pt: "Está na janela em que o servidor foi iniciado.", en: "It stands in the window that the server was started in." }
    first_warehouse { pt: "Armazém", en: "Warehouse" }
    warehouse_code { pt: "Sigla", en: "Code" }
    warehouse_code_help { pt: "Curta, como SP1", en: "Short, like SP1" }
    warehouse_name { pt: "Nome", en: "Name" }
    time_zone { pt: "Fuso horário", en: "Time zone" }
    gs1_prefix { pt: "Prefixo GS1 da empresa", en: "GS1 company prefix" }
    gs1_prefix_help { pt: "7 a 10 dígitos, para os códigos SSCC dos paletes e volumes.", en: "7 to 10 digits, for the SSCCs of pallets and parcels." }
    first_address { pt: "Remetente nas etiquetas", en: "Sender on labels" }
    address_name { pt: "Empresa", en: "Company" }
    address_name_help { pt: "Como deve sair na etiqueta de envio.", en: "As it should stand on shipping tags." }
    street { pt: "Rua e número", en: "Street and number" }
    district { pt: "Bairro", en: "District" }
    city { pt: "Cidade", en: "City" }
    state { pt: "UF", en: "State" }
    postal_code { pt: "CEP", en: "Postal code" }
    first_admin { pt: "Administrador", en: "Admin" }
    login { pt: "Usuário", en: "Login" }
    name { pt: "Nome", en: "Name" }
    next { pt: "Continuar", en: "Continue" }
    previous { pt: "Voltar", en: "Back" }
    finish { pt: "Criar armazém", en: "Set up" }
    step(n, of) { pt: "Passo {n} de {of}", en: "Step {n} of {of}" }

    // Counts.
    counts_all { pt: "Todas", en: "All" }
    paper_commands { pt: "Folha de comandos", en: "Command sheet" }
    paper_training { pt: "Folha de treino", en: "Training sheet" }
    paper_scanner { pt: "Etiqueta de teste do leitor", en: "Scanner test label" }
    exceptions { pt: "Pendências sem rede", en: "Open from work without the network" }
    exceptions_how { pt: "O coletor fez sem rede, e o servidor não pôde anotar. Confira a mercadoria, acerte o estoque e diga o que foi feito.", en: "A handheld did this without the network, and the server could not write it down. Look at the goods, put the stock right, and say what was done." }
    exception_note { pt: "O que foi feito", en: "What was done" }
    exception_resolve { pt: "Resolver", en: "Resolve" }
    exception_resolved { pt: "Pendência resolvida.", en: "Resolved." }
    col_moved { pt: "Levado", en: "Moved" }
    counts_none { pt: "Nenhuma contagem aqui", en: "No counts here" }
    counts_how { pt: "Peça contagens por endereço ou por ciclo. Faltas na separação também pedem.", en: "Ask for counts by bin or by cycle. Short picks ask for them too." }
    count_bins { pt: "Endereços, separados por espaço", en: "Bins, parted by spaces" }
    count_ask { pt: "Pedir contagem", en: "Ask for counts" }
    count_cycle { pt: "Contar os 50 há mais tempo sem contagem", en: "Count the 50 not counted for longest" }
    count_rule { pt: "Regra de contagem", en: "Count rule" }
    count_rule_base { pt: "Diferença aceita, em unidades", en: "Difference accepted, in units" }
    count_rule_base_how { pt: "Até aqui o estoque é acertado na hora; acima, outra pessoa conta de novo.", en: "Up to this the stock is corrected at once; beyond it another person counts again." }
    count_rule_permille { pt: "Diferença aceita, por mil do saldo", en: "Difference accepted, per thousand of the book" }
    count_rule_permille_how { pt: "20 = 2 % do saldo. Vale a maior das duas.", en: "20 = 2 % of the book. The larger of the two counts." }
    count_rule_zero { pt: "Perguntar ao separador se o endereço ficou vazio", en: "Ask pickers whether a bin is empty when the book says so" }
    count_rule_numbers { pt: "Digite números inteiros.", en: "Enter whole numbers." }
    count_rule_set { pt: "Regra salva.", en: "Rule saved." }
    count_asked(n) { pt: "Endereços para contar: {n}.", en: "Bins to count: {n}." }
    count_approve { pt: "Aprovar", en: "Approve" }
    count_drop { pt: "Descartar", en: "Drop" }
    count_approved(bin) { pt: "{bin}: estoque acertado.", en: "{bin}: stock corrected." }
    count_dropped(bin) { pt: "{bin}: contagem descartada.", en: "{bin}: count dropped." }
    count_moved(bin) { pt: "{bin} mudou depois da contagem. Nova contagem pedida.", en: "{bin} changed after the count. A new count is asked for." }
    col_reason { pt: "Motivo", en: "Reason" }
    col_counter { pt: "Contou", en: "Counted by" }
    col_differences { pt: "Diferenças", en: "Differences" }
    reason_cycle { pt: "ciclo", en: "cycle" }
    reason_request { pt: "pedido", en: "request" }
    reason_short { pt: "falta na separação", en: "short pick" }
    reason_zero { pt: "saldo zero", en: "zero stock" }
    reason_recount { pt: "recontagem", en: "recount" }
    count_agrees { pt: "confere", en: "agrees" }
    count_difference(sku, lot, book, counted) { pt: "{sku} {lot}: saldo {book}, contado {counted}", en: "{sku} {lot}: book {book}, counted {counted}" }
}
