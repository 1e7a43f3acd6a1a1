using System.CommandLine;
using System.Security.Cryptography;
using Anchor.Api.Operator;
using Anchor.Ledgers;
using Anchor.Ledgers.Readers;
using Anchor.Silo.Operator;
using Anchor.Silo.Watch;
using Anchor.Stellar.Horizon;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;

namespace Anchor.Silo.Commands;

/// <summary><c>anchor watch_transactions</c>: reads the ledger as a process of its own, for a server that leaves it to one.</summary>
internal static class WatchCommand
{
    private const int IdBytes = 4;

    public static Command Create()
    {
        var execute = new Option<bool>("--execute-transactions")
        {
            Description = "Have each matched withdrawal paid out at once, before the next page is read.",
        };
        var distribute = new Option<bool>("--use-celery", "--distribute")
        {
            Description =
                "With --execute-transactions: hand the payments out to the grains instead of waiting for them.",
        };
        var command = new Command(
            "watch_transactions",
            "Stream payments to the distribution accounts, without end; the server is set to POLLING_WATCH=off."
        )
        {
            execute,
            distribute,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(distribute) && !result.GetValue(execute))
            {
                result.AddError("--use-celery needs --execute-transactions.");
            }
        });
        command.SetAction(
            (result, cancellationToken) =>
            {
                WatchExecution? execution = (result.GetValue(execute), result.GetValue(distribute)) switch
                {
                    (false, _) => null,
                    (true, false) => WatchExecution.Inline,
                    (true, true) => WatchExecution.Distributed,
                };
                return Stop.AtSignalAsync(stop => RunAsync(execution, stop), cancellationToken);
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(WatchExecution? execution, CancellationToken stop)
    {
        await using var link = OperatorLink.Open(hosts: false);
        if (await FindServerAsync(link, stop) is not { } server)
        {
            return stop.IsCancellationRequested ? ExitCodes.Done : ExitCodes.Failed;
        }

        var services = new ServiceCollection();
        services.AddLogging(logging =>
            logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true)
        );
        services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Anchor.Grains.Ports.IRandom, Anchor.Grains.Ports.SystemRandom>();
        services.AddSingleton<IPageOwner>(new OperatorPages(link, execution, Tell));
        services.AddAnchorLedgers(
            new HorizonOptions { BaseUrl = link.Horizon ?? server.Horizon!, NetworkPassphrase = server.Passphrase }
        );
        await using var provider = services.BuildServiceProvider();
        var holder =
            $"process {Environment.ProcessId} on {Environment.MachineName} ({RandomNumberGenerator.GetHexString(2 * IdBytes, lowercase: true)})";
        var reader = provider.GetRequiredService<StellarReader>();
        await new Watcher(link, reader, holder, TimeProvider.System, Tell).RunAsync(stop);
        return ExitCodes.Done;
    }

    /// <summary>A supervisor may start this before the server: it is waited for. Null if it was not found in the end.</summary>
    private static async Task<WatchSources?> FindServerAsync(OperatorLink link, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var server = await link.GetAsync("operator/watch", WatchJson.Default.WatchSources, stop);
                if (server.Horizon is null && link.Horizon is null)
                {
                    await Console.Error.WriteLineAsync("HORIZON_URI: required, because the server names no Horizon.");
                    return null;
                }

                return server;
            }
            catch (OperatorUnreachableException e)
            {
                Tell($"waiting: {e.Message}");
            }
            catch (OperatorRefusedException e)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return null;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return null;
            }
        }

        return null;
    }

    private static void Tell(string what) => Console.Out.WriteLine(what);
}
