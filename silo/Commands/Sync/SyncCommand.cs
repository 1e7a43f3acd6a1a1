using System.CommandLine;

namespace Anchor.Silo.Commands.Sync;

/// <summary><c>anchor sync</c>: what follows a Hathor network.</summary>
internal static class SyncCommand
{
    public static Command Create() =>
        new("sync", "Follow a Hathor network: verify recordings.") { VerifyCommand.Create() };
}
