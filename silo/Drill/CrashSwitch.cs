using System.Globalization;
using Anchor.Grains.Ports;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Anchor.Silo.Drill;

/// <summary>
/// Lets the drill's server kill itself at a step. Nothing of it exists in a process unless <c>ANCHOR_DRILL=on</c>: the steps
/// are then counted, and the process ends with SIGKILL where <c>ANCHOR_CRASH_AT=Step#n</c> says; if that is not reached within
/// <c>ANCHOR_CRASH_PATIENCE</c> seconds, where they are given, at whichever step comes next.
/// </summary>
internal sealed class CrashSwitch : IMoneySteps, IHostedLifecycleService
{
    public const string Switch = "ANCHOR_DRILL";
    public const string CrashAt = "ANCHOR_CRASH_AT";
    public const string Patience = "ANCHOR_CRASH_PATIENCE";

    /// <summary>How the server says on its standard error that it ends here by plan.</summary>
    public const string Word = "crash at ";

    private readonly string _step;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly long _started;
    private int _left;

    private CrashSwitch(string step, int occurrence, TimeSpan patience, TimeProvider time) =>
        (_step, _left, _patience, _time, _started) = (step, occurrence, patience, time, time.GetTimestamp());

    public static void Install(IHostApplicationBuilder builder)
    {
        if (
            builder.Configuration[Switch] == "on"
            && builder.Configuration[CrashAt]?.Split('#') is [var step, var occurrence]
        )
        {
            var count = int.Parse(occurrence, NumberStyles.None, CultureInfo.InvariantCulture);
            var patience = builder.Configuration[Patience] is { } seconds
                ? TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture))
                : TimeSpan.MaxValue;
            var crash = new CrashSwitch(step, count, patience, TimeProvider.System);
            builder.Services.Replace(ServiceDescriptor.Singleton<IMoneySteps>(crash));
            builder.Services.AddHostedService(_ => crash);
        }
    }

    public void Reached(MoneyStep step) => EndAt(step.ToString());

    public Task StartingAsync(CancellationToken cancellationToken) => EndAtAsync(CrashSteps.Prepared);

    /// <summary>It is registered after the runtime and before the server.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => EndAtAsync(CrashSteps.RuntimeUp);

    public Task StartedAsync(CancellationToken cancellationToken) => EndAtAsync(CrashSteps.Serving);

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private Task EndAtAsync(string step)
    {
        EndAt(step);
        return Task.CompletedTask;
    }

    private void EndAt(string step)
    {
        var isPlanned = step == _step && Interlocked.Decrement(ref _left) == 0;
        if (isPlanned || _time.GetElapsedTime(_started) > _patience)
        {
            Console.Error.WriteLine(Word + step);
            using var self = System.Diagnostics.Process.GetCurrentProcess();
            self.Kill();
        }
    }
}
