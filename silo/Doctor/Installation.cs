using System.Collections.Immutable;
using System.Security.Cryptography;
using Anchor.Api.Operator;
using Anchor.Domain.Assets;
using Anchor.Grains.Ports;
using Anchor.Hosting.Assets;
using Anchor.Hosting.Configuration;
using Anchor.Hosting.Keys;
using Anchor.Stellar;
using Anchor.Storage;
using Anchor.Storage.Inspection;
using Anchor.Storage.Settings;

namespace Anchor.Silo.Doctor;

/// <summary>What an installation is made of, as far as it can be read without changing it.</summary>
internal sealed class Installation : IDisposable
{
    public const string Integrity = "storage.integrity";

    private Installation(AnchorSettings settings, SettingsReader reader)
    {
        (Settings, Reader) = (settings, reader);
        Storage = new StorageOptions
        {
            Path = settings.DatabaseFile,
            Postgres = settings.Postgres,
            SecretKey = settings.SecretKey,
        };
    }

    public AnchorSettings Settings { get; }

    public SettingsReader Reader { get; }

    public StorageOptions Storage { get; }

    /// <summary>Null if there is no database yet, or if it cannot be read: <see cref="Faults"/> then.</summary>
    public DatabaseInspection? Database { get; private set; }

    /// <summary>Null if there is no secret key yet, or none that can be used.</summary>
    public SecretBox? Box { get; private set; }

    /// <summary>Signs challenges; null before it was made.</summary>
    public KeyPair? Signing { get; private set; }

    /// <summary>Null before it was made.</summary>
    public string? JwtKey { get; private set; }

    public ImmutableArray<ExaminedAsset> Assets { get; private set; } = [];

    /// <summary>The process that holds the database.</summary>
    public int? Holder { get; private set; }

    /// <summary>Where that process says it can be reached.</summary>
    public OperatorAddress? Operator { get; private set; }

    /// <summary>Whether a server runs here. A command that holds the data is none.</summary>
    public bool IsServed => Holder is not null && Operator is not { Role: OperatorRole.Command };

    /// <summary>What could not be read at all.</summary>
    public List<Finding> Faults { get; } = [];

    public static Installation Read(AnchorSettings settings, SettingsReader reader)
    {
        var installation = new Installation(settings, reader);
        var written = OperatorAddress.Read(Path.Combine(settings.DataFolder, OperatorAddress.FileName));
        installation.Try(Integrity, installation.OpenDatabase);
        installation.Holder = settings.Postgres is null
            ? LockHolder.Of(settings.DatabaseFile + ".lock")
            : installation.Database?.Postgres?.HolderProcess;
        installation.Operator = written is not null && written.ProcessId == installation.Holder ? written : null;
        installation.Try(
            "keys.secret",
            () => installation.Box = SecretKey.Existing(installation.Storage, new SystemRandom())
        );
        installation.Try("keys.signing", installation.ReadSigning);
        installation.Try(
            "keys.jwt",
            () => installation.JwtKey = settings.JwtKey ?? installation.Stored(InstallationKeys.JwtKeyName)
        );
        installation.Try("assets", () => installation.Assets = [.. installation.ReadAssets()]);
        return installation;
    }

    public void Dispose()
    {
        Database?.Dispose();
        Signing?.Dispose();
        foreach (var asset in Assets)
        {
            asset.Key?.Dispose();
        }
    }

    private void Try(string check, Action read)
    {
        try
        {
            read();
        }
        catch (StorageStartException e) when (e.InnerException is AuthenticationTagMismatchException or FormatException)
        {
            // A key that does not open what is stored is told by the check of that key.
        }
        catch (Exception e) when (e is StorageStartException or IOException or UnauthorizedAccessException)
        {
            Faults.Add(Finding.Failed(check, "", e.Message));
        }
    }

    /// <summary>What is in a damaged database is not looked at: nothing that it says could be trusted.</summary>
    private void OpenDatabase()
    {
        var database = DatabaseInspection.Open(Storage);
        try
        {
            if (database is not null && database.Damage() is [var damage, ..])
            {
                throw new StorageStartException($"{Path.GetFullPath(Settings.DatabaseFile)} is damaged: {damage}");
            }

            (Database, database) = (database, null);
        }
        finally
        {
            database?.Dispose();
        }
    }

    private void ReadSigning()
    {
        if ((Settings.SigningSeed ?? Stored(InstallationKeys.SigningSeedName)) is { } seed)
        {
            Signing = KeyPair.FromSecret(seed);
        }
    }

    private IEnumerable<ExaminedAsset> ReadAssets()
    {
        foreach (var asset in Settings.Assets)
        {
            var key = KeyPair.FromSecret(asset.DistributionSeed);
            yield return new ExaminedAsset(
                asset.Code,
                asset.Issuer,
                key.Account.ToString(),
                asset.Deposit.Enabled,
                asset.Withdrawal.Enabled,
                key
            );
        }

        if (
            Settings is { Sandbox: not null, Assets.IsEmpty: true }
            && Stored(InstallationKeys.SandboxIssuerName) is { } issuer
            && Stored(InstallationKeys.SandboxDistributionName) is { } distribution
        )
        {
            using var issuing = KeyPair.FromSecret(issuer);
            var key = KeyPair.FromSecret(distribution);
            yield return new ExaminedAsset(
                ConfiguredAssets.SandboxCode,
                issuing.Account.ToString(),
                key.Account.ToString(),
                PaysOut: true,
                TakesIn: true,
                key
            );
        }

        foreach (
            var asset in Database
                ?.Assets()
                .Where(asset => asset.Terms.IsEnabled && !IsConfigured(Settings, asset.Terms.Asset))
                ?? []
        )
        {
            var seed = Box is null ? null : DatabaseInspection.SeedOf(asset, Box);
            yield return new ExaminedAsset(
                asset.Terms.Asset.Code,
                asset.Terms.Asset.Issuer ?? "",
                asset.Terms.DistributionAccount,
                asset.Terms.Deposit.Enabled,
                asset.Terms.Withdrawal.Enabled,
                seed is null ? null : KeyPair.FromSecret(seed)
            );
        }
    }

    /// <summary>A stored asset that is configured too is not read from the store.</summary>
    private static bool IsConfigured(AnchorSettings settings, AssetId asset) =>
        settings.Assets.Any(configured => configured.Code == asset.Code && configured.Issuer == asset.Issuer);

    private string? Stored(string name) => Box is null ? null : Database?.Setting(name, Box);
}
