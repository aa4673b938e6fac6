//! What the printed sheet says of each command: its button's name and what it does.

use bipe_core::code::CommandCode;

use super::{CommandSheet, PrintedCommand};

impl CommandSheet {
    /// The sheet with every command, in the order of [`CommandCode::all`].
    pub fn of_all_commands() -> Self {
        let printed = |command: CommandCode| {
            let (name, help) = words(command);
            PrintedCommand { name, help, code: command.printed() }
        };
        Self { title: "Comandos do coletor".to_owned(), commands: CommandCode::all().map(printed).collect() }
    }
}

/// The name as on the button, and what it does.
fn words(command: CommandCode) -> (String, String) {
    let (name, help) = match command {
        CommandCode::Confirm => ("Confirmar", "Aceita o que a tela pede."),
        CommandCode::Cancel => ("Cancelar", "Volta sem gravar."),
        CommandCode::Undo => ("Desfazer", "Desfaz a última leitura."),
        CommandCode::Short => ("Falta", "Registra a falta e segue a rota."),
        CommandCode::Skip => ("Pular", "Deixa o endereço para o fim."),
        CommandCode::Blocked => ("Corredor bloqueado", "Pula o endereço: não há passagem."),
        CommandCode::Equipment => ("Sem equipamento", "Pula o endereço: falta equipamento."),
        CommandCode::Reach => ("Fora de alcance", "Pula o endereço: não se alcança."),
        CommandCode::Other => ("Outro motivo", "Pula o endereço por outro motivo."),
        CommandCode::Full => ("Cheia", "Abre a próxima caixa e volta ao item."),
        CommandCode::Print => ("Imprimir", "Imprime a etiqueta, ou de novo."),
        CommandCode::Next => ("Próximo", "Vai para o próximo passo."),
        CommandCode::Yes => ("Sim", "Responde sim à pergunta."),
        CommandCode::No => ("Não", "Responde não à pergunta."),
        CommandCode::Clear => ("Limpar", "Apaga a quantidade digitada."),
        CommandCode::Logout => ("Sair", "Encerra a sessão."),
        CommandCode::Repeat => ("Repetir", "Recebe a última mercadoria outra vez."),
        CommandCode::Damaged => ("Avaria", "A mercadoria vai para quarentena."),
        CommandCode::Blind => ("Às cegas", "Recebe sem nota anunciada."),
        CommandCode::Unplanned => ("Sem pedido", "Devolução sem expedição conhecida."),
        CommandCode::Stock => ("Estoque", "A devolução volta ao estoque."),
        CommandCode::Quarantine => ("Segregar", "A devolução vai para quarentena."),
        CommandCode::Scrap => ("Refugo", "A devolução é descartada."),
        CommandCode::Close => ("Encerrar", "Encerra nota, palete ou volume."),
        CommandCode::Leave => ("Menu", "Deixa a tarefa, para continuar depois."),
        CommandCode::Receive => ("Receber", "Começa o recebimento."),
        CommandCode::Putaway => ("Guardar", "Começa a armazenagem."),
        CommandCode::Pick => ("Separar", "Começa uma rota de separação."),
        CommandCode::Pack => ("Conferir e embalar", "Começa a conferência."),
        CommandCode::Ship => ("Expedir", "Começa a expedição."),
        CommandCode::Count => ("Contar", "Começa uma contagem."),
        CommandCode::Replenish => ("Reabastecer", "Enche os endereços de separação."),
        CommandCode::Relocate => ("Remanejar", "Move mercadoria ou unidade."),
        CommandCode::Inquire => ("Consultar", "Diz o que é e onde está."),
        CommandCode::Returns => ("Devolução", "Recebe de volta de clientes."),
        CommandCode::Digit(digit) => {
            return (digit.get().to_string(), format!("Digita {} na quantidade.", digit.get()));
        }
    };
    (name.to_owned(), help.to_owned())
}
