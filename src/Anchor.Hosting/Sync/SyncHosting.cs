using System.Collections.Immutable;
using Anchor.Api.Operator;
using Anchor.Domain.Sync;
using Anchor.Grains.Sync;
using Anchor.Hathor.Node;
using Anchor.Hosting.Configuration;
using Anchor.Hosting.Runtime;
using Anchor.Ledgers.Hathor;
using Anchor.Ledgers.Hathor.WalletService;
using Anchor.Storage.Sync;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.Hosting.Sync;

/// <summary>Registers the sync of the configured Hathor networks.</summary>
internal static class SyncHosting
{
    private static readonly TimeSpan AlertTakes = TimeSpan.FromSeconds(10);

    public static void AddSync(this IServiceCollection services, AnchorSettings settings, RuntimePart part)
    {
        services.AddHttpClient(nameof(HathorNodeClient), http => http.Timeout = Timeout.InfiniteTimeSpan);
        services.AddHttpClient(nameof(WalletServiceClient), http => http.Timeout = Timeout.InfiniteTimeSpan);
        services.AddHttpClient(nameof(PostedAlerts), http => http.Timeout = AlertTakes);
        services.AddSingleton<ISyncProjection, SyncProjection>();
        services.AddSingleton<SyncAudit>();
        services.AddSingleton<ISyncFollowers, SyncFollowers>();
        services.AddSingleton<LoggedAlerts>();
        services.AddSingleton<ISyncAlerts, PostedAlerts>();
        services.AddSingleton<ISyncWallets, SyncWallets>();
        services.AddSingleton<IAddressBook, AddressBook>();
        services.Configure<SyncOptions>(options =>
        {
            options.SelfHeals = settings.Sync.SelfHeals;
            options.MaxGap = settings.Sync.MaxGap;
        });
        services.AddBlockSync(starts: part != RuntimePart.Command && RuntimeHosting.HoldsGrains(part));
        if (!settings.Sync.Networks.IsEmpty)
        {
            services.AddSingleton<IReadinessCheck, SyncReady>();
        }
    }
}

/// <summary>No sync has failed.</summary>
internal sealed class SyncReady(ISyncFollowers followers, IGrainFactory grains) : IReadinessCheck
{
    public string Name => "sync";

    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        foreach (var network in followers.Networks)
        {
            var state = await grains.GetGrain<IBlockSyncGrain>(network).GetAsync(cancellationToken);
            if (state.Status == SyncStatus.Failure)
            {
                faults.Add($"The sync of {network} failed: {state.Reason}.");
            }
        }

        return faults.Count == 0 ? null : string.Join(' ', faults);
    }
}
