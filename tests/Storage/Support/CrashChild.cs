using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.Storage.Tests.Support;

/// <summary>What a child process does until it is killed; each line it prints is a promise that was kept before.</summary>
internal static class CrashChild
{
    public const string PairsVerb = "write-pairs";
    public const string FillVerb = "fill";
    public const string HoldVerb = "hold";
    private const int Writers = 32;

    /// <summary>Many writers, each raising the two rows of its pair in one unit, for ever.</summary>
    public static async Task WritePairsAsync(string path)
    {
        using var database = TestStorage.Open(path, Counters.Schema, Meters());
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(WriteAsync));

        async Task WriteAsync(int writer)
        {
            var (left, right) = ($"{writer}.left", $"{writer}.right");
            var known = await database.FirstAsync(
                "SELECT count FROM counters WHERE id = $1",
                row => (int?)row.GetInt32(0),
                left
            );
            for (var n = known + 1 ?? 0; ; n++)
            {
                var result = await database.WriteAsync(
                    n == 0
                        ? [Counters.Insert(left, n), Counters.Insert(right, n)]
                        : [Counters.Update(left, n, n), Counters.Update(right, n, n)]
                );
                Say(result.IsDurable ? $"{writer} {n}" : $"refused {writer} {n}");
            }
        }
    }

    /// <summary>Inserts large rows one after the other until the storage gives up.</summary>
    public static async Task FillAsync(string path)
    {
        using var database = TestStorage.Open(path, Counters.Schema, Meters());
        var note = new string('x', 20_000);
        for (var n = 0; ; n++)
        {
            try
            {
                var id = n.ToString(CultureInfo.InvariantCulture);
                await database.WriteAsync([Counters.Map.Insert([id], new Counter { Count = n, Note = note })]);
                Say($"0 {n}");
            }
            catch (StorageOutcomeUnknownException)
            {
                Say($"unknown {n}");
                return;
            }
        }
    }

    /// <summary>Opens the database as a second process would and says how that went.</summary>
    public static int Hold(string path)
    {
        try
        {
            TestStorage.Open(path, Counters.Schema, Meters()).Dispose();
            Say("opened");
            return 0;
        }
        catch (StorageFencedException exception)
        {
            Say(exception.Message);
            return 3;
        }
    }

    /// <summary>Starts this program again as a child, perhaps through a shell line that ends in <c>exec "$@"</c>.</summary>
    public static Process Start(string verb, string path, string? shell = null)
    {
        var program = System.IO.Path.Combine(AppContext.BaseDirectory, "Anchor.Storage.Tests");
        string[] arguments = shell is null ? [verb, path] : ["-c", shell, "child", program, verb, path];
        var start = new ProcessStartInfo(shell is null ? program : "bash", arguments)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        // The runtime maps its code through a file, which a limit on file sizes would forbid.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return Process.Start(start)!;
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }

    private static IMeterFactory Meters() =>
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
}
