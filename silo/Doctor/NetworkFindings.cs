using Anchor.Hosting.Configuration;
using Anchor.Stellar.Horizon;

namespace Anchor.Silo.Doctor;

/// <summary>Horizon: there, on the right network, up to date, and of one mind with this machine about the time.</summary>
internal static class NetworkFindings
{
    private const int CursorLead = 5;
    private static readonly TimeSpan OldestLedger = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LargestSkew = TimeSpan.FromSeconds(30);

    /// <summary>The findings; <paramref name="isThere"/> says whether accounts can be looked at.</summary>
    public static async Task<List<Finding>> OfAsync(
        Installation installation,
        Instruments instruments,
        Action<HorizonRoot> isThere,
        CancellationToken cancellationToken
    )
    {
        const string Check = "horizon.reachable";
        var url = installation.Settings.HorizonUrl.AbsoluteUri;
        if (installation.Settings.Sandbox is not null && installation.Holder is null)
        {
            return [Finding.Skipped(Check, url, "the sandbox network runs inside the server, and no server runs")];
        }

        try
        {
            var root = await instruments.Horizon.GetRootAsync(cancellationToken);
            List<Finding> findings =
            [
                Finding.Ok(Check, url, $"ledger {root.HistoryLatestLedger}"),
                Network(root, installation.Settings, url),
                Fresh(root, instruments),
                Clock(root, instruments),
            ];
            if (root.NetworkPassphrase == installation.Settings.Passphrase)
            {
                isThere(root);
                findings.AddRange(Cursors(root, installation));
            }

            return findings;
        }
        catch (HorizonException e)
        {
            return [Finding.Failed(Check, url, e.Message)];
        }
    }

    private static Finding Network(HorizonRoot root, AnchorSettings settings, string url) =>
        root.NetworkPassphrase == settings.Passphrase
            ? Finding.Ok("horizon.network", url, root.NetworkPassphrase)
            : Finding.Failed(
                "horizon.network",
                url,
                $"It is on \"{root.NetworkPassphrase}\", and {SettingTable.Passphrase.Name} is \"{settings.Passphrase}\"."
            );

    private static Finding Fresh(HorizonRoot root, Instruments instruments)
    {
        // By the server's clock where it tells: ours has a check of its own.
        var age = (instruments.Date ?? instruments.Time.GetUtcNow()) - root.HistoryLatestLedgerClosedAt;
        return age > OldestLedger
            ? Finding.Failed(
                "horizon.fresh",
                "",
                $"Its latest ledger closed {age.TotalSeconds:0} seconds ago: payments of since then are not seen."
            )
            : Finding.Ok("horizon.fresh", "", $"latest ledger {Math.Max(0, age.TotalSeconds):0} seconds ago");
    }

    private static Finding Clock(HorizonRoot root, Instruments instruments)
    {
        var now = instruments.Time.GetUtcNow();
        var skew = instruments.Date is { } date ? now - date : TimeSpan.Zero;
        var lead = now - root.HistoryLatestLedgerClosedAt;
        return skew.Duration() > LargestSkew
                ? Finding.Failed(
                    "clock",
                    "",
                    $"This machine's clock is {Words(skew)} of Horizon's: time bounds and tokens will be wrong. Set it by NTP."
                )
            : lead < -LargestSkew
                ? Finding.Failed(
                    "clock",
                    "",
                    $"This machine's clock is {Words(lead)} of the latest ledger's close. Set it by NTP."
                )
            : Finding.Ok("clock", "", $"{skew.Duration().TotalSeconds:0.#} seconds from Horizon's");
    }

    private static string Words(TimeSpan skew) =>
        $"{skew.Duration().TotalSeconds:0} seconds {(skew > TimeSpan.Zero ? "ahead" : "behind")}";

    private static IEnumerable<Finding> Cursors(HorizonRoot root, Installation installation)
    {
        const string Check = "ingest.cursor";
        foreach (var stored in installation.Database?.Cursors() ?? [])
        {
            if (stored.Alarm is { } alarm)
            {
                yield return Finding.Failed("ingest.alarm", stored.Account, $"Its payments are not read: {alarm}");
            }

            if (!long.TryParse(stored.Cursor, out var cursor))
            {
                continue;
            }

            var ledger = HorizonCursor.LedgerOf(cursor);
            yield return ledger > root.HistoryLatestLedger + CursorLead
                ? Finding.Failed(
                    Check,
                    stored.Account,
                    $"Its payments were read up to ledger {ledger}, and the network is at {root.HistoryLatestLedger}: it was reset, or is another."
                )
            : ledger + 1 < root.HistoryElderLedger
                ? Finding.Failed(
                    Check,
                    stored.Account,
                    $"Its payments were read up to ledger {ledger}, and this Horizon's history begins at {root.HistoryElderLedger}: payments between would be missed."
                )
            : Finding.Ok(Check, stored.Account, $"read up to ledger {ledger}");
        }
    }
}
