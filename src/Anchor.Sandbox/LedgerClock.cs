using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Anchor.Sandbox;

/// <summary>Closes a ledger at every interval.</summary>
internal sealed class LedgerClock(SandboxNetwork network, ILogger<LedgerClock> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = network.Options.CloseInterval!.Value;
        using var timer = new PeriodicTimer(interval, network.Options.Time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!network.Faults.Conditions.Stalled)
            {
                Close();
            }
        }
    }

    private void Close()
    {
        try
        {
            network.CloseLedger();
        }
#pragma warning disable CA1031 // The loop's boundary: the transactions still wait, and the next interval tries again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.LedgerNotClosed(exception);
        }
    }
}
