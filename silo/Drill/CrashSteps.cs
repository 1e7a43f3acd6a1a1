using System.Collections.Immutable;
using Anchor.Grains.Ports;

namespace Anchor.Silo.Drill;

/// <summary>The names of the steps at which the server can be told to kill itself.</summary>
internal static class CrashSteps
{
    /// <summary>The storage is open and migrated and the keys are there; nothing runs yet.</summary>
    public const string Prepared = nameof(Prepared);

    /// <summary>The runtime is up; requests are not taken yet.</summary>
    public const string RuntimeUp = nameof(RuntimeUp);

    /// <summary>Requests are taken.</summary>
    public const string Serving = nameof(Serving);

    public static ImmutableArray<string> All { get; } = [Prepared, RuntimeUp, Serving, .. Enum.GetNames<MoneyStep>()];

    public static bool IsStartUp(string step) => step is Prepared or RuntimeUp or Serving;
}
