using System.Collections.Immutable;
using Anchor.Hosting.Configuration;
using Anchor.Stellar.Horizon;

namespace Anchor.Silo.Doctor;

/// <summary>All checks of an installation. It changes nothing, and works beside a server as well as without one.</summary>
internal static class Examination
{
    public static async Task<ImmutableArray<Finding>> RunAsync(
        AnchorSettings settings,
        SettingsReader reader,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        using var installation = Installation.Read(settings, reader);
        using var instruments = new Instruments(settings, time);
        List<Finding> findings =
        [
            .. installation.Faults,
            .. SettingFindings.Of(installation),
            .. FileFindings.Of(installation),
            .. DatabaseFindings.Of(installation),
        ];
        HorizonRoot? network = null;
        findings.AddRange(
            await NetworkFindings.OfAsync(installation, instruments, root => network = root, cancellationToken)
        );
        findings.AddRange(
            network is null
                ? installation.Assets.Select(asset =>
                    Finding.Skipped("asset", asset.Code, "its accounts cannot be looked at without Horizon")
                )
                : await AssetsAsync(installation, instruments.Horizon, cancellationToken)
        );
        findings.AddRange(await new ServerFindings(installation, instruments).RunAsync(cancellationToken));
        return [.. findings];
    }

    private static async Task<List<Finding>> AssetsAsync(
        Installation installation,
        HorizonClient horizon,
        CancellationToken cancellationToken
    )
    {
        List<Finding> findings = [];
        try
        {
            var reserve = (await horizon.GetLatestLedgerAsync(cancellationToken)).BaseReserveInStroops;
            foreach (var asset in installation.Assets)
            {
                findings.AddRange(await new AssetFindings(asset, horizon, reserve).RunAsync(cancellationToken));
            }
        }
        catch (HorizonException e)
        {
            findings.Add(Finding.Failed("horizon.reachable", "", e.Message));
        }

        if (installation.Assets.IsEmpty)
        {
            findings.Add(Finding.Skipped("asset", "", "there are no assets yet"));
        }

        return findings;
    }
}
