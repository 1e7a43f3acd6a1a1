using System.Collections.Immutable;
using System.Globalization;
using Anchor.Domain.Network;
using Anchor.Grains.Ports;
using Anchor.Stellar.Horizon;

namespace Anchor.Ledgers;

/// <summary>
/// Tells the known network from one that began anew under the same passphrase. A ledger's hash holds all ledgers before it, so another
/// hash at the same place is another network; and close times only grow, so a lower ledger that closed later is one too. A node that lags
/// shows neither: its ledgers are lower, and older.
/// </summary>
public sealed class NetworkLook(HorizonClient horizon, TimeProvider time)
{
    private const int MostAsked = 4;

    /// <summary>Before there are landmarks: a Horizon whose latest ledger is this young does not lag.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    public async Task<NetworkSight> LookAsync(
        ImmutableArray<Landmark> landmarks,
        ImmutableArray<string> cursors,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var latest = Of(await horizon.GetLatestLedgerAsync(cancellationToken));
            var sight = landmarks.IsEmpty
                ? First(latest, cursors)
                : await CompareAsync(latest, landmarks, cancellationToken);
            return
                (sight.Verdict == NetworkVerdict.Other || landmarks.IsEmpty)
                && (await horizon.GetRootAsync(cancellationToken)).NetworkPassphrase is var passphrase
                && passphrase != horizon.Options.NetworkPassphrase
                ? new NetworkSight(NetworkVerdict.Unsure, latest, $"Horizon is on the network \"{passphrase}\"")
                : sight;
        }
        catch (HorizonException e)
        {
            return new NetworkSight(NetworkVerdict.Unsure, null, e.Message);
        }
    }

    private NetworkSight First(Landmark latest, ImmutableArray<string> cursors)
    {
        var read = cursors.Select(cursor => long.Parse(cursor, CultureInfo.InvariantCulture)).DefaultIfEmpty().Max();
        var isAhead = HorizonCursor.LedgerOf(read) > latest.Ledger + horizon.Options.CursorLead;
        return !isAhead ? new NetworkSight(NetworkVerdict.Same, latest, "it is the first look")
            : time.GetUtcNow() - latest.ClosedAt < Fresh
                ? new NetworkSight(
                    NetworkVerdict.Other,
                    latest,
                    $"payments were read up to ledger {HorizonCursor.LedgerOf(read)}, and the network has only {latest.Ledger}"
                )
            : new NetworkSight(NetworkVerdict.Unsure, latest, "Horizon lags behind what was read");
    }

    private async Task<NetworkSight> CompareAsync(
        Landmark latest,
        ImmutableArray<Landmark> landmarks,
        CancellationToken cancellationToken
    )
    {
        if (latest.Ledger < landmarks[0].Ledger && latest.ClosedAt > landmarks[0].ClosedAt)
        {
            return new NetworkSight(
                NetworkVerdict.Other,
                latest,
                $"its ledger {latest.Ledger} closed at {latest.ClosedAt:u}, later than ledger {landmarks[0].Ledger} that was seen before"
            );
        }

        foreach (var landmark in landmarks.Where(landmark => landmark.Ledger <= latest.Ledger).Take(MostAsked))
        {
            if (await HashAtAsync(landmark.Ledger, latest, cancellationToken) is { } hash)
            {
                return hash == landmark.Hash
                    ? new NetworkSight(NetworkVerdict.Same, latest, $"ledger {landmark.Ledger} is the known one")
                    : new NetworkSight(
                        NetworkVerdict.Other,
                        latest,
                        $"its ledger {landmark.Ledger} has the hash {hash}, where {landmark.Hash} was seen before"
                    );
            }
        }

        return new NetworkSight(NetworkVerdict.Unsure, latest, "Horizon shows none of the ledgers that are known");
    }

    private async Task<string?> HashAtAsync(long ledger, Landmark latest, CancellationToken cancellationToken) =>
        ledger == latest.Ledger ? latest.Hash : (await horizon.FindLedgerAsync(ledger, cancellationToken))?.Hash;

    private static Landmark Of(HorizonLedger ledger) => new(ledger.Sequence, ledger.Hash, ledger.ClosedAt);
}
