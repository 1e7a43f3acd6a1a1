using System.Security.Cryptography;
using System.Text;
using Anchor.Grains.Ports;
using Anchor.Storage.Settings;
using Anchor.Storage.Tests.Support;

namespace Anchor.Storage.Tests;

public abstract class SecretTests(TestStorage storage) : IDisposable
{
    public void Dispose()
    {
        storage.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void A_value_is_bound_to_its_name()
    {
        var box = new SecretBox("key", new SystemRandom());

        Assert.Throws<StorageStartException>(() => box.Unseal("b", box.Seal("a", "text")));
        Assert.NotEqual(box.Seal("a", "text"), box.Seal("a", "text"));
    }

    [Fact]
    public async Task A_generated_key_is_found_again()
    {
        var options = storage.Options();
        await new SettingsStore(
            storage.Database,
            SecretKey.Open(options, storage.Database, new SystemRandom())
        ).SetAsync("a", "text", default);

        var again = new SettingsStore(storage.Database, SecretKey.Open(options, storage.Database, new SystemRandom()));
        Assert.Equal("text", await again.GetAsync("a", default));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(storage.Path + ".key"));
        }
    }

    [Fact]
    public void A_key_file_that_holds_only_a_part_of_a_key_stops_the_start()
    {
        File.WriteAllText(storage.Path + ".key", "0123abcd");

        var refused = Assert.Throws<StorageStartException>(() =>
            SecretKey.Open(storage.Options(), storage.Database, new SystemRandom())
        );

        Assert.Contains("is damaged", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_parameters_stand_before_the_value_and_decide_how_it_is_opened()
    {
        var value = new SecretBox("key", new SystemRandom()).Seal("a", "text");

        Assert.StartsWith("v2.15.8.1.", value, StringComparison.Ordinal);
        Assert.Equal("text", new SecretBox("key", new SystemRandom()).Unseal("a", value));
        var weaker = value.Replace("v2.15.", "v2.14.", StringComparison.Ordinal);
        Assert.Throws<StorageStartException>(() => new SecretBox("key", new SystemRandom()).Unseal("a", weaker));
    }

    [Theory]
    [InlineData("")]
    [InlineData("text")]
    [InlineData("v1.AA==")]
    [InlineData("v2.31.8.1.AAAA.AAAA")]
    [InlineData("v2.15.8.1.not base64.AAAA")]
    [InlineData("v3.15.8.1.AAAA.AAAA")]
    public void What_is_no_sealed_value_is_refused_with_its_name(string stored)
    {
        var refusal = Assert.Throws<StorageStartException>(() =>
            new SecretBox("key", new SystemRandom()).Unseal("signing_seed", stored)
        );

        Assert.StartsWith("The stored setting signing_seed is damaged", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_of_the_first_version_opens_and_is_stored_anew()
    {
        await StoreFirstVersionAsync("signing_seed", "text", "key");

        Assert.Equal("text", await new SettingsStore(storage.Database, Open("key")).GetAsync("signing_seed", default));
        Assert.StartsWith("v2.", await StoredAsync(), StringComparison.Ordinal);
        Assert.Equal("text", await new SettingsStore(storage.Database, Open("key")).GetAsync("signing_seed", default));
    }

    [Fact]
    public async Task A_wrong_key_cannot_take_over_a_database_of_the_first_version()
    {
        await StoreFirstVersionAsync("signing_seed", "text", "key");

        Assert.Throws<StorageStartException>(() => Open("other"));
        Assert.NotNull(Open("key"));
    }

    [Fact]
    public void Another_key_than_the_databases_stops_the_start_even_if_nothing_is_stored_yet()
    {
        Open("key");
        Open("key");

        var refusal = Assert.Throws<StorageStartException>(() => Open("other"));
        Assert.Equal(
            $"ANCHOR_SECRET_KEY: it is not the key that the secrets in {storage.Database.Location} are encrypted with.",
            refusal.Message
        );
    }

    [Fact]
    public void A_key_that_is_set_after_one_was_generated_is_told_where_that_one_is()
    {
        Open(null);

        var refusal = Assert.Throws<StorageStartException>(() => Open("other"));
        Assert.Contains($"under the one in {storage.Path}.key", refusal.Message, StringComparison.Ordinal);
        File.WriteAllText(storage.Path + ".key", new string('0', 64));
        refusal = Assert.Throws<StorageStartException>(() => Open(null));
        Assert.StartsWith($"{storage.Path}.key: ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Later_starts_seal_with_the_salt_of_the_first()
    {
        Open("key");
        var first = Open("key").Seal("a", "text");
        var second = Open("key").Seal("a", "text");

        Assert.Equal(HeadOf(first), HeadOf(second));
        Assert.NotEqual(first, second);
        Assert.NotEqual(HeadOf(first), HeadOf(new SecretBox("key", new SystemRandom()).Seal("a", "text")));
        Assert.Equal(1, await storage.Database.FirstAsync("SELECT count(*) FROM secret_probe", row => row.GetInt32(0)));
    }

    private static string HeadOf(string value) => value[..value.LastIndexOf('.')];

    private SecretBox Open(string? key) => SecretKey.Open(storage.Options(key), storage.Database, new SystemRandom());

    private async Task<string> StoredAsync() =>
        (await storage.Database.FirstAsync("SELECT value FROM settings", row => row.GetString(0)))!;

    /// <summary>As the program did before it stretched keys.</summary>
    private async Task StoreFirstVersionAsync(string name, string text, string key)
    {
        var derived = HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            Encoding.UTF8.GetBytes(key),
            32,
            info: "anchor settings v1"u8.ToArray()
        );
        var bytes = new byte[12 + 16 + text.Length];
        using (var aes = new AesGcm(derived, 16))
        {
            aes.Encrypt(
                bytes.AsSpan(0, 12),
                Encoding.UTF8.GetBytes(text),
                bytes.AsSpan(28),
                bytes.AsSpan(12, 16),
                Encoding.UTF8.GetBytes(name)
            );
        }

        await storage.Database.WriteAsync([
            RowOperation.Required(
                "settings",
                name,
                "INSERT INTO settings (name, value) VALUES ($1, $2)",
                name,
                "v1." + Convert.ToBase64String(bytes)
            ),
        ]);
    }
}

public sealed class SqliteSecretTests() : SecretTests(new SqliteStorage());

public sealed class PostgresSecretTests() : SecretTests(new PostgresStorage());
