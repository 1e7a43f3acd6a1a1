using Found = Anchor.Silo.Facilitator.AnvilProgram;

namespace Anchor.Testing.Anvil;

/// <summary>Whether there can be chains here.</summary>
public static class AnvilProgram
{
    /// <summary>Why there can be no chains here; null if there can.</summary>
    public static string? Missing => Found.Find() is null ? Found.Missing : null;
}
