using Anchor.Storage.Tests.Support;

namespace Anchor.Storage.Tests;

public sealed class LockTests
{
    [Fact]
    public async Task A_second_process_is_refused_with_one_line()
    {
        using var storage = new SqliteStorage();
        _ = storage.Database;

        using var second = CrashChild.Start(CrashChild.HoldVerb, storage.Path);
        var said = await second.StandardOutput.ReadToEndAsync();
        await second.WaitForExitAsync();

        Assert.Equal(3, second.ExitCode);
        var line = Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"{storage.Path} is in use by another process", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_open_in_the_same_process_is_refused_too()
    {
        using var storage = new SqliteStorage();
        _ = storage.Database;

        Assert.Throws<StorageFencedException>(() => storage.Open(Counters.Schema));
    }

    [Fact]
    public async Task The_lock_is_free_once_the_holder_has_closed()
    {
        using var storage = new SqliteStorage();
        _ = storage.Database;
        storage.Close();

        using var second = CrashChild.Start(CrashChild.HoldVerb, storage.Path);
        await second.WaitForExitAsync();

        Assert.Equal(0, second.ExitCode);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_with_one_line()
    {
        using var storage = new SqliteStorage();
        File.WriteAllText(storage.Path, new string('x', 5000));

        var refusal = Assert.Throws<StorageStartException>(() => storage.Open(Counters.Schema));
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Contains(storage.Path, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_is_readable_by_its_user_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no Unix modes");
            return;
        }

        using var storage = new SqliteStorage();
        _ = storage.Database;

        foreach (var file in new[] { storage.Path, storage.Path + "-wal" })
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }
}
