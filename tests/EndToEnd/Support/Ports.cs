using Anchor.Silo.Drill;

namespace Anchor.EndToEnd.Tests.Support;

internal static class Ports
{
    /// <summary>A loopback address whose port was free a moment ago.</summary>
    public static Uri FreeUrl() => new($"http://127.0.0.1:{FreePorts.Next()}");
}
