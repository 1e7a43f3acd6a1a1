using System.CommandLine;
using Anchor.Sandbox;
using Anchor.Sandbox.Bank;
using Anchor.Silo.Commands.Sync;

namespace Anchor.Silo.Commands;

/// <summary><c>anchor sandbox</c>: the Stellar network of one's own, without an anchor.</summary>
internal static class SandboxCommand
{
    public static Command Create()
    {
        var url = new Option<string>("--url")
        {
            Description = "Where it speaks Horizon; a loopback address.",
            DefaultValueFactory = _ => "http://localhost:8001",
        };
        url.Validators.Add(result =>
        {
            if (
                !Uri.TryCreate(result.GetValueOrDefault<string>(), UriKind.Absolute, out var parsed)
                || !parsed.IsLoopback
            )
            {
                result.AddError("--url must be a loopback address, such as http://localhost:8001.");
            }
        });
        var ledger = new Option<string>("--ledger")
        {
            Description = "The file that keeps the ledgers; without it they are gone at the end.",
        };
        var seconds = new Option<double>("--close-interval")
        {
            Description = "Seconds between two ledgers.",
            DefaultValueFactory = _ => 1,
        };
        seconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0.05 and <= 3600))
            {
                result.AddError("--close-interval must be 0.05 to 3600 seconds.");
            }
        });
        var manual = new Option<bool>("--manual") { Description = "Close ledgers only on POST /_sandbox/close." };
        var command = new Command("sandbox", "Run a Stellar test network and a demonstration bank alone.")
        {
            url,
            ledger,
            seconds,
            manual,
            SandboxHathorCommand.Create(),
        };
        command.SetAction(
            (result, cancellationToken) =>
                RunAsync(
                    result.GetValue(url)!,
                    new SandboxOptions
                    {
                        LedgerFile = result.GetValue(ledger),
                        CloseInterval = result.GetValue(manual) ? null : TimeSpan.FromSeconds(result.GetValue(seconds)),
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(string url, SandboxOptions options, CancellationToken cancellationToken)
    {
        using var bank = new DemoBank(new DemoBankOptions());
        await using var host = await SandboxHost.StartAsync(options, url, bank, cancellationToken);
        Console.Out.WriteLine($"Horizon of network \"{options.Passphrase}\": {host.Url}");
        Console.Out.WriteLine($"Friendbot: {host.Url}friendbot?addr=G...   Bank: {host.Url}_bank/book");
        await Stop.RequestedAsync(cancellationToken);
        return 0;
    }
}
