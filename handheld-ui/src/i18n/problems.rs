//! The server's problems, by their stable names, as people at this device should hear them.
//!
//! The server's own `detail` is for programs and in English. It knows more (which number, which order), so English keeps it;
//! Portuguese takes the sentence here where there is one.

use super::strings;

/// The sentence of a problem; `None` for one without a sentence of its own.
pub fn sentence(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "wrong-code" => wrong_code(),
        "set-up-done" => set_up_done(),
        "wrong-fields" => wrong_fields(),
        "no-role" => no_role(),
        "login-taken" => login_taken(),
        "code-taken" => code_taken(),
        "printer-name-taken" => printer_name_taken(),
        "no-printer" => no_printer(),
        "wrong-template" => wrong_template(),
        "station-unbound" => station_unbound(),
        "print-job-not-waiting" => print_job_not_waiting(),
        "nothing-to-release" => nothing_to_release(),
        "release-channel-full" => release_channel_full(),
        "order-not-new" => order_not_new(),
        "too-many-orders" => too_many_orders(),
        "nfe-unreadable" => nfe_unreadable(),
        "nfe-mismatch" => nfe_mismatch(),
        "nfe-known" => nfe_known(),
        "no-owner" => no_owner(),
        "too-large" => too_large(),
        "lot-already" => lot_already(),
        "lot-recalled" => lot_recalled(),
        "busy" => busy(),
        "no-room" => no_room(),
        "not-found" => not_found(),
        "command-mismatch" => command_mismatch(),
        "bad-request" | "wrong-json" | "malformed-json" => bad_request(),
        _ => return None,
    })
}

strings! {
    wrong_code { pt: "Este não é o código do servidor. Ele muda a cada início: veja a janela do servidor.", en: "This is not the server's code. It changes with each start: see the server's window." }
    set_up_done { pt: "O armazém já foi criado. Entre com seu usuário.", en: "The warehouse was set up already. Log in." }
    wrong_fields { pt: "Corrija os campos e tente de novo.", en: "Mend the fields and try again." }
    no_role { pt: "Seu perfil não permite isso. Chame a supervisão.", en: "Your roles do not allow this. Call a supervisor." }
    login_taken { pt: "Este usuário já existe. Escolha outro.", en: "This login is taken. Choose another." }
    code_taken { pt: "Este código já existe. Escolha outro.", en: "This code is taken. Choose another." }
    printer_name_taken { pt: "Já há uma impressora com este nome. Escolha outro.", en: "A printer has this name. Choose another." }
    no_printer { pt: "Nenhuma impressora para esta etiqueta. Cadastre uma em Cadastros.", en: "No printer takes this label. Add one in Set-up." }
    wrong_template { pt: "O modelo não pode ser usado:", en: "The template can't be used:" }
    station_unbound { pt: "Ninguém está nesta estação. Bipe o código dela.", en: "Nobody is at this station. Scan its code." }
    print_job_not_waiting { pt: "Esta etiqueta já saiu da fila.", en: "This label has left the queue." }
    nothing_to_release { pt: "Nenhum pedido novo tem estoque. Receba mercadoria ou espere pedidos.", en: "No new order has stock. Receive goods or wait for orders." }
    release_channel_full { pt: "O canal já tem todas as rotas que pode ter. Espere uma terminar.", en: "The channel has as many tours as it may. Wait for one to end." }
    order_not_new { pt: "Um dos pedidos já foi liberado ou cancelado. Selecione de novo.", en: "One of the orders was released or cancelled. Select again." }
    too_many_orders { pt: "Pedidos demais para uma onda. Selecione menos.", en: "Too many orders for one wave. Select fewer." }
    nfe_unreadable { pt: "O arquivo não é uma NF-e 4.00 legível. Confira as linhas abaixo.", en: "The file is not a readable NF-e 4.00. See the places below." }
    nfe_mismatch { pt: "Itens da nota não batem com o cadastro. Confira as linhas abaixo.", en: "Items of the invoice do not fit the items here. See the places below." }
    nfe_known { pt: "Esta nota já foi importada.", en: "This invoice was imported before." }
    no_owner { pt: "A nota não é para nenhum depositante deste armazém.", en: "The invoice is for none of this warehouse's owners." }
    too_large { pt: "O arquivo é grande demais.", en: "The file is too large." }
    lot_already { pt: "O lote já está assim.", en: "The lot has that status already." }
    lot_recalled { pt: "O lote foi recolhido. Bloqueie antes de liberar.", en: "The lot is recalled. Hold it first, then release it." }
    busy { pt: "Outra pessoa mexeu nisso agora. Tente de novo.", en: "Someone changed this just now. Try again." }
    no_room { pt: "O servidor está sem espaço em disco. Chame o administrador.", en: "The server's disk is full. Call the admin." }
    not_found { pt: "Isto não existe mais. Atualize a página.", en: "This does not exist any more. Reload the page." }
    command_mismatch { pt: "Este código já foi enviado de outro jeito. Bipe de novo.", en: "This was sent before in another way. Scan again." }
    bad_request { pt: "O servidor não entendeu o pedido. Recarregue a página.", en: "The server did not understand. Reload the page." }
}
