using System.CommandLine;

namespace Anchor.Silo.Commands.Facilitator;

/// <summary><c>anchor facilitator listener start</c>: records requests, and leaves carrying them on to a facilitator.</summary>
internal static class ListenerCommand
{
    public static Command Create()
    {
        var start = new Command("start", "Read the chains and record requests; carry none on.");
        FacilitatorStartCommand.Fill(start, facilitates: false);
        return new Command("listener", "The reading of the chains as a process of its own.") { start };
    }
}
