using System.Collections.Immutable;
using Anchor.Domain;
using Anchor.Domain.Network;
using Anchor.Grains.Ports;

namespace Anchor.Grains.Networks;

/// <summary>
/// Looks whether the network is still the one that everything stored is about, for all who are about to rely on that; what it sees is
/// reported to <see cref="INetworkGrain"/>, which decides.
/// </summary>
public sealed class NetworkWatch(
    IGrainFactory grains,
    ILedger ledger,
    IIngestStore cursors,
    IAssetCatalogue assets,
    TimeProvider time
)
{
    /// <summary>How old a look may be before money moves on its strength.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromSeconds(5);

    private readonly Turnstile _turnstile = new();
    private Sighting? _last;

    private INetworkGrain Grain => grains.GetGrain<INetworkGrain>(NetworkKeys.Stellar);

    /// <summary>What is stored of the network, without a look at it.</summary>
    public Task<NetworkState> StateAsync(CancellationToken cancellationToken) => Grain.GetAsync(cancellationToken);

    /// <summary>What is stored of the network, and what a look shows that began no longer ago than this; zero for one that begins after the call.</summary>
    public Task<NetworkView> LookAsync(TimeSpan maxAge, CancellationToken cancellationToken) =>
        LookSinceAsync(time.GetUtcNow() - maxAge, cancellationToken);

    private async Task<NetworkView> LookSinceAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var state = await StateAsync(cancellationToken);
        if (LastOf(state, since) is { } last)
        {
            return new NetworkView(state, last.Sight);
        }

        await _turnstile.EnterAsync(cancellationToken);
        try
        {
            state = await StateAsync(cancellationToken);
            if (LastOf(state, since) is { } meanwhile)
            {
                return new NetworkView(state, meanwhile.Sight);
            }

            var began = time.GetUtcNow();
            var sight = await ledger.LookAtNetworkAsync(
                state.Landmarks,
                await CursorsAsync(state, cancellationToken),
                cancellationToken
            );
            _last = new Sighting(state.Era, began, sight);
            return new NetworkView(await ReportAsync(state, sight, cancellationToken), sight);
        }
        finally
        {
            _turnstile.Leave();
        }
    }

    /// <summary>Null unless the network was reset: it may have grown past a cursor, which then fits and means something else.</summary>
    public async Task<string?> FindResetAsync(CancellationToken cancellationToken)
    {
        var view = await LookAsync(TimeSpan.Zero, cancellationToken);
        return view.State.Condition == NetworkCondition.Reset || view.Sight.Verdict == NetworkVerdict.Other
            ? view.State.Alarm ?? $"The network was reset: {view.Sight.Reason}."
            : null;
    }

    private Sighting? LastOf(NetworkState state, DateTimeOffset since) =>
        _last is { } last && last.Era == state.Era && last.BeganAt > since ? last : null;

    /// <summary>Only before there are landmarks: how far was read, in an installation that is older than landmarks are.</summary>
    private async Task<ImmutableArray<string>> CursorsAsync(NetworkState state, CancellationToken cancellationToken)
    {
        if (!state.Landmarks.IsEmpty)
        {
            return [];
        }

        var found = ImmutableArray.CreateBuilder<string>();
        foreach (var account in assets.DistributionAccounts())
        {
            if ((await cursors.ReadAsync(account, cancellationToken)).Cursor is { } cursor)
            {
                found.Add(cursor);
            }
        }

        return found.ToImmutable();
    }

    private async Task<NetworkState> ReportAsync(
        NetworkState state,
        NetworkSight sight,
        CancellationToken cancellationToken
    )
    {
        NetworkCommand? command = sight switch
        {
            { Verdict: NetworkVerdict.Other } => new DenyNetwork(state.Era, sight.Reason),
            { Verdict: NetworkVerdict.Same, Latest: { } latest } => new ConfirmNetwork(state.Era, latest),
            _ => null,
        };
        // Most looks show nothing new, and need no turn of the grain.
        return
            command is not null
            && NetworkMachine.Decide(state, command, time.GetUtcNow()) is Decision<NetworkState>.Accept
            ? (await Grain.ApplyAsync(command, cancellationToken)).State
            : state;
    }

    private sealed record Sighting(int Era, DateTimeOffset BeganAt, NetworkSight Sight);
}

/// <summary>What is stored of the network, and what was last seen of it.</summary>
public sealed record NetworkView(NetworkState State, NetworkSight Sight)
{
    /// <summary>Ledger payments may be signed and sent: nothing speaks against it.</summary>
    public bool IsOpen => State.IsOpen && Sight.Verdict != NetworkVerdict.Other;

    /// <summary>It is proved, by this look, that the network is the known one: what it does not hold was never paid.</summary>
    public bool IsProved => State.IsOpen && Sight.Verdict == NetworkVerdict.Same;
}
