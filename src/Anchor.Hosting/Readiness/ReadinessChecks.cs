using Anchor.Api.Operator;
using Anchor.Grains.Ingest;
using Anchor.Grains.Networks;
using Anchor.Grains.Payouts;
using Anchor.Grains.Ports;
using Anchor.Hosting.Configuration;
using Anchor.Stellar.Horizon;
using Anchor.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.Hosting.Readiness;

/// <summary>Registers what <c>/health/ready</c> asks.</summary>
internal static class ReadinessChecks
{
    /// <summary>Adds the checks.</summary>
    /// <param name="services">Where they are added.</param>
    /// <param name="ofAnchor">Whether those of an anchor are among them.</param>
    public static IServiceCollection AddReadinessChecks(this IServiceCollection services, bool ofAnchor)
    {
        services.AddSingleton<IReadinessCheck, StorageReady>();
        return !ofAnchor
            ? services
            : services
                .AddSingleton<IReadinessCheck, LedgerReady>()
                .AddSingleton<IReadinessCheck, NetworkReady>()
                .AddSingleton<IReadinessCheck, IngestReady>()
                .AddSingleton<IReadinessCheck, PayoutReady>();
    }
}

/// <summary>The database answers.</summary>
internal sealed class StorageReady(ITransactionQueries queries) : IReadinessCheck
{
    public string Name => "storage";

    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await queries.FindAsync("", cancellationToken);
            return null;
        }
        catch (Exception e) when (e is StorageUnavailableException or StorageOutcomeUnknownException)
        {
            return "The database does not answer.";
        }
    }
}

/// <summary>Horizon answers, for the configured network, and has a recent ledger.</summary>
internal sealed class LedgerReady(HorizonClient horizon, AnchorSettings settings, TimeProvider time) : IReadinessCheck
{
    private static readonly TimeSpan OldestLedger = TimeSpan.FromMinutes(2);

    public string Name => "ledger";

    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var root = await horizon.GetRootAsync(cancellationToken);
            if (root.NetworkPassphrase != settings.Passphrase)
            {
                return "Horizon is on another network than the configured one.";
            }

            var age = time.GetUtcNow() - root.HistoryLatestLedgerClosedAt;
            return age > OldestLedger ? $"Horizon's latest ledger closed {age.TotalSeconds:0} seconds ago." : null;
        }
        catch (HorizonException e)
        {
            return e.Message;
        }
    }
}

/// <summary>The network is the one that everything stored is about: it was not reset, or that is resolved.</summary>
internal sealed class NetworkReady(IGrainFactory grains) : IReadinessCheck
{
    public string Name => "network";

    public async Task<string?> CheckAsync(CancellationToken cancellationToken) =>
        (await grains.GetGrain<INetworkGrain>(NetworkKeys.Stellar).GetAsync(cancellationToken)).Alarm;
}

/// <summary>Every distribution account has a reader that was heard lately.</summary>
internal sealed class IngestReady(IGrainFactory grains, IAssetCatalogue assets, TimeProvider time) : IReadinessCheck
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    public string Name => "ingest";

    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        foreach (var account in assets.All.Select(asset => asset.DistributionAccount).Distinct(StringComparer.Ordinal))
        {
            var health = await grains.GetGrain<IIngestGrain>(account).GetHealthAsync(cancellationToken);
            if (health.Alarm is { } alarm)
            {
                return $"{account} is not read: {alarm}";
            }

            if (health.LastHeard is not { } heard)
            {
                return $"{account} is not read yet.";
            }

            if (time.GetUtcNow() - heard > LongestSilence)
            {
                return $"The reader of {account} has been silent since {heard:u}.";
            }
        }

        return null;
    }
}

/// <summary>The payer of every distribution account answers.</summary>
internal sealed class PayoutReady(IGrainFactory grains, IAssetCatalogue assets) : IReadinessCheck
{
    public string Name => "payout";

    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        foreach (var account in assets.All.Select(asset => asset.DistributionAccount).Distinct(StringComparer.Ordinal))
        {
            await grains.GetGrain<IPayoutGrain>(account).GetPoolAsync(cancellationToken);
        }

        return null;
    }
}
