using System.CommandLine;

namespace Anchor.Silo.Commands.Testnet;

/// <summary><c>anchor testnet</c>: what only a test network allows. Each verb refuses the public network.</summary>
internal static class TestnetCommand
{
    public static Command Create() =>
        new("testnet", "Issue assets and set them up on a test network.")
        {
            IssueCommand.Create(),
            ResetCommand.Create(),
            TestnetAssets.Add(),
            TestnetAssets.Delete(),
        };
}
