using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Anchor.Api.Operator.Sync;
using Anchor.Silo.Operator;

namespace Anchor.Silo.Commands.Sync;

/// <summary><c>anchor sync start|stop|restart|rebuild|status</c>: acts on the syncs of the server that runs.</summary>
internal static class SyncOrders
{
    public static IEnumerable<Command> Create() =>
        [
            Order("start", "Look for new blocks now."),
            Order("stop", "Stop what is being taken in, between two steps. The next block begins it again."),
            Order("restart", "Begin again, also after a failure."),
            Order("rebuild", "Forget what is stored of a network but its wallets, and follow it from its first block."),
            Status(),
        ];

    private static Option<string?> NetworkOption() =>
        new("--network", "-n") { Description = "The network; without it, all that are followed." };

    private static Command Order(string name, string summary)
    {
        var network = NetworkOption();
        var command = new Command(name, summary) { network };
        command.SetAction(
            (result, cancellationToken) =>
                OperatorCommand.RunAsync(
                    async (link, stop) =>
                    {
                        foreach (var sync in await FindAsync(link, result.GetValue(network), stop))
                        {
                            var after = await link.PostAsync(
                                $"operator/sync/{Uri.EscapeDataString(sync.Network)}/{name}",
                                SyncJson.Default.SyncView,
                                isRepeatable: true,
                                stop
                            );
                            await Console.Out.WriteLineAsync(Line(after));
                        }

                        return ExitCodes.Done;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static Command Status()
    {
        var network = NetworkOption();
        var json = new Option<bool>("--json") { Description = "Print one line of JSON for scripts." };
        var command = new Command("status", "Say how the syncs stand; exit 1 if one has failed.") { network, json };
        command.SetAction(
            (result, cancellationToken) =>
                OperatorCommand.RunAsync(
                    async (link, stop) =>
                    {
                        var syncs = await FindAsync(link, result.GetValue(network), stop);
                        await Console.Out.WriteLineAsync(
                            result.GetValue(json)
                                ? JsonSerializer.Serialize(new SyncList([.. syncs]), SyncJson.Default.SyncList)
                                : string.Join(Environment.NewLine, syncs.Select(Line))
                        );
                        return syncs.Exists(sync => sync.Reason is not null) ? ExitCodes.Failed : ExitCodes.Done;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<List<SyncView>> FindAsync(
        OperatorLink link,
        string? network,
        CancellationToken cancellationToken
    )
    {
        var list = await link.GetAsync("operator/sync", SyncJson.Default.SyncList, cancellationToken);
        List<SyncView> found = [.. list.Syncs.Where(sync => network is null || sync.Network == network)];
        return found.Count > 0
            ? found
            : throw new OperatorRefusedException(
                StatusCodes.Status400BadRequest,
                network is null
                    ? "No Hathor network is configured; DEFAULT_SERVER names a full node."
                    : $"No network {network} is configured."
            );
    }

    private static string Line(SyncView sync)
    {
        var height = sync.Height?.ToString(CultureInfo.InvariantCulture) ?? "none";
        var lag = sync.Lag is { } blocks ? $", {blocks} behind" : "";
        var reorg = sync.Reorgs is [var last, ..] ? $", last reorg {last.Depth} deep at {last.At:u}" : "";
        return $"{sync.Network}: {Domain.SnakeCaseEnumConverter<Domain.Sync.SyncStatus>.NameOf(sync.Status)}, height {height}{lag}{reorg}"
            + (sync.Reason is { } reason ? $"; failed at {sync.FailedAt:u}: {reason}" : "");
    }
}
