using System.CommandLine;

namespace Anchor.Silo.Commands.Sync;

/// <summary><c>anchor sync</c>: what follows Hathor networks.</summary>
internal static class SyncCommand
{
    public static Command Create()
    {
        var command = new Command("sync", "Follow Hathor networks: how it stands, orders, verified recordings.")
        {
            VerifyCommand.Create(),
        };
        foreach (var order in SyncOrders.Create())
        {
            command.Add(order);
        }

        return command;
    }
}
