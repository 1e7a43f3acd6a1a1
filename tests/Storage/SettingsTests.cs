using Anchor.Grains.Ports;
using Anchor.Storage.Settings;
using Anchor.Storage.Tests.Support;

namespace Anchor.Storage.Tests;

public abstract class SettingsTests(TestStorage storage) : IDisposable
{
    public void Dispose()
    {
        storage.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_setting_is_read_back_and_its_value_stands_nowhere_in_the_files()
    {
        await Settings("key").SetAsync("signing_seed", "SVERYSECRET", default);
        await Settings("key").SetAsync("signing_seed", "SVERYSECRET2", default);
        storage.Reopen();

        Assert.Equal("SVERYSECRET2", await Settings("key").GetAsync("signing_seed", default));
        Assert.Null(await Settings("key").GetAsync("other", default));
        storage.Close();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(storage.Path)!))
        {
            Assert.DoesNotContain("SVERYSECRET", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Another_key_says_which_setting_it_cannot_read()
    {
        await Settings("key").SetAsync("signing_seed", "S1", default);

        var refusal = await Assert.ThrowsAsync<StorageStartException>(() =>
            Settings("other key").GetAsync("signing_seed", default)
        );
        Assert.Contains("signing_seed", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_who_use_a_value_at_once_exactly_one_may()
    {
        var uses = new SingleUseStore(storage.Database, TimeProvider.System);
        var until = TimeProvider.System.GetUtcNow().AddMinutes(15);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => uses.TryUseAsync("sep10", "hash", until, default))
        );
        storage.Reopen();

        Assert.Single(answers, answer => answer);
        uses = new SingleUseStore(storage.Database, TimeProvider.System);
        Assert.False(await uses.TryUseAsync("sep10", "hash", until, default));
        Assert.True(await uses.TryUseAsync("sep24", "hash", until, default));
    }

    [Fact]
    public async Task What_has_expired_is_forgotten_in_time()
    {
        var clock = new SteppedTime(Samples.Noon);
        var uses = new SingleUseStore(storage.Database, clock);
        await uses.TryUseAsync("sep10", "old", Samples.Noon.AddMinutes(5), default);
        await uses.TryUseAsync("sep10", "new", Samples.Noon.AddMinutes(15), default);
        clock.Now = Samples.Noon.AddMinutes(11);
        await uses.TryUseAsync("sep10", "third", Samples.Noon.AddMinutes(20), default);

        Assert.Equal(
            ["new", "third"],
            await storage.Database.ListAsync("SELECT value FROM single_use ORDER BY value", row => row.GetString(0))
        );
    }

    private SettingsStore Settings(string key) => new(storage.Database, new SecretBox(key, new SystemRandom()));

    private sealed class SteppedTime(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

public sealed class SqliteSettingsTests() : SettingsTests(new SqliteStorage());

public sealed class PostgresSettingsTests() : SettingsTests(new PostgresStorage());
