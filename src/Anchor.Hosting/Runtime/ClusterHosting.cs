using Microsoft.Extensions.Hosting;
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

    public static IHostApplicationBuilder AddAnchorRuntime(this IHostApplicationBuilder builder) =>
        builder.UseOrleans(static silo => silo.UseLocalhostClustering().UseInMemoryReminderService());
}
