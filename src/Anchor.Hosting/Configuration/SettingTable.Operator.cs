using static Anchor.Hosting.Configuration.ValueKinds;

namespace Anchor.Hosting.Configuration;

/// <content>How commands reach the process that holds the installation.</content>
internal static partial class SettingTable
{
    internal static readonly Setting<Uri> OperatorUrl = new(
        "OPERATOR_URL",
        "Operator:Url",
        Url,
        "the server of DATA_DIR on this machine",
        "The server that commands act on, where it is another one: a cluster's, or another machine's."
    );

    internal static readonly Setting<string> OperatorToken = new(
        "OPERATOR_TOKEN",
        "Operator:Token",
        Token,
        "made at each start, in operator.json in DATA_DIR",
        "Opens the operator API: of this server, and of the server at OPERATOR_URL to commands."
    )
    {
        IsSecret = true,
    };

    private static Setting[] OperatorRows => [OperatorUrl, OperatorToken];
}
