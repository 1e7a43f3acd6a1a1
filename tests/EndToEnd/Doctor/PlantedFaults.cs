using Anchor.Hosting.Configuration;
using Anchor.Stellar;

namespace Anchor.EndToEnd.Tests.Doctor;

/// <summary>A fault that is planted into a healthy installation.</summary>
/// <param name="Checks">The checks that must find it, and no others.</param>
internal sealed record PlantedFault(string Name, Func<Ward, Task> PlantAsync, params string[] Checks)
{
    /// <summary>Whether accounts and asset are left to the planting.</summary>
    public bool IsBare { get; init; }

    public string? Passphrase { get; init; }

    public static PlantedFault Of(string name, Action<Ward> plant, params string[] checks) =>
        new(
            name,
            ward =>
            {
                plant(ward);
                return Task.CompletedTask;
            },
            checks
        );
}

/// <summary>What the doctor must find.</summary>
internal static class PlantedFaults
{
    private const UnixFileMode Public = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead;

    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        // The network.
        new("Horizon is gone", async ward => await ward.Host.DisposeAsync(), "horizon.reachable"),
        PlantedFault.Of(
            "Horizon is on another network",
            ward => ward.Network.Faults.Conditions = new() { Passphrase = "Another network" },
            "horizon.network"
        ),
        PlantedFault.Of("no ledger has closed for ten minutes", Stall, "horizon.fresh"),
        PlantedFault.Of("the clocks differ", Skew, "clock"),
        PlantedFault.Of(
            "the network was reset",
            ward =>
                ward.Execute(
                    $"INSERT INTO ingest_cursors (source, version, epoch, cursor) VALUES ('{ward.Distribution.Account}', 1, 1, '{900_000L << 32}')"
                ),
            "ingest.cursor"
        ),
        PlantedFault.Of(
            "payments are not read any more",
            ward =>
                ward.Execute(
                    $"INSERT INTO ingest_cursors (source, version, epoch, cursor, alarm) VALUES ('{ward.Distribution.Account}', 1, 1, NULL, 'The history has a gap.')"
                ),
            "ingest.alarm"
        ),
        // The accounts.
        PlantedFault.Of(
            "the issuer does not exist",
            ward => ward.Set("Assets__0__Issuer", ward.Signing.Account.ToString()),
            "asset.issuer",
            "asset.trustline",
            "keys.signing"
        ),
        PlantedFault.Of(
            "the distribution account does not exist",
            ward => ward.Network.Fund(ward.Issuer.Account),
            "asset.distribution"
        ) with
        {
            IsBare = true,
        },
        PlantedFault.Of(
            "the trustline is missing",
            ward => ward.Network.Fund(ward.Issuer.Account, ward.Distribution.Account),
            "asset.trustline"
        ) with
        {
            IsBare = true,
        },
        PlantedFault.Of(
            "the trustline is not authorised",
            ward =>
            {
                ward.Network.Fund(ward.Issuer.Account, ward.Distribution.Account);
                ward.Send(ward.Issuer, new SetOptionsOperation { SetFlags = AccountFlags.AuthorizationRequired });
                ward.Trust();
            },
            "asset.trustline",
            "asset.balance"
        ) with
        {
            IsBare = true,
        },
        PlantedFault.Of(
            "there is nothing to pay with",
            ward =>
            {
                ward.Network.Fund(ward.Issuer.Account, ward.Distribution.Account);
                ward.Trust();
            },
            "asset.balance"
        ) with
        {
            IsBare = true,
        },
        PlantedFault.Of(
            "there are no lumens for channels and fees",
            ward =>
                ward.Send(
                    ward.Distribution,
                    new PaymentOperation(ward.Issuer.Account, Asset.Native, 9_990 * Stroops.PerUnit)
                ),
            "asset.lumens"
        ),
        PlantedFault.Of(
            "the key cannot sign payments alone",
            ward => ward.Send(ward.Distribution, new SetOptionsOperation { MediumThreshold = 2, HighThreshold = 2 }),
            "asset.signer"
        ),
        // Keys.
        PlantedFault.Of(
            "the secret key is not the one of the database",
            ward => ward.Set("ANCHOR_SECRET_KEY", string.Concat(Ward.GoodKey.Reverse()) + "x"),
            "keys.secret"
        ),
        PlantedFault.Of("the secret key is gone", ward => ward.Set("ANCHOR_SECRET_KEY", ""), "keys.secret"),
        PlantedFault.Of("the JWT key is short", ward => ward.Set("SERVER_JWT_KEY", "supersecret"), "keys.jwt"),
        PlantedFault.Of(
            "the signing key owns the asset",
            ward => ward.Set("SIGNING_SEED", ward.Distribution.ExportSecret()),
            "keys.signing",
            "settings"
        ),
        // Settings.
        PlantedFault.Of("LOCAL_MODE is on where money is real", _ => { }, "settings.local_mode") with
        {
            Passphrase = AnchorSettings.PublicPassphrase,
        },
        PlantedFault.Of(
            "a demonstration bank on a network of others",
            ward =>
            {
                ward.Set("DEMO_RAILS", "on");
                ward.Set("HORIZON_URI", "http://0.0.0.0:9");
            },
            "settings.demo_rails",
            "horizon.reachable",
            "settings"
        ),
        // Files.
        PlantedFault.Of(
            "the folder cannot be written",
            ward => ward.Set("DATA_DIR", "/proc/anchor"),
            "files.data_dir",
            "files.database_folder",
            "files.disk"
        ),
        PlantedFault.Of("others may read the database", ward => Open(ward.Database), "files.modes"),
        PlantedFault.Of("the database is damaged", Damage, "storage.integrity"),
        PlantedFault.Of("the database is no database", Overwrite, "storage.integrity"),
        PlantedFault.Of(
            "the database is of a newer program",
            ward => ward.Execute("INSERT INTO schema_migrations (number, name, applied_utc) VALUES (999, '999.x', 0)"),
            "storage.schema"
        ),
        PlantedFault.Of(
            "the database keeps no write-ahead log",
            ward => ward.Execute("PRAGMA journal_mode = DELETE"),
            "storage.journal"
        ),
    ];

    private static void Stall(Ward ward)
    {
        ward.Network.Faults.Conditions = new() { Stalled = true };
        ward.Time.Offset = TimeSpan.FromMinutes(10);
    }

    private static void Skew(Ward ward)
    {
        ward.Network.Faults.Conditions = new() { ClockSkewSeconds = 600 };
        ward.Network.CloseLedger();
    }

    private static void Open(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, Public);
        }
    }

    /// <summary>A disk that lost pages: all but the first, which holds the schema, and a few after it.</summary>
    private static void Damage(Ward ward)
    {
        using var file = File.OpenWrite(ward.Database);
        var page = new byte[4096];
        Array.Fill(page, (byte)0x5A);
        file.Seek(-4 * page.Length, SeekOrigin.End);
        for (var i = 0; i < 4; i++)
        {
            file.Write(page);
        }
    }

    private static void Overwrite(Ward ward)
    {
        using var file = File.OpenWrite(ward.Database);
        file.Write("This is no database at all."u8);
    }
}
