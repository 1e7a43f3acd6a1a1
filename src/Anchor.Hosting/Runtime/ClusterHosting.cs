using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;

namespace Anchor.Hosting.Runtime;

/// <summary>
/// The grains run on Microsoft Orleans. Development mode: one silo that keeps membership and reminders in memory, so that
/// reminders are lost with the process and the sweep alone wakes what is overdue.
/// </summary>
internal static class RuntimeHosting
{
    public const string Name = "Microsoft Orleans";
    public const string Description = "Microsoft Orleans (development mode: one silo, reminders in memory)";

    /// <summary>The silos of a cluster have one database; with SQLite there is only one of them.</summary>
    public const bool SharesDatabase = true;

    public static IHostApplicationBuilder AddAnchorRuntime(this IHostApplicationBuilder builder)
    {
        // A start alone would be forty lines of options, and hide what the anchor itself has to say.
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        return builder.UseOrleans(static silo => silo.UseLocalhostClustering().UseInMemoryReminderService());
    }
}
