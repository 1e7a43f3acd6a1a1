using System.Collections.Immutable;
using System.Security.Cryptography;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.EndToEnd.Tests.Support;
using Anchor.Grains.Ports;
using Anchor.Hosting.Configuration;
using Anchor.Sandbox;
using Anchor.Silo.Commands;
using Anchor.Silo.Doctor;
using Anchor.Sqlite;
using Anchor.Stellar;
using Anchor.Storage;
using Microsoft.Extensions.Configuration;

namespace Anchor.EndToEnd.Tests.Doctor;

/// <summary>A healthy installation with an asset on a real sandbox network, for faults to be planted in.</summary>
internal sealed class Ward : IAsyncDisposable
{
    public const string GoodKey = "0f3b6b21c69d41f2a4c6a9f7d8e5b3c10f3b6b21c69d41f2a4c6a9f7d8e5b3c1";
    private const string Code = "USD";
    private const uint Fee = 1000;
    private const long Issued = 1000 * Stroops.PerUnit;

    /// <summary>Making keys for a database takes its time, and every test may have the same.</summary>
    private static readonly Lazy<Task<byte[]>> MadeOnce = new(MakeDatabaseAsync);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-doctor-");
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();
    private readonly Dictionary<string, string> _settings;

    private Ward(SandboxHost host, ShiftedTime time)
    {
        (Host, Time) = (host, time);
        Signing = KeyPair.Random(_random);
        Issuer = KeyPair.Random(_random);
        Distribution = KeyPair.Random(_random);
        Url = Ports.FreeUrl();
        _settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOST_URL"] = $"{Url}",
            ["LOCAL_MODE"] = "1",
            ["HORIZON_URI"] = $"{host.Url}",
            ["SIGNING_SEED"] = Signing.ExportSecret(),
            ["SERVER_JWT_KEY"] = string.Concat(GoodKey.Reverse()),
            ["ANCHOR_SECRET_KEY"] = GoodKey,
            ["DATA_DIR"] = Data,
            ["Assets__0__Code"] = Code,
            ["Assets__0__Issuer"] = Issuer.Account.ToString(),
            ["Assets__0__DistributionSeed"] = Distribution.ExportSecret(),
        };
    }

    /// <summary>The doctor's and the network's.</summary>
    public ShiftedTime Time { get; }

    public SandboxHost Host { get; }

    public KeyPair Signing { get; }

    public KeyPair Issuer { get; }

    public KeyPair Distribution { get; }

    public Uri Url { get; }

    public string Folder => _folder.FullName;

    public string Data => Path.Combine(Folder, "data");

    public string Database => Path.Combine(Data, "anchor.db");

    public Asset Usd => Asset.Credit(Code, Issuer.Account);

    public SandboxNetwork Network => Host.Network;

    /// <param name="isComplete">Whether the accounts and the asset are there.</param>
    public static async Task<Ward> OpenAsync(bool isComplete = true, string? passphrase = null)
    {
        var time = new ShiftedTime();
        var options = new SandboxOptions { Time = time };
        var host = await SandboxHost.StartAsync(
            passphrase is null ? options : options with { Passphrase = passphrase },
            $"{Ports.FreeUrl()}"
        );
        var ward = new Ward(host, time);
        Directory.CreateDirectory(ward.Data);
        File.WriteAllBytes(ward.Database, await MadeOnce.Value);
        RestrictToOwner(ward.Database);
        if (isComplete)
        {
            ward.Network.Fund(ward.Issuer.Account, ward.Distribution.Account);
            ward.Trust();
            ward.Issue();
        }

        return ward;
    }

    public void Set(string name, string value) => _settings[name] = value;

    public void Trust() => Send(Distribution, new ChangeTrustOperation(Usd));

    public void Issue() => Send(Issuer, new PaymentOperation(Distribution.Account, Usd, Issued));

    public void Send(KeyPair source, params Operation[] operations)
    {
        var envelope = new Transaction
        {
            Source = source.Account,
            Fee = Fee * (uint)operations.Length,
            Sequence = Network.SequenceOf(source.Account)!.Value + 1,
            Operations = [.. operations],
        }.Sign(Network.Network, source);
        Network.Submit(envelope);
        Network.CloseLedger();
        Assert.Equal(envelope.Transaction.Sequence, Network.SequenceOf(source.Account));
    }

    /// <summary>Adds an asset as an operator does, on an account that nobody has made.</summary>
    public async Task<string> AddAssetAsync(string code)
    {
        using var distribution = KeyPair.Random(_random);
        var account = distribution.Account.ToString();
        var terms = new DirectionTerms(Enabled: true, Min: Amount.Zero, Amount.Parse("1", null), Amount.Zero, 0);
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddAnchorStorage(new StorageOptions { Path = Database, SecretKey = GoodKey })
            .BuildServiceProvider();
        var store = services.GetRequiredService<IAssetStore>();
        var asset = new AssetTerms(new AssetId(code, Issuer.Account.ToString()), account, 7, terms, terms);
        Assert.True(
            await store.AddAsync(
                new StoredAsset(asset, store.Seal(account, distribution.ExportSecret())),
                CancellationToken.None
            )
        );
        return account;
    }

    /// <summary>Changes the database behind the anchor's back.</summary>
    public void Execute(string sql)
    {
        using var connection = SqliteLibrary.Open(new() { DataSource = Database });
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are those of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public void WriteEnv()
    {
        var file = Path.Combine(Folder, ".env");
        File.WriteAllLines(file, _settings.Select(pair => $"{pair.Key}='{pair.Value}'"));
        RestrictToOwner(file);
    }

    public async Task<ImmutableArray<Finding>> ExamineAsync()
    {
        WriteEnv();
        using var configuration = new ConfigurationManager();
        var read = InstallationSettings.Read(configuration, Folder);
        Assert.Empty(read.Faults);
        return await Examination.RunAsync(read.Settings!, read.Reader, Time, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _random.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>A database as a server makes it, with a stored value under the good key.</summary>
    private static async Task<byte[]> MakeDatabaseAsync()
    {
        var folder = Directory.CreateTempSubdirectory("anchor-doctor-database-");
        var file = Path.Combine(folder.FullName, "anchor.db");
        await using (
            var services = new ServiceCollection()
                .AddLogging()
                .AddAnchorStorage(new StorageOptions { Path = file, SecretKey = GoodKey })
                .BuildServiceProvider()
        )
        {
            await services.GetRequiredService<ISettings>().SetAsync("jwt_key", GoodKey, CancellationToken.None);
        }

        var content = await File.ReadAllBytesAsync(file);
        folder.Delete(recursive: true);
        return content;
    }

    private static void RestrictToOwner(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
