//! Words of the floor: short imperatives, no exclamation marks, no blame.

use super::strings;

strings! {
    // Log-in.
    log_in_badge { pt: "Bipe seu crachá", en: "Scan your badge" }
    log_in_badge_how { pt: "Aponte o leitor para o código do crachá.", en: "Point the scanner at your badge." }
    log_in_pin { pt: "Digite o PIN", en: "Enter your PIN" }
    log_in_pin_how { pt: "4 a 8 dígitos, depois Entrar.", en: "4 to 8 digits, then Log in." }
    log_in { pt: "Entrar", en: "Log in" }
    log_in_other { pt: "Outro crachá", en: "Other badge" }
    log_in_wrong { pt: "Crachá ou PIN não confere. Digite o PIN de novo.", en: "Badge or PIN does not match. Enter the PIN again." }
    log_in_locked { pt: "Acesso bloqueado por tentativas demais. Espere e tente de novo, ou chame a supervisão.", en: "Locked after too many tries. Wait and try again, or call a supervisor." }
    log_in_locked_for(seconds) { pt: "Acesso bloqueado por tentativas demais. Espere {seconds} s e tente de novo.", en: "Locked after too many tries. Wait {seconds} s and try again." }
    log_in_not_a_badge { pt: "Este código não é um crachá. Bipe seu crachá.", en: "This code is not a badge. Scan your badge." }
    log_in_demo { pt: "Demonstração: toque para entrar", en: "Demonstration: tap to log in" }
    log_in_ended { pt: "Sua sessão terminou. Bipe seu crachá para continuar.", en: "Your session has ended. Scan your badge to go on." }
    to_desk { pt: "Abrir no computador", en: "Open the desk" }
    to_floor { pt: "Abrir o coletor", en: "Open the handheld" }
    pin_dots(n) { pt: "{n} dígitos digitados", en: "{n} digits entered" }

    log_in_unsent(name, n) { pt: "Bipes de {name} a enviar: {n}. Entre com o crachá de {name} para enviar.", en: "{name} has unsent scans: {n}. Log in with the badge of {name} to send them." }

    // Top bar.
    listening { pt: "Leitor pronto", en: "Scanner ready" }
    deaf { pt: "Leitor parado. Toque aqui.", en: "Not listening. Tap here." }
    online { pt: "Conectado", en: "Connected" }
    offline { pt: "Sem rede", en: "No network" }
    offline_goes_on { pt: "Sem rede. O trabalho continua neste coletor.", en: "No network. The work goes on here." }
    battery(percent) { pt: "Bateria {percent}%", en: "Battery {percent}%" }
    train { pt: "Treinar", en: "Train" }
    lesson { pt: "Treino: nada é gravado", en: "Training: nothing is recorded" }
    lesson_scan { pt: "Simular o bipe", en: "Simulate the scan" }
    lesson_end { pt: "Sair do treino", en: "End training" }
    scanner_test { pt: "Teste do leitor", en: "Scanner test" }
    scanner_test_how { pt: "Bipe qualquer código para ver o que chega. Com a etiqueta de teste (Cadastros, Etiquetas) o Bipe diz o que ajustar no leitor.", en: "Scan any code to see what arrives. With the test label (Set-up, Labels) Bipe says what to change in the scanner." }
    scanner_fine { pt: "O leitor está bem configurado.", en: "The scanner is set well." }
    scanner_kind { pt: "Lido como", en: "Read as" }
    scanner_characters(n) { pt: "{n} caracteres", en: "{n} characters" }
    camera_read { pt: "Ler com a câmera", en: "Read with the camera" }
    camera_insecure { pt: "A câmera só abre com HTTPS. Peça o endereço https.", en: "The camera opens over HTTPS only. Ask for the https address." }
    camera_button { pt: "Botão da câmera", en: "Camera button" }
    insecure { pt: "Sem HTTPS: a câmera fica desligada, e sem rede esta página não abre de novo. Peça à administração o endereço https.", en: "No HTTPS: the camera is off, and without the network this page does not open again. Ask for the https address." }
    pending(n) { pt: "pendente {n}", en: "pending {n}" }
    stops(done, total) { pt: "{done} de {total}", en: "{done} of {total}" }

    // Answers.
    accepted { pt: "Certo", en: "Done" }
    confirm { pt: "Confirme", en: "Confirm" }
    refused { pt: "Recusado", en: "Refused" }
    read(code) { pt: "Lido {code}", en: "Read {code}" }
    waits_for_network { pt: "Guardado. Será enviado quando a rede voltar.", en: "Kept. It will be sent when the network is back." }
    offline_refused(n) { pt: "A rede voltou. Bipes que já não valiam: {n}, com a supervisão. Siga com o que a tela pede.", en: "The network is back. Scans that no longer held: {n}, with a supervisor. Go on with what the screen asks for." }
    unsent { pt: "Há bipes por enviar. Espere a rede voltar.", en: "Scans wait to be sent. Wait for the network." }
    problem_offline { pt: "Sem resposta do servidor. Confira a rede e tente de novo.", en: "The server does not answer. Check the network and try again." }
    problem_unexpected(status) { pt: "O servidor não pôde atender (erro {status}). Bipe de novo; se repetir, chame a supervisão.", en: "The server could not answer (error {status}). Scan again; if it happens again, call a supervisor." }
    problem_forbidden { pt: "Seu perfil não permite isso. Chame a supervisão.", en: "Your roles do not allow this. Call a supervisor." }
    problem_conflict { pt: "Este código já foi enviado de outro jeito. Bipe de novo.", en: "This was sent before in another way. Scan again." }
    problem_reload { pt: "Esta resposta é de outra versão do Bipe. Recarregue a página.", en: "This answer is of another version of Bipe. Reload the page." }
    outdated { pt: "Há uma versão nova do Bipe", en: "There is a new version of Bipe" }
    reload { pt: "Recarregar", en: "Reload" }

    // Actions.
    act_confirm { pt: "Confirmar", en: "Confirm" }
    act_cancel { pt: "Cancelar", en: "Cancel" }
    act_undo { pt: "Desfazer", en: "Undo" }
    act_short { pt: "Falta", en: "Short" }
    act_skip { pt: "Pular", en: "Skip" }
    act_blocked { pt: "Corredor bloqueado", en: "Aisle blocked" }
    act_equipment { pt: "Sem equipamento", en: "No equipment" }
    act_reach { pt: "Fora de alcance", en: "Out of reach" }
    act_other { pt: "Outro motivo", en: "Another reason" }
    act_full { pt: "Cheia", en: "Full" }
    act_print { pt: "Imprimir", en: "Print" }
    act_next { pt: "Próximo", en: "Next" }
    act_yes { pt: "Sim", en: "Yes" }
    act_no { pt: "Não", en: "No" }
    act_clear { pt: "Limpar", en: "Clear" }
    act_logout { pt: "Sair", en: "Log out" }
    act_receive { pt: "Receber", en: "Receive" }
    act_putaway { pt: "Guardar", en: "Put away" }
    act_pick { pt: "Separar", en: "Pick" }
    act_pack { pt: "Conferir e embalar", en: "Check and pack" }
    act_ship { pt: "Expedir", en: "Ship" }
    act_count { pt: "Contar", en: "Count" }
    act_replenish { pt: "Reabastecer", en: "Refill" }
    act_relocate { pt: "Remanejar", en: "Move goods" }
    act_inquire { pt: "Consultar", en: "Look up" }
    act_repeat { pt: "Repetir", en: "Repeat" }
    act_damaged { pt: "Avaria", en: "Damaged" }
    act_blind { pt: "Às cegas", en: "Blind" }
    act_returns { pt: "Devolução", en: "Returns" }
    act_unplanned { pt: "Sem pedido", en: "No order" }
    act_stock { pt: "Estoque", en: "Stock" }
    act_quarantine { pt: "Segregar", en: "Hold" }
    act_scrap { pt: "Refugo", en: "Scrap" }
    act_close { pt: "Encerrar", en: "Close" }
    act_leave { pt: "Menu", en: "Menu" }
    more { pt: "Mais", en: "More" }
    back { pt: "Voltar", en: "Back" }
    type_code { pt: "Digitar código", en: "Type a code" }
    type_quantity { pt: "Digitar quantidade", en: "Type a quantity" }
    type_lot { pt: "Digitar lote e validade", en: "Type lot and expiry" }
    send { pt: "Enviar", en: "Send" }
    erase { pt: "Apagar", en: "Erase" }
    ok { pt: "OK", en: "OK" }

    // Settings.
    settings { pt: "Ajustes", en: "Settings" }
    volume { pt: "Volume", en: "Volume" }
    volume_off { pt: "Mudo", en: "Off" }
    volume_low { pt: "Baixo", en: "Low" }
    volume_high { pt: "Alto", en: "Loud" }
    theme { pt: "Cores", en: "Colours" }
    theme_auto { pt: "Auto", en: "Auto" }
    theme_light { pt: "Claro", en: "Light" }
    theme_dark { pt: "Escuro", en: "Dark" }
    language { pt: "Idioma", en: "Language" }
    scan_pause { pt: "Fim da leitura sem Enter", en: "End of a scan without Enter" }

    // What to scan next.
    scan_work { pt: "Escolha o serviço ou bipe um código", en: "Choose the work, or scan a code" }
    scan_invoice { pt: "Bipe a chave ou o número", en: "Scan the key or the number" }
    scan_goods { pt: "Bipe a mercadoria", en: "Scan the goods" }
    scan_lot { pt: "Bipe o lote", en: "Scan the lot" }
    scan_expiry { pt: "Bipe a validade", en: "Scan the expiry" }
    scan_lot_expiry { pt: "Bipe lote e validade", en: "Scan lot and expiry" }
    say_quantity { pt: "Digite a quantidade", en: "Enter the quantity" }
    say_close_blind { pt: "Confirme para encerrar", en: "Confirm to close" }
    say_close { pt: "Confira as diferenças e encerre", en: "Check the differences, then close" }
    scan_pallet { pt: "Bipe o palete", en: "Scan the pallet" }
    scan_bin { pt: "Bipe o endereço", en: "Scan the bin" }
    scan_new_tote { pt: "Bipe uma caixa vazia", en: "Scan an empty tote" }
    scan_tote { pt: "Bipe a caixa", en: "Scan the tote" }
    scan_item { pt: "Bipe cada item", en: "Scan each item" }
    scan_all { pt: "Bipe tudo que está no endereço", en: "Scan everything in the bin" }
    say_counted { pt: "Confira a lista e confirme", en: "Check the list, then confirm" }
    say_refill { pt: "Próximo, ou bipe o endereço a reabastecer", en: "Next, or scan the bin to refill" }
    scan_anything { pt: "Bipe qualquer código", en: "Scan anything" }
    scan_from { pt: "Bipe o endereço, o palete ou a caixa de onde sai", en: "Scan the bin, pallet or tote to move from" }
    scan_goods_or_bin { pt: "Bipe a mercadoria ou o destino", en: "Scan goods, or where they go" }
    say_skip_reason { pt: "Escolha ou bipe o motivo", en: "Choose or scan the reason" }
    say_empty { pt: "Sim ou não", en: "Yes or no" }
    scan_parcel { pt: "Bipe o volume", en: "Scan the parcel" }
    say_close_parcel { pt: "Feche o volume", en: "Close the parcel" }
    say_go_on { pt: "Bipe o próximo, ou volte ao menu", en: "Scan the next, or go to the menu" }

    // Instructions and labels.
    menu_title { pt: "O que fazer agora", en: "What to do now" }
    menu_none { pt: "Seu perfil ainda não tem serviço aqui. Chame a supervisão.", en: "Your roles have no work here yet. Call a supervisor." }
    go_to { pt: "Vá para", en: "Go to" }
    take { pt: "Pegue", en: "Take" }
    put_into { pt: "Ponha na caixa", en: "Put into tote" }
    put_away_to { pt: "Guarde em", en: "Put away to" }
    cart_slot(n) { pt: "Posição {n}", en: "Position {n}" }
    slot(n) { pt: "Posição {n} do carrinho", en: "Cart position {n}" }
    order(number) { pt: "Pedido {number}", en: "Order {number}" }
    tour(number) { pt: "Rota {number}", en: "Tour {number}" }
    invoice(number) { pt: "Documento {number}", en: "Document {number}" }
    next_bin { pt: "Depois", en: "Then" }
    lot { pt: "Lote", en: "Lot" }
    expiry { pt: "Val.", en: "Exp." }
    expiry_near { pt: "vence logo", en: "soon" }
    expired { pt: "vencido", en: "expired" }
    receive_none { pt: "Nenhum documento esperado. Importe a NF-e no computador, ou receba às cegas.", en: "No document is expected. Import the NF-e at the desk, or receive blind." }
    expected_receipts { pt: "Documentos esperados", en: "Expected documents" }
    no_supplier { pt: "sem fornecedor", en: "no supplier" }
    blind { pt: "Conferência cega", en: "Blind receipt" }
    blind_how { pt: "Bipe tudo o que chegou.", en: "Scan all that came." }
    blind_close { pt: "Chegou tudo? Encerrar?", en: "Is that all? Close?" }
    next_damaged { pt: "Avaria: a próxima mercadoria vai para a quarentena.", en: "Damaged: the next goods go to quarantine." }
    to_quarantine { pt: "Vai para a quarentena: avaria", en: "Goes to quarantine: damaged" }
    to_quarantine_life { pt: "Vai para a quarentena: validade curta", en: "Goes to quarantine: short life" }
    attach_title { pt: "Código novo", en: "New code" }
    attach_how { pt: "De que item é? Bipe outro código dele, ou toque.", en: "Which item is it of? Scan another of its codes, or tap." }
    attach_sure { pt: "Este código é de", en: "This code is of" }
    scan_attach { pt: "Bipe o item do código novo", en: "Scan the item of the new code" }
    say_attach { pt: "Confirme, ou bipe o código novo de novo", en: "Confirm, or scan the new code again" }
    in_quarantine(n) { pt: "{n} em quarentena", en: "{n} in quarantine" }
    on_pallet { pt: "No palete", en: "On the pallet" }
    no_pallet { pt: "Palete novo: será criado ao bipar a mercadoria.", en: "New pallet: made when goods are scanned." }
    pallet { pt: "Palete", en: "Pallet" }
    missing { pt: "Falta receber", en: "Still missing" }
    nothing_missing { pt: "Tudo recebido. Encerre o recebimento.", en: "All received. Close the receipt." }
    how_many(packaging) { pt: "Quantos {packaging}?", en: "How many {packaging}?" }
    packaging_of(packaging, base, unit) { pt: "1 {packaging} = {base} {unit}", en: "1 {packaging} = {base} {unit}" }
    proposed { pt: "sugerido", en: "proposed" }
    makes(base, unit) { pt: " · total {base} {unit}", en: " · {base} {unit} in all" }
    close_receipt { pt: "Encerrar com diferenças?", en: "Close with differences?" }
    close_exact { pt: "Encerrar sem diferenças?", en: "Close without differences?" }
    expected_received(expected, received) { pt: "documento {expected} · recebido {received}", en: "expected {expected} · received {received}" }
    returns_title { pt: "O que voltou?", en: "What came back?" }
    returns_how { pt: "Bipe a etiqueta do volume ou o número do pedido. Sem nenhum dos dois, devolva sem pedido.", en: "Scan the parcel's tag or the order's number. With neither, return without an order." }
    returns_unplanned { pt: "Devolução sem pedido", en: "Return without an order" }
    returns_scan_all { pt: "Bipe tudo o que voltou.", en: "Scan all that came back." }
    returns_shipped { pt: "Saiu e pode voltar", en: "Shipped, may come back" }
    returns_all_back { pt: "Tudo voltou. Encerre a devolução.", en: "All of it came back. Close the return." }
    returns_no_pallet { pt: "Será criado para o que volta ao estoque.", en: "Made for what goes back to stock." }
    returns_where { pt: "Para onde vai?", en: "Where does it go?" }
    returns_count { pt: "Segregar leva à quarentena. Bipe de novo ou digite para mudar a quantidade.", en: "Hold takes them to quarantine. Scan again, or type, to change the quantity." }
    scan_shipment { pt: "Bipe o volume ou o pedido", en: "Scan the parcel or the order" }
    say_disposition { pt: "Escolha o destino", en: "Choose where it goes" }
    putaway_title { pt: "Paletes na doca", en: "Pallets at the dock" }
    putaway_none { pt: "Nenhum palete esperando na doca.", en: "No pallet waits at the dock." }
    pick_none { pt: "Nenhuma rota esperando", en: "No tour waits" }
    pick_none_how { pt: "Quando uma onda for liberada, a rota aparece aqui.", en: "When a wave is released, its tour shows up here." }
    pick_tote { pt: "Ponha uma caixa vazia no carrinho", en: "Put an empty tote on the cart" }
    pick_done { pt: "Rota concluída", en: "Tour done" }
    pick_done_to { pt: "Leve as caixas para", en: "Take the totes to" }
    pick_next_tote { pt: "Ponha mais uma caixa vazia no carrinho", en: "Put one more empty tote on the cart" }
    pick_tote_full(code) { pt: "{code} está cheia e fica no carrinho.", en: "{code} is full and stays on the cart." }
    pick_skip { pt: "Por que pular de novo?", en: "Why skip it again?" }
    pick_skip_how { pt: "Ele volta no fim da rota.", en: "It comes back at the end." }
    pick_emptied { pt: "Olhe o endereço", en: "Look into the bin" }
    pick_emptied_how { pt: "No sistema ele ficou vazio. Está vazio?", en: "By the book it is empty now. Is it?" }
    totes { pt: "Caixas", en: "Totes" }
    pack_title { pt: "Caixas esperando", en: "Totes waiting" }
    pack_none { pt: "Nenhuma caixa esperando conferência.", en: "No tote waits to be checked." }
    pack_parcel(n) { pt: "Volume {n}", en: "Parcel {n}" }
    pack_close { pt: "Tudo conferido", en: "All checked" }
    pack_close_how { pt: "Feche o volume para imprimir a etiqueta.", en: "Close the parcel to print its tag." }
    pack_done { pt: "Pedido embalado", en: "Order packed" }
    checked(done, total) { pt: "{done} de {total}", en: "{done} of {total}" }
    parcel_of(n, total) { pt: "Volume {n}/{total}", en: "Parcel {n}/{total}" }
    ship_title { pt: "Carregue os volumes", en: "Load the parcels" }
    ship_none { pt: "Nenhum volume esperando.", en: "No parcel waits." }
    ship_last { pt: "Último carregado", en: "Last loaded" }
    ship_waiting { pt: "Esperando", en: "Waiting" }
    count_title { pt: "Endereços para contar", en: "Bins to count" }
    count_none { pt: "Nenhuma contagem esperando. Bipe um endereço para contar.", en: "No count waits. Scan a bin to count it." }
    count_more(n) { pt: "e mais {n}", en: "and {n} more" }
    counting { pt: "Conte", en: "Count" }
    count_in_unit { pt: "No palete", en: "On the pallet" }
    counted_so_far { pt: "Contado até agora", en: "Counted so far" }
    counted_nothing { pt: "Nada ainda. Se o endereço está vazio, encerre.", en: "Nothing yet. If the bin is empty, close it." }
    count_all { pt: "É tudo?", en: "Is that all?" }
    count_empty { pt: "Endereço vazio?", en: "Is the bin empty?" }
    replenish_title { pt: "Reabasteça", en: "Refill" }
    replenish_none { pt: "Nada para reabastecer", en: "Nothing to refill" }
    relocate_title { pt: "De onde sai?", en: "Move from where?" }
    relocate_none { pt: "Nada para devolver. Para remanejar, bipe o endereço ou o palete.", en: "Nothing to put back. To move goods, scan a bin or a pallet." }
    relocate_back { pt: "Caixas com mercadoria para devolver", en: "Totes with goods to put back" }
    relocate_take { pt: "Tire de", en: "Take from" }
    relocate_whole { pt: "Bipe o destino para levar inteiro, ou a mercadoria que sai.", en: "Scan where it goes as a whole, or the goods to take out." }
    relocate_contents { pt: "Dentro", en: "Inside" }
    relocate_goes_back { pt: "Volta ao estoque", en: "Goes back to stock" }
    relocate_in_hand { pt: "Na mão", en: "In hand" }
    relocate_to { pt: "Leve para", en: "Take to" }
    relocate_anywhere { pt: "Bipe o endereço, ou o palete, que recebe.", en: "Scan the bin, or the pallet, that takes it." }
    inquire_title { pt: "O que é isto?", en: "What is this?" }
    inquire_how { pt: "Bipe endereço, mercadoria, palete, caixa, volume ou nota.", en: "Scan a bin, goods, a pallet, a tote, a parcel or an invoice." }
    inquire_nothing { pt: "Nada em estoque.", en: "Nothing in stock." }
    inquire_counting { pt: "Em contagem", en: "Being counted" }
    inquire_reserved(n) { pt: "{n} reservado", en: "{n} reserved" }
    inquire_held { pt: "bloqueado", en: "held" }
    inquire_recalled { pt: "em recolhimento", en: "recalled" }
    inquire_quarantine { pt: "em quarentena", en: "in quarantine" }
    inquire_bin { pt: "Endereço", en: "Bin" }
    inquire_carton { pt: "Volume", en: "Carton" }
    inquire_tote { pt: "Caixa", en: "Tote" }
    inquire_stands_in { pt: "Está em", en: "Stands in" }
    inquire_stands_on { pt: "Em cima de", en: "Stands on" }
    inquire_open { pt: "Em conferência", en: "Being packed" }
    inquire_closed { pt: "Pronto para expedir", en: "Ready to ship" }
    inquire_shipped { pt: "Expedido", en: "Shipped" }
    inquire_received { pt: "Recebimento encerrado", en: "Received" }
    inquire_label { pt: "Última etiqueta", en: "Newest label" }
    inquire_expected { pt: "A receber", en: "To be received" }
    expiry_format { pt: "Validade (dd/mm/aaaa)", en: "Expiry (yyyy-mm-dd)" }
    bad_date { pt: "Data inválida. Digite de novo.", en: "Not a date. Type it again." }
}
