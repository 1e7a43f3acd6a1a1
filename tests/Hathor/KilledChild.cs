using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Anchor.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.Hathor.Tests;

/// <summary>A process that follows a node, asks it to go on when all is here, and kills itself at one of its commits: SIGKILL, of which no program hears anything.</summary>
internal static class KilledChild
{
    public const string Verb = "follow";

    /// <summary>What a shell says of a process that SIGKILL ended.</summary>
    public const int Killed = 128 + 9;

    public static async Task RunAsync(Order order)
    {
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddAnchorStorage(new StorageOptions { Path = order.Path, Postgres = order.Postgres })
            .BuildServiceProvider();
        var database = new DyingDatabase(
            services.GetRequiredService<IDatabase>(),
            order.Commit,
            order.Death,
            () =>
            {
                Thread.SpinWait(order.Spin);
                Process.GetCurrentProcess().Kill();
            }
        );
        using var http = new HttpClient();
        using var follower = Faulty.Follower(order.Node, order.Way, database, http);
        for (long seen = -1; ; )
        {
            await Faulty.TryCatchUpAsync(follower, CancellationToken.None);
            using var answer = await http.PostAsync(new Uri(order.Node, "/_sandbox/step"), null);
            var now = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["seen"]!.GetValue<long>();
            if (now == seen)
            {
                return;
            }

            seen = now;
        }
    }

    /// <summary>Starts this program as such a process; true if it was killed, false if it came to the end.</summary>
    public static async Task<bool> DiesAsync(Order order, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(
            System.IO.Path.Combine(AppContext.BaseDirectory, "Anchor.Hathor.Tests"),
            order.ToArguments()
        )
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        // It lives for a moment: what is compiled twice is compiled in vain.
        start.Environment["DOTNET_TieredPGO"] = "0";
        using var child = Process.Start(start)!;
        try
        {
            var errors = await child.StandardError.ReadToEndAsync(cancellationToken);
            await child.WaitForExitAsync(cancellationToken);
            Assert.True(child.ExitCode is 0 or Killed, $"exit {child.ExitCode}: {errors}");
            return child.ExitCode == Killed;
        }
        finally
        {
            child.Kill();
        }
    }

    /// <summary>What the child is to do.</summary>
    /// <param name="Postgres">Null: the database is the file <paramref name="Path"/>.</param>
    /// <param name="Commit">At which of its commits it dies.</param>
    /// <param name="Spin">How long it lives on then, in turns of an empty loop.</param>
    internal sealed record Order(Uri Node, string Way, string Path, string? Postgres, int Commit, Death Death, int Spin)
    {
        public static Order Parse(string[] arguments) =>
            new(
                new Uri(arguments[1]),
                arguments[2],
                arguments[3],
                arguments[4].Length == 0 ? null : arguments[4],
                int.Parse(arguments[5], CultureInfo.InvariantCulture),
                Enum.Parse<Death>(arguments[6]),
                int.Parse(arguments[7], CultureInfo.InvariantCulture)
            );

        public IEnumerable<string> ToArguments() =>
            [Verb, Node.AbsoluteUri, Way, Path, Postgres ?? "", $"{Commit}", $"{Death}", $"{Spin}"];
    }
}
