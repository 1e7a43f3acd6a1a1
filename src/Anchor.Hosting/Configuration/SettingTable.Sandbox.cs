using static Anchor.Hosting.Configuration.ValueKinds;

namespace Anchor.Hosting.Configuration;

/// <content>The network and the bank of the first run.</content>
internal static partial class SettingTable
{
    internal static readonly Setting<bool> SandboxOn = new(
        "SANDBOX",
        "Sandbox:Enabled",
        Flag,
        "on if neither HORIZON_URI nor assets are configured",
        "Runs a Stellar network of one's own inside this process."
    );

    internal static readonly Setting<Uri> SandboxUrl = new(
        "SANDBOX_URL",
        "Sandbox:Url",
        Url,
        "http://localhost:8001",
        "Where the sandbox network speaks Horizon."
    );

    internal static readonly Setting<Uri> SandboxListenUrl = new(
        "SANDBOX_LISTEN_URL",
        "Sandbox:ListenUrl",
        Url,
        "SANDBOX_URL",
        "Where the sandbox network listens, if a container stands before it. Whoever reaches it can make money and faults there."
    );

    internal static readonly Setting<string> SandboxLedger = new(
        "SANDBOX_LEDGER",
        "Sandbox:Ledger",
        Text,
        "sandbox.db in DATA_DIR",
        "The file of the sandbox network's ledgers."
    );

    internal static readonly Setting<TimeSpan?> SandboxClose = new(
        "SANDBOX_CLOSE_INTERVAL",
        "Sandbox:CloseInterval",
        Interval,
        "1",
        "Seconds between two ledgers of the sandbox network."
    );

    internal static readonly Setting<bool> DemoRails = new(
        "DEMO_RAILS",
        "Demo:Rails",
        Flag,
        "on with the sandbox if no rails are plugged in, else off",
        "Lets a demonstration bank play the business. Never on the public network."
    );

    internal static readonly Setting<Uri> DemoBankUrl = new(
        "DEMO_BANK_URL",
        "Demo:BankUrl",
        Url,
        "the sandbox",
        "Where the demonstration bank is."
    );

    private static Setting[] SandboxRows =>
        [SandboxOn, SandboxUrl, SandboxListenUrl, SandboxLedger, SandboxClose, DemoRails, DemoBankUrl];
}
